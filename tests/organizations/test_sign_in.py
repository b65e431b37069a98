"""The sign-in page: in, out, wrong, locked, hostile."""

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client
from django.urls import reverse

from audit.trail import Entry
from organizations import demonstration
from tests.cast import PASSWORD, Cast

ADDRESS = "/sign-in/"


def sign_in(client: Client, username: str = "alice", password: str = PASSWORD, **more: str):
    return client.post(ADDRESS, {"username": username, "password": password, **more})


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("act", flat=True))


def test_it_shows_the_page(db, client: Client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert reverse("organizations:sign-in") == ADDRESS
    assert b'name="username"' in answer.content
    assert b"current-password" in answer.content


def test_it_signs_in_and_tells_the_trail(cast: Cast, client: Client):
    answer = sign_in(client)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert client.session["_auth_user_id"] == str(cast.alice.pk)
    entry = Entry.objects.get(act="organizations.sign_in")
    assert (entry.person, entry.organization, entry.address) == ("alice", "GX-HR", "127.0.0.1")


def test_it_goes_where_the_reader_wanted_to_go(cast: Cast, client: Client):
    assert sign_in(client, next="/account/tokens/").headers["Location"] == "/account/tokens/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil"]
)
def test_it_goes_nowhere_else(cast: Cast, client: Client, elsewhere: str):
    assert sign_in(client, next=elsewhere).headers["Location"] == "/"


def test_it_sends_on_who_is_signed_in_already(cast: Cast, client: Client):
    client.force_login(cast.alice, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(ADDRESS).headers["Location"] == "/"


def test_it_says_what_to_do_after_a_wrong_password(cast: Cast, client: Client):
    answer = sign_in(client, password="wrong-wrong-wrong")
    assert answer.status_code == 200
    assert "error-summary" in answer.text
    assert "_auth_user_id" not in client.session
    entry = Entry.objects.get(act="organizations.fail_sign_in")
    assert (entry.subject, entry.person) == ("alice", "")


def test_it_never_keeps_what_may_be_a_password(cast: Cast, client: Client):
    sign_in(client, username="my-secret-password", password="alice")
    entry = Entry.objects.get(act="organizations.fail_sign_in")
    assert "my-secret-password" not in f"{entry.subject}{entry.particulars}{entry.before}{entry.after}"


def test_it_refuses_a_closed_account(cast: Cast, client: Client):
    cast.alice.is_active = False
    cast.alice.save()
    assert sign_in(client).status_code == 200
    assert acts() == ["organizations.fail_sign_in"]


@pytest.mark.parametrize(
    "sent", [{}, {"username": "alice"}, {"password": "x"}, {"username": "", "password": ""}]
)
def test_it_asks_for_what_is_missing(cast: Cast, client: Client, sent: dict[str, str]):
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == 200
    assert "error-summary" in answer.text
    assert acts() == []


@pytest.mark.parametrize(
    "sent",
    [
        {"username": "ali\x00ce", "password": PASSWORD},
        {"username": "alice", "password": "\x00"},
        {"username": "a" * 1_000_000, "password": PASSWORD},
        {"username": "alice", "password": "a" * 1_000_000},
        {"username": "alice", "password": "a" * 10_000_000},
        {"username": "\ud83d\ude00 ' OR 1=1 --", "password": "<script>"},
    ],
)
def test_it_answers_hostile_text_cleanly(cast: Cast, client: Client, sent: dict[str, str]):
    sent = {name: value.encode("utf-16", "surrogatepass").decode("utf-16") for name, value in sent.items()}
    answer = client.post(ADDRESS, sent)
    assert answer.status_code in {200, 400, 413, 422}
    assert "_auth_user_id" not in client.session


def test_it_answers_hostile_addresses_cleanly(db, client: Client):
    assert client.get(f"{ADDRESS}?next=%00%0d%0aX: y").status_code in {200, 400}
    assert client.get(f"{ADDRESS}?next=" + "a" * 100_000).status_code in {200, 414}


def test_it_needs_the_forms_token(cast: Cast):
    assert sign_in(Client(enforce_csrf_checks=True)).status_code == 403


def test_it_locks_after_too_many_failures(cast: Cast, client: Client):
    answers = [sign_in(client, password="wrong-wrong") for _ in range(settings.AXES_FAILURE_LIMIT)]
    assert [answer.status_code for answer in answers] == [200] * (settings.AXES_FAILURE_LIMIT - 1) + [429]
    locked = sign_in(client)
    assert locked.status_code == 429
    assert 0 < int(locked.headers["Retry-After"]) <= settings.AXES_COOLOFF_TIME * 3600
    assert "_auth_user_id" not in client.session


def test_it_says_until_when_it_is_locked(cast: Cast, client: Client):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = sign_in(client, password="wrong-wrong")
    until = answer.context["until"]
    assert until.strftime("%M") in answer.text
    assert answer.headers["Retry-After"] in {str(n) for n in range(880, 901)}


def test_it_locks_nobody_else(cast: Cast, client: Client):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="wrong-wrong")
    assert sign_in(client, username="bob").status_code == 302


def test_it_forgets_failures_after_a_success(cast: Cast, client: Client):
    sign_in(client, password="wrong-wrong")
    sign_in(client)
    assert AccessAttempt.objects.count() == 0


def test_it_signs_out_by_post_only(cast: Cast, client: Client):
    sign_in(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert acts() == ["organizations.sign_in", "organizations.sign_out"]


def test_it_lets_nobody_sign_out_without_a_word_in_the_trail(db, client: Client):
    assert client.post("/sign-out/").status_code == 302
    assert acts() == []


def test_it_offers_the_demonstrations_accounts(db, client: Client, settings):
    assert "hr.handler" in client.get(ADDRESS).text
    settings.DEMONSTRATION = False
    page = client.get(ADDRESS).text
    assert "hr.handler" not in page
    assert demonstration.PASSWORD not in page
