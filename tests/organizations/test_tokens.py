"""Bearer tokens for programs, and the command that issues them."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone
from knox.models import AuthToken
from rest_framework.test import APIClient

from audit.trail import Entry
from organizations.models import AccessToken
from tests.cast import Cast

ME = "/api/v1/me/"


@pytest.fixture
def secret(cast: Cast) -> str:
    _token, secret = AccessToken.objects.create(user=cast.alice, name="script", expiry=timedelta(days=1))
    return secret


def call(header: object):
    return APIClient().get(ME, HTTP_AUTHORIZATION=header)


def test_it_opens_with_a_token(secret: str, django_assert_num_queries):
    with django_assert_num_queries(2):
        answer = call(f"Bearer {secret}")
    assert answer.status_code == 200
    assert answer.json()["username"] == "alice"


def test_it_closes_when_the_token_has_expired(secret: str):
    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        answer = call(f"Bearer {secret}")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert AccessToken.objects.count() == 1


def test_it_closes_at_the_very_second(secret: str):
    with time_machine.travel(AccessToken.objects.get().expiry, tick=False):
        assert call(f"Bearer {secret}").status_code == 401


def test_it_closes_when_the_token_is_revoked(secret: str):
    AccessToken.objects.all().delete()
    assert call(f"Bearer {secret}").status_code == 401


def test_it_closes_when_the_account_is_closed(cast: Cast, secret: str):
    cast.alice.is_active = False
    cast.alice.save()
    assert call(f"Bearer {secret}").status_code == 401


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Bearer a b",
        "Bearer " + "f" * 64,
        "Bearer " + "f" * 100_000,
        "Bearer \x00",
        "Bearer é",
        "Bearer 令牌",
        "Basic YWxpY2U6eA==",
        "",
    ],
)
def test_it_refuses_anything_else(cast: Cast, header: str):
    answer = call(header.encode().decode("latin-1"))
    assert answer.status_code == 401
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_it_does_not_know_knoxs_own_tokens(cast: Cast):
    _token, secret = AuthToken.objects.create(user=cast.alice)
    assert call(f"Bearer {secret}").status_code == 401


def command(*arguments: str) -> str:
    out = StringIO()
    call_command("issue_token", *arguments, stdout=out)
    return out.getvalue()


def test_it_prints_the_secret_alone(cast: Cast):
    printed = command("alice", "--days", "1", "--name", "journey")
    assert call(f"Bearer {printed.strip()}").json()["username"] == "alice"
    assert printed.count("\n") == 1
    assert AccessToken.objects.get().name == "journey"
    assert Entry.objects.get(act="organizations.issue_token").person == "console"


@pytest.mark.parametrize(
    "arguments", [["nobody", "--days", "1"], ["alice", "--days", "0"], ["alice", "--days", "366"]]
)
def test_it_says_what_is_wrong(cast: Cast, arguments: list[str]):
    with pytest.raises(CommandError):
        command(*arguments)
    assert AccessToken.objects.count() == 0


def test_it_needs_days(cast: Cast):
    with pytest.raises(CommandError):
        command("alice")


def test_it_appoints_from_the_console(cast: Cast):
    call_command("appoint", "rita", "security", stdout=StringIO())
    cast.rita.refresh_from_db()
    assert (cast.rita.administrator_kind, cast.rita.is_staff) == ("security", True)
    call_command("appoint", "rita", "none", stdout=StringIO())
    cast.rita.refresh_from_db()
    assert (cast.rita.administrator_kind, cast.rita.is_staff) == ("none", False)
    assert Entry.objects.filter(act="organizations.appoint").count() == 2
    with pytest.raises(CommandError):
        call_command("appoint", "cindy", "audit")
