"""Cursor pages: complete, without repetition, bound to the question, the grant and the load."""

from urllib.parse import parse_qs, urlsplit

import pytest

from delivery.supply.mounting import OPERATOR, mount
from tests.delivery.factories import MANY, NAMES, SECRET, table


def walk(world, query):
    """All rows, page by page, and how many pages there were."""
    client, address = world.client("alice"), f"/api/v1/data/{world.resource.code}/rows/?{query}"
    found, pages = [], 0
    while address:
        body = client.get(address).json()
        found += body["results"]
        pages, address = pages + 1, body["next"]
    return found, pages


@pytest.mark.parametrize(
    "ordering",
    ["", "serial", "-serial", "entname", "-entname,estdate", "regcap", "-regcap", "active,-regcap,entname"],
)
def test_it_pages_without_loss_or_repetition(world, ordering):
    world.grant(*NAMES[:7])
    whole = world.get("alice", f"ordering={ordering}&page_size=1000").json()["results"]
    found, pages = walk(world, f"ordering={ordering}&page_size=10")
    assert found == whole
    assert len({row["serial"] for row in found}) == MANY
    assert pages == 6


def test_it_pages_within_a_filter(world):
    world.grant("serial", "active")
    found, _pages = walk(world, "active=true&page_size=7&ordering=-serial")
    assert [row["serial"] for row in found] == [n for n in reversed(range(MANY)) if n % 3]


def cursor_of(answer):
    return parse_qs(urlsplit(answer.json()["next"]).query)["cursor"][0]


def test_it_holds_no_value_of_any_row(world):
    world.grant("serial", "hidden_idno")
    assert SECRET not in world.get("alice", "ordering=hidden_idno&page_size=2").json()["next"]


@pytest.mark.parametrize("query", ["ordering=-serial", "serial__gt=2", "ordering=entname"])
def test_it_refuses_a_cursor_of_another_question(world, query):
    world.grant()
    cursor = cursor_of(world.get("alice", "ordering=serial&page_size=2"))
    answer = world.get("alice", f"{query}&cursor={cursor}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "stale_cursor")


def test_it_refuses_a_cursor_of_another_load(world):
    world.grant()
    cursor = cursor_of(world.get("alice", "page_size=2"))
    mount(world.entry, table(40), OPERATOR)
    assert world.get("alice", f"cursor={cursor}").json()["errors"][0]["code"] == "stale_cursor"


def test_it_refuses_a_cursor_of_another_grant(world):
    one, two = world.grant(), world.grant()
    cursor = cursor_of(world.get("alice", f"grant={one.number}&page_size=2"))
    answer = world.get("alice", f"grant={two.number}&cursor={cursor}")
    assert answer.json()["errors"][0]["code"] == "stale_cursor"


@pytest.mark.parametrize("cursor", ["x", "WzBd:1vN:abc", "%00", "a" * 5000, "<script>"])
def test_it_refuses_a_cursor_of_its_own_making(world, cursor):
    world.grant()
    assert world.get("alice", f"cursor={cursor}").status_code == 400
