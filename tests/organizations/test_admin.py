"""The administrators' desk: each kind its own work, and everything in the trail."""

import pytest
from django.contrib.admin import site
from django.test import Client

from audit.sentences import tell
from audit.trail import Entry
from organizations.kinds import AdministratorKind, PostKind
from organizations.models import Organization, Post, User
from tests.cast import Cast

ROOT = "/admin/organizations"
NEW = "another-password-2026"


@pytest.fixture
def system(cast: Cast) -> Client:
    return signed_in(cast.adam)


@pytest.fixture
def security(cast: Cast) -> Client:
    return signed_in(cast.sarah)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_it_has_one_door_for_all(cast: Cast, client: Client):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/sign-in/?next=%2Fadmin%2F"
    assert signed_in(cast.alice).get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "model", ["organization", "division", "businessline", "user", "post", "standin", "accesstoken"]
)
def test_it_shows_every_list_to_administrators(system: Client, security: Client, model: str):
    assert system.get(f"{ROOT}/{model}/").status_code == 200
    assert security.get(f"{ROOT}/{model}/?q=a").status_code == 200


@pytest.mark.parametrize(
    ("model", "by_system", "by_security"),
    [
        ("organization", 200, 403),
        ("user", 200, 403),
        ("post", 403, 200),
        ("standin", 403, 200),
        ("accesstoken", 403, 403),
    ],
)
def test_it_divides_the_work(system: Client, security: Client, model: str, by_system: int, by_security: int):
    assert system.get(f"{ROOT}/{model}/add/").status_code == by_system
    assert security.get(f"{ROOT}/{model}/add/").status_code == by_security


def test_it_deletes_nothing(cast: Cast, system: Client, security: Client):
    assert system.post(f"{ROOT}/organization/{cast.edu.pk}/delete/", {"post": "yes"}).status_code == 403
    assert security.post(f"{ROOT}/post/{cast.bob.posts.get().pk}/delete/", {"post": "yes"}).status_code == 403


def test_it_gives_a_post(cast: Cast, security: Client):
    sent = {
        "user": cast.alice.pk,
        "organization": cast.edu.pk,
        "kind": PostKind.STEWARD,
        "starts": "2026-01-01",
        "ends": "",
    }
    assert security.post(f"{ROOT}/post/add/", sent).status_code == 302
    post = Post.objects.get(user=cast.alice, organization=cast.edu)
    entry = Entry.objects.get(act="organizations.add")
    assert (entry.person, entry.subject, entry.after["kind"]) == ("sarah", str(post.pk), "steward")


@pytest.mark.parametrize(
    "wrong", [{"ends": "2025-12-31"}, {"kind": "king"}, {"starts": ""}, {"user": "0"}, {"organization": "x"}]
)
def test_it_names_what_is_wrong_with_a_post(cast: Cast, security: Client, wrong: dict[str, str]):
    sent = {
        "user": cast.alice.pk,
        "organization": cast.edu.pk,
        "kind": PostKind.STEWARD,
        "starts": "2026-01-01",
        "ends": "",
    }
    answer = security.post(f"{ROOT}/post/add/", sent | wrong)
    assert answer.status_code == 200
    assert answer.context["errors"]


def test_it_refuses_overlapping_posts_in_words(cast: Cast, security: Client):
    sent = {
        "user": cast.alice.pk,
        "organization": cast.hr.pk,
        "kind": PostKind.HANDLER,
        "starts": "2026-01-01",
        "ends": "",
    }
    assert security.post(f"{ROOT}/post/add/", sent).context["errors"]


def organization_form(organization: Organization, **changed: object) -> dict[str, object]:
    plain = ["code", "name", "short_name", "name_en", "tier", "kind", "division_id", "business_line_id"]
    sent = {name.removesuffix("_id"): getattr(organization, name) or "" for name in plain}
    management = {"former_names-TOTAL_FORMS": 0, "former_names-INITIAL_FORMS": 0}
    return {**sent, "authority": organization.authority_id or "", **management, **changed}


def test_it_keeps_the_old_name_on_renaming(cast: Cast, system: Client):
    old = cast.edu.name
    answer = system.post(
        f"{ROOT}/organization/{cast.edu.pk}/change/", organization_form(cast.edu, name="自治区教育委员会")
    )
    assert answer.status_code == 302, answer.context["errors"]
    cast.edu.refresh_from_db()
    assert (cast.edu.name, cast.edu.former_names.get().name) == ("自治区教育委员会", old)
    entry = Entry.objects.get(act="organizations.change")
    assert (entry.before["name"], entry.after["name"]) == (old, "自治区教育委员会")


@pytest.mark.parametrize("code", ["", "a b", "a/b", "x" * 41, "a\x00"])
def test_it_refuses_codes_that_make_no_address(cast: Cast, system: Client, code: str):
    answer = system.post(f"{ROOT}/organization/{cast.edu.pk}/change/", organization_form(cast.edu, code=code))
    assert answer.status_code in {200, 400}
    assert Organization.objects.filter(code="GX-EDU").exists()


def person_form(person: User, **changed: object) -> dict[str, object]:
    sent = {
        "username": person.username,
        "name": person.name,
        "kind": person.kind,
        "email": "",
        "is_active": "on",
    }
    return {**sent, "administrator_kind": person.administrator_kind, **changed}


def test_it_appoints_by_the_security_administrator(cast: Cast, security: Client):
    sent = person_form(cast.rita, administrator_kind=AdministratorKind.AUDIT)
    assert security.post(f"{ROOT}/user/{cast.rita.pk}/change/", sent).status_code == 302
    cast.rita.refresh_from_db()
    assert (cast.rita.administrator_kind, cast.rita.is_staff) == ("audit", True)


def test_it_lets_nobody_appoint_themselves(cast: Cast, system: Client, security: Client):
    system.post(f"{ROOT}/user/{cast.adam.pk}/change/", person_form(cast.adam, administrator_kind="security"))
    security.post(
        f"{ROOT}/user/{cast.sarah.pk}/change/", person_form(cast.sarah, administrator_kind="system")
    )
    system.post(f"{ROOT}/user/{cast.rita.pk}/change/", person_form(cast.rita, administrator_kind="security"))
    kinds = User.objects.filter(username__in=["adam", "rita", "sarah"]).values_list(
        "administrator_kind", flat=True
    )
    assert list(kinds) == ["system", "none", "security"]


def test_it_resets_passwords_but_no_administrators(cast: Cast, system: Client, security: Client):
    sent = {"password1": NEW, "password2": NEW, "usable_password": "true"}
    assert system.post(f"{ROOT}/user/{cast.rita.pk}/password/", sent).status_code == 302
    assert system.post(f"{ROOT}/user/{cast.sarah.pk}/password/", sent).status_code == 403
    assert security.post(f"{ROOT}/user/{cast.rita.pk}/password/", sent).status_code == 403
    cast.rita.refresh_from_db()
    assert cast.rita.check_password(NEW)
    assert NEW not in str(Entry.objects.filter(act="organizations.change").values_list("before", "after"))


def test_it_revokes_tokens_by_the_security_administrator(cast: Cast, system: Client, security: Client):
    from datetime import timedelta

    token, _secret = cast.alice.access_tokens.create(name="script", expiry=timedelta(days=1))
    address = f"{ROOT}/accesstoken/{token.pk}/delete/"
    assert system.post(address, {"post": "yes"}).status_code == 403
    assert security.post(address, {"post": "yes"}).status_code == 302
    assert Entry.objects.get(act="organizations.revoke_token").particulars["for"] == "alice"


def test_it_has_a_sentence_for_each_act(cast: Cast, system: Client):
    system.post(
        f"{ROOT}/organization/{cast.edu.pk}/change/", organization_form(cast.edu, short_name="教育厅")
    )
    assert "Adam" in tell(Entry.objects.get(act="organizations.change"))


def test_it_leaves_out_what_others_brought(db):
    names = {model._meta.label for model in site._registry}
    assert not {"auth.Group", "knox.AuthToken", "axes.AccessAttempt"} & names
