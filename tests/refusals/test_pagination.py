"""Cursor pages: what they hold, and how a wrong cursor is told."""

from base64 import b64encode

import pytest
from django.db import transaction

from audit.trail import Snapshot, record

ADDRESS = "/api/v1/door/rows/"


@pytest.fixture
def rows(db):
    with transaction.atomic():
        return [record(f"door.{number}", actor=Snapshot.clock()) for number in range(5)]


def test_it_turns_pages_forward_and_back(client, rows):
    first = client.get(ADDRESS, {"page_size": 2}).json()
    assert [row["act"] for row in first["results"]] == ["door.0", "door.1"]
    assert first["previous"] is None
    second = client.get(first["next"]).json()
    assert [row["act"] for row in second["results"]] == ["door.2", "door.3"]
    assert client.get(second["previous"]).json()["results"] == first["results"]


def test_it_ends(client, rows):
    page = client.get(ADDRESS, {"page_size": 500}).json()
    assert set(page) == {"next", "previous", "results"}
    assert page["next"] is None
    assert len(page["results"]) == 5


@pytest.mark.parametrize("size", ["0", "-1", "501", "many", "", "1.5", "٣", "9" * 100])
def test_it_refuses_a_wrong_page_size(problem, size):
    body = problem(f"{ADDRESS}?page_size={size}", status=400)
    assert body["errors"][0]["field"] == "page_size"


def cursor(text: str) -> str:
    return b64encode(text.encode()).decode()


WRONG = [
    "x",
    "%%%",
    "é",
    cursor("o=x"),
    cursor("r=maybe"),
    cursor("p=abc"),
    cursor("p=1&o=-3"),
    cursor("p=" + "9" * 5000),
]


@pytest.mark.parametrize("wrong", WRONG)
def test_it_refuses_a_wrong_cursor(client, rows, wrong):
    response = client.get(ADDRESS, {"cursor": wrong})
    assert response.status_code == 400
    assert response.json()["code"] == "bad_cursor"
    assert response.json()["errors"][0]["field"] == "cursor"
