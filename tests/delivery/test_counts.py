"""Counts under a grant: groups, figures, filters, pages; nothing of fields outside it."""

import hashlib
import json

import pytest

from tests.delivery.factories import MANY, NAMES, trail


def count(world, query=""):
    return world.client("alice").get(f"/api/v1/data/{world.resource.code}/counts/?{query}")


def test_it_counts_all_rows(world):
    world.grant()
    assert count(world).json()["results"] == [{"count": MANY}]


def test_it_groups_and_sums(world):
    world.grant(*NAMES[:7])
    query = "group=active&measures=count,distinct:entname,min:serial,max:estdate,sum:regcap,max:changed"
    first, second = count(world, query).json()["results"]
    assert (first["active"], first["count"], second["count"]) == (False, 19, 38)
    assert (first["distinct:entname"], first["min:serial"]) == (7, 0)
    assert first["max:estdate"] == "2020-01-13"
    assert first["sum:regcap"] == "15504.2500"
    assert second["max:changed"] == "2026-01-03T16:30:00+08:00"


def test_it_pages_through_groups(world):
    world.grant("serial", "entname")
    pages = [count(world, f"group=entname&page_size=3&page={page}").json() for page in (1, 2, 3)]
    assert [page["more"] for page in pages] == [True, True, False]
    assert len({row["entname"] for page in pages for row in page["results"]}) == 7


def test_it_filters_before_it_counts(world):
    world.grant("serial", "entname")
    assert count(world, "serial__lt=7&group=entname").json()["results"][0]["count"] == 1
    assert count(world, "serial__lt=7").json()["results"] == [{"count": 7}]


@pytest.mark.article("44")
@pytest.mark.parametrize(
    "query", ["group={}", "measures=distinct:{}", "measures=sum:{}", "{}=1", "group=serial&measures=min:{}"]
)
def test_it_tells_a_hidden_field_and_no_field_alike(world, query):
    world.grant()
    hidden, nothing = count(world, query.format("hidden_idno")), count(world, query.format("nothing"))
    assert hidden.status_code == 400
    assert hidden.json() == nothing.json()


@pytest.mark.parametrize(
    "query",
    [
        "measures=median:serial",
        "measures=sum:entname",
        "measures=min:entname",
        "page=0",
        "page=x",
        "page_size=0",
        "group=serial,uniscid,entname,serial",
        "measures=" + ",".join(f"sum:serial{n}" for n in range(9)),
    ],
)
def test_it_answers_a_wrong_question_in_words(world, query):
    world.grant(*NAMES[:7])
    answer = count(world, query)
    assert answer.status_code in {200, 400}
    assert "detail" in answer.json() or query.startswith("group")


@pytest.mark.article("42")
def test_it_writes_each_count_into_the_trail(world):
    grant = world.grant("serial", "entname")
    body = count(world, "group=entname&serial__gt=3").json()
    (entry,) = trail("delivery.count")
    told = json.dumps(body["results"], ensure_ascii=False, separators=(",", ":")).encode()
    assert entry.case == grant.case.number
    assert entry.particulars["digest"] == hashlib.sha256(told).hexdigest()
    assert (entry.particulars["rows"], entry.particulars["fields"]) == (7, ["entname"])
    assert entry.particulars["filtered"] == ["serial gt"]


def test_it_counts_in_the_modes_that_allow_it_alone(world):
    world.grant(mode="file")
    assert count(world).json()["code"] == "wrong_mode"
