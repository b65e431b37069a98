"""Claiming a duty and giving it back: who may, what the trail says, whom a claim holds off (art. 5)."""

import pytest
import time_machine

from audit.sentences import tell
from audit.trail import Entry
from organizations.actors import Actor
from organizations.kinds import PostKind
from organizations.models import User
from procedure import claims
from procedure.engine import take
from procedure.errors import AlreadyDone, ClaimedByAnother, NotYours
from procedure.models import WorkItem
from sharing.law import State
from sharing.models import ShareRequest
from tests.cast import seated
from tests.procedure.doors import Pages, Rest


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


@pytest.fixture
def item(world) -> WorkItem:
    world.bring_to(State.CONFORMANCE_REVIEW)
    return WorkItem.objects.select_related("case").get()


def test_it_writes_a_claim_into_the_trail(world, item):
    claimed = claims.claim(item, actor=world.actor("betty"))
    assert (claimed.claimed_by, claimed.claimed_at.isoformat()) == (
        world.cast.betty,
        "2026-11-22T18:00:00+00:00",
    )
    entry = Entry.objects.of_case(item.case.number).latest("id")
    assert (entry.act, entry.person, entry.post, entry.article) == (
        "work_item.claim",
        "betty",
        "reviewer",
        "29(2)",
    )
    assert "Betty" in tell(entry)


def test_it_holds_colleagues_off(world, item):
    claims.claim(item, actor=world.actor("betty"))
    with pytest.raises(ClaimedByAnother) as refused:
        claims.claim(item, actor=world.actor("boris"))
    assert refused.value.status == 409
    with pytest.raises(ClaimedByAnother):
        take(ShareRequest.objects.get(), "approve", actor=world.actor("boris"), seen=item.case.version)


def test_it_lets_who_claimed_decide(world, item):
    claims.claim(item, actor=world.actor("betty"))
    case = Rest(world.cast.betty).take(item.case, "approve")
    assert case.status_code == 200
    item.refresh_from_db()
    assert (item.closed_by_step, item.claimed_by) == ("approve", world.cast.betty)


@pytest.mark.parametrize("who", ["alice", "bob", "sue", "audrey"])
def test_it_is_claimed_only_by_the_post_that_holds_it(world, item, who):
    with pytest.raises(NotYours):
        claims.claim(item, actor=world.actor(who))
    assert Rest(getattr(world.cast, who)).post(f"/api/v1/work-items/{item.pk}/claim/").status_code == 403
    assert not Entry.objects.filter(act="work_item.claim").exists()


def test_it_is_neither_claimed_nor_released_once_done(world, item):
    claims.claim(item, actor=world.actor("betty"))
    world.step(ShareRequest.objects.get(), "approve", "betty")
    for act in (claims.claim, claims.release):
        with pytest.raises(AlreadyDone):
            act(item, actor=world.actor("betty"))


@pytest.mark.parametrize("who", ["betty", "sue", "anne"])
def test_it_is_given_back_by_the_claimer_a_supervisor_or_an_administrator(world, item, who):
    seated("anne", world.cast.bureau, PostKind.ADMINISTRATOR)
    item = claims.claim(item, actor=world.actor("betty"))
    released = claims.release(item, actor=Actor.of(User.objects.get(username=who)))
    assert (released.claimed_by, released.claimed_at) == (None, None)
    assert Entry.objects.of_case(item.case.number).latest("id").act == "work_item.release"


@pytest.mark.parametrize("who", ["boris", "audrey", "bob"])
def test_it_is_given_back_by_nobody_else(world, item, who):
    item = claims.claim(item, actor=world.actor("betty"))
    with pytest.raises(NotYours):
        claims.release(item, actor=world.actor(who))


def test_it_is_not_given_back_when_nobody_claimed_it(world, item):
    with pytest.raises(AlreadyDone):
        claims.release(item, actor=world.actor("betty"))


def test_it_is_claimed_and_released_through_both_doors(world, item):
    page, program = Pages(world.cast.betty).client, Rest(world.cast.betty)
    assert page.post(f"/work/{item.pk}/claim/").status_code == 302
    assert program.post(f"/api/v1/work-items/{item.pk}/release/").json()["claimed_by"] is None
    assert program.post(f"/api/v1/work-items/{item.pk}/claim/").json()["claimed_by"] == "betty"
    assert Rest(world.cast.boris).post(f"/api/v1/work-items/{item.pk}/claim/").status_code == 409
    assert page.post(f"/work/{item.pk}/release/").status_code == 302


@pytest.mark.parametrize("act", ["claim", "release"])
def test_it_tells_a_stranger_the_same_as_of_a_wrong_number(world, item, act):
    stranger = Rest(world.cast.charlie)
    answers = [stranger.post(f"/api/v1/work-items/{pk}/{act}/") for pk in (item.pk, 999_999_999, 10**19)]
    assert {answer.status_code for answer in answers} == {404}
    assert Pages(world.cast.charlie).client.post(f"/work/{item.pk}/{act}/").status_code == 404
    assert Pages(world.cast.charlie).client.get(f"/work/{item.pk}/{act}/").status_code == 405


def test_it_is_claimed_once_for_each_key(world, item):
    door = Rest(world.cast.betty)
    told = {"Idempotency-Key": "one"}
    first, again = (door.post(f"/api/v1/work-items/{item.pk}/claim/", {}, **told) for _ in range(2))
    assert (first.status_code, again.status_code, again["Idempotent-Replayed"]) == (200, 200, "true")
    assert Entry.objects.filter(act="work_item.claim").count() == 1
