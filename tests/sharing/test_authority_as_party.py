"""The Bureau or a city authority as a party: marked, and told to the supervisors ("silent" on own cases)."""

import pytest
import time_machine

from audit.trail import Entry as Act
from catalog.publishing import publish_new
from organizations.actors import Actor
from organizations.models import PostKind, User
from procedure.engine import begin, take
from sharing.law import State
from sharing.models import ShareRequest
from tests.cast import seated
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ASKED, ENTERPRISES
from tests.sharing.road import AGREE, asked, walk

MARK = "本单位事项"


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


def marks(request) -> list[tuple[str, list[str], list[str]]]:
    acts = Act.objects.filter(case=request.number, act="work_item.own_case").order_by("pk")
    return [(a.particulars["stage"], a.tells, a.particulars["posts_told"]) for a in acts]


@pytest.mark.article("29(2)", "29(4)")
def test_it_marks_what_the_bureau_reviews_of_its_own(world):
    seated("bella", world.cast.bureau, PostKind.HANDLER)
    request = walk(
        world, of_bella(world), ("approve", "betty", {}), ("agree", "bob", AGREE), ("reply", "boris", {})
    )
    told = ["GX-BUREAU"], ["supervisor"]
    assert marks(request) == [("conformance_review", *told), ("reply", *told)]
    assert request.state == State.GRANTED


def of_bella(world):
    """Asked by the Bureau's handler, in the browser."""
    pages = Pages(User.objects.get(username="bella"))
    pages.draft(entry=world.entry.code, requester="GX-BUREAU", **ASKED)
    request = ShareRequest.objects.with_parties().get()
    assert pages.take(request, "submit").status_code == 302
    return ShareRequest.objects.with_parties().get()


@pytest.mark.article("29(2)")
def test_it_marks_what_is_asked_of_the_bureau_but_not_its_own_answer(world):
    entry = publish_new(ENTERPRISES, world.cast.bureau)
    request = walk(world, asked(world, "alice", entry=entry), ("submit", "alice", {}))
    request = walk(
        world, request, ("approve", "betty", {}), ("agree", "boris", AGREE), ("reply", "betty", {})
    )
    assert [stage for stage, *_ in marks(request)] == ["conformance_review", "reply"]


@pytest.mark.article("31")
def test_it_marks_what_a_city_authority_asks_within_its_city(world):
    asker = Actor.of(seated("nelly", world.cast.nanning, PostKind.HANDLER))
    entry = publish_new(ENTERPRISES, world.cast.nanning_market)
    request = begin(ShareRequest, actor=asker, entry=entry, **ASKED)
    request = take(request, "submit", actor=asker, seen=request.version)
    request = walk(world, request, ("approve", "nina", {}), ("agree", "noah", AGREE))
    assert marks(request) == [("city_review", ["450100-AUTH", "GX-BUREAU"], ["supervisor"])]


@pytest.mark.article("30(2)")
def test_it_marks_what_a_city_authority_decides_of_its_own_data(world):
    entry = publish_new(ENTERPRISES, world.cast.nanning)
    request = walk(world, asked(world, "lena", entry=entry), ("submit", "lena", {}), ("approve", "betty", {}))
    request = walk(world, request, ("agree", "nina", AGREE), ("reply", "boris", {}))
    told = ["450100-AUTH", "GX-BUREAU"], ["supervisor"]
    assert (request.answer, marks(request)) == ("partly", [("authority_review", *told)])


def test_it_shows_the_mark_at_both_doors(world):
    entry = publish_new(ENTERPRISES, world.cast.bureau)
    request = walk(
        world, asked(world, "alice", entry=entry), ("submit", "alice", {}), ("approve", "betty", {})
    )
    assert MARK in Pages(world.cast.sue).read(request).content.decode()
    lines = Rest(world.cast.sue).client.get(f"/api/v1/sharing/requests/{request.number}/timeline/").json()
    assert any(MARK in line["sentence"] for line in lines)


def test_it_does_not_mark_what_the_bureau_takes_back(world):
    seated("bella", world.cast.bureau, PostKind.HANDLER)
    bella = Rest(User.objects.get(username="bella"))
    assert bella.take(of_bella(world), "withdraw", reason="不再需要").status_code == 200
    assert not Act.objects.filter(act="work_item.own_case").exists()
