"""The trail for auditors' programs."""

from io import StringIO

import pytest
from django.core.management import call_command

BACKEND = "django.contrib.auth.backends.ModelBackend"
ADDRESS = "/api/v1/audit/entries/"


@pytest.fixture
def alice(client, cast):
    client.force_login(cast.alice, backend=BACKEND)
    return client


@pytest.mark.article("42")
def test_it_gives_entries_oldest_first(alice, entries):
    rows = alice.get(ADDRESS).json()["results"]
    assert [row["id"] for row in rows] == [entry.pk for entry in entries]
    assert rows[0]["actor"] == {
        "person": "bob", "person_name": "乙", "organization": "GX-HR",
        "organization_name": "自治区人力资源和社会保障厅", "post": "handler", "standing_in_for": "丙",
    }  # fmt: skip
    assert rows[0]["particulars"] == {"fields": ["姓名"]}


def test_it_goes_on_after_the_last_position_read(alice, sealed):
    rows = alice.get(ADDRESS, {"after": -1}).json()["results"]
    assert [row["position"] for row in rows] == [0, 1, 2][: len(rows)]
    rows = alice.get(ADDRESS, {"after": 0}).json()["results"]
    assert rows[0]["act"] == "sharing.agree"


def test_it_follows_what_is_sealed_alone(alice, entries):
    assert alice.get(ADDRESS, {"after": -1}).json()["results"] == []
    assert {row["position"] for row in alice.get(ADDRESS).json()["results"]} == {None}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"case": "GX-SR-2026-000001"}, 2),
        ({"organization": "GX-HR"}, 1),
        ({"case": "none"}, 0),
        ({"subject": "x"}, 0),
    ],
)
def test_it_is_searched(alice, entries, query, found):
    assert len(alice.get(ADDRESS, query).json()["results"]) == found


@pytest.mark.parametrize("query", [{"after": "x"}, {"after": "-2"}, {"after": "9" * 30}, {"since": "32"}])
def test_it_says_what_is_wrong_with_a_search(alice, entries, query):
    response = alice.get(ADDRESS, query)
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == list(query)


def test_it_is_closed_to_strangers_and_other_posts(client, cast):
    assert client.get(ADDRESS).status_code == 401
    client.force_login(cast.charlie, backend=BACKEND)
    assert client.get(ADDRESS).status_code == 403


def test_it_shows_a_department_s_auditor_the_own_acts_only(client, cast, entries):
    client.force_login(cast.bob, backend=BACKEND)
    assert [row["act"] for row in client.get(ADDRESS).json()["results"]] == ["sharing.submit"]


def test_it_is_read_only(alice):
    assert alice.post(ADDRESS, {}, content_type="application/json").status_code == 405


def test_it_opens_to_an_auditor_s_token(client, cast, entries):
    printed = StringIO()
    call_command("issue_token", "alice", "--days", "1", stdout=printed)
    response = client.get(ADDRESS, headers={"authorization": f"Bearer {printed.getvalue().strip()}"})
    assert response.status_code == 200
    assert len(response.json()["results"]) >= 2
