"""The own account: password and access tokens in the browser."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from audit.trail import Entry
from organizations.models import AccessToken
from organizations.tokens import MOST_TOKENS
from tests.cast import PASSWORD, Cast

TOKENS = "/account/tokens/"
NEW = "another-password-2026"


@pytest.fixture
def alice(cast: Cast, client: Client) -> Client:
    client.force_login(cast.alice, backend="django.contrib.auth.backends.ModelBackend")
    return client


def issue(client: Client, name: str = "script", days: object = 30) -> str:
    """The secret shown in the answer."""
    page = client.post(TOKENS, {"name": name, "days": days}).text
    found = re.search(r'id="secret" readonly value="([0-9a-f]{64})"', page)
    return found[1] if found else ""


def test_it_asks_to_sign_in_first(db, client: Client):
    for address in (TOKENS, "/account/password/"):
        assert client.get(address).headers["Location"] == f"/sign-in/?next={address}"


def test_it_shows_a_new_token_once(alice: Client):
    secret = issue(alice)
    assert secret
    page = alice.get(TOKENS)
    assert secret not in page.text
    assert AccessToken.objects.get().number in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_it_tells_the_trail_of_a_token_without_its_secret(alice: Client):
    secret = issue(alice)
    entry = Entry.objects.get(act="organizations.issue_token")
    assert (entry.person, entry.particulars["name"], entry.particulars["days"]) == ("alice", "script", 30)
    assert secret[:15] not in f"{entry.subject}{entry.particulars}"
    assert entry.subject == AccessToken.objects.get().number


@pytest.mark.parametrize("days", [1, 365])
def test_it_ends_when_it_was_asked_to(alice: Client, days: int):
    assert issue(alice, days=days)
    rest = AccessToken.objects.get().expiry - timezone.now()
    assert timedelta(days=days, minutes=-1) < rest <= timedelta(days=days)


@pytest.mark.parametrize("days", ["", 0, 366, -1, "x", "1e9", "9" * 400, "\x00"])
def test_it_refuses_other_terms(alice: Client, days: object):
    answer = alice.post(TOKENS, {"name": "script", "days": days})
    assert answer.status_code in {400, 422}
    assert AccessToken.objects.count() == 0


@pytest.mark.parametrize("name", ["", "a" * 101, "a" * 1_500_000, "a\x00b"])
def test_it_refuses_names_it_cannot_keep(alice: Client, name: str):
    assert alice.post(TOKENS, {"name": name, "days": 1}).status_code in {400, 422}
    assert AccessToken.objects.count() == 0


def test_it_shows_names_as_text(alice: Client):
    issue(alice, name="<script>alert(1)</script>")
    assert "<script>alert(1)" not in alice.get(TOKENS).text


def test_it_says_when_there_are_too_many(cast: Cast, alice: Client):
    for _ in range(MOST_TOKENS):
        AccessToken.objects.create(user=cast.alice, name="old", expiry=timedelta(days=1))
    assert alice.post(TOKENS, {"name": "one more", "days": 1}).status_code == 422
    AccessToken.objects.filter(user=cast.alice).update(expiry=timezone.now())
    assert issue(alice)


def test_it_revokes(alice: Client):
    issue(alice)
    number = AccessToken.objects.get().number
    assert alice.post(f"{TOKENS}{number}/revoke/").status_code == 302
    assert AccessToken.objects.count() == 0
    entry = Entry.objects.get(act="organizations.revoke_token")
    assert (entry.subject, entry.person) == (number, "alice")


def test_it_revokes_by_post_only(alice: Client):
    issue(alice)
    assert alice.get(f"{TOKENS}{AccessToken.objects.get().number}/revoke/").status_code == 405


def test_it_hides_other_peoples_tokens(cast: Cast, alice: Client):
    token, _secret = AccessToken.objects.create(user=cast.bob, name="bob's", expiry=timedelta(days=1))
    assert alice.post(f"{TOKENS}{token.number}/revoke/").status_code == 404
    assert "bob&#x27;s" not in alice.get(TOKENS).text
    assert AccessToken.objects.count() == 1


def test_it_changes_the_password(cast: Cast, alice: Client):
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert alice.post("/account/password/", sent).status_code == 302
    cast.alice.refresh_from_db()
    assert cast.alice.check_password(NEW)
    entry = Entry.objects.get(act="organizations.change_password")
    assert NEW not in f"{entry.particulars}{entry.before}{entry.after}"


@pytest.mark.parametrize(
    ("old", "first", "second"),
    [
        ("wrong", NEW, NEW),
        (PASSWORD, "short", "short"),
        (PASSWORD, NEW, "different-2026"),
        ("", "", ""),
        (PASSWORD, "\x00", "\x00"),
    ],
)
def test_it_keeps_the_password_when_something_is_wrong(
    cast: Cast, alice: Client, old: str, first: str, second: str
):
    sent = {"old_password": old, "new_password1": first, "new_password2": second}
    assert alice.post("/account/password/", sent).status_code in {200, 400, 422}
    cast.alice.refresh_from_db()
    assert cast.alice.check_password(PASSWORD)
