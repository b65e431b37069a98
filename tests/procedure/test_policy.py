"""Who may take a step: posts, stand-ins, four eyes, and in which order a refusal is told (art. 5, 9)."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.sentences import tell
from audit.trail import Entry
from organizations.actors import Actor
from organizations.kinds import PostKind
from organizations.models import Post, StandIn, User
from procedure.engine import offered, take
from procedure.errors import NotYours, OwnRequest
from sharing.law import State
from tests.cast import PostFactory, UserFactory
from tests.procedure.doors import DOORS, Pages, Rest

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def also(user: User, organization, kind: str) -> Actor:
    """The same person with one more post."""
    PostFactory(user=user, organization=organization, kind=kind)
    return Actor.of(User.objects.get(pk=user.pk))


def test_it_is_not_decided_by_who_filed_it(world):
    alice = also(world.cast.alice, world.cast.bureau, PostKind.REVIEWER)
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    with pytest.raises(OwnRequest) as refused:
        take(case, "approve", actor=alice, seen=case.version)
    assert (refused.value.status, refused.value.code) == (403, "four_eyes")
    assert {offer.name for offer in offered(case, alice)} == {"withdraw"}


@pytest.mark.parametrize("door", DOORS)
def test_it_binds_four_eyes_at_both_doors(world, door):
    also(world.cast.alice, world.cast.market, PostKind.REVIEWER)
    case = world.bring_to(State.PROVIDER_REVIEW)
    answer = DOORS[door](world.cast.alice).take(case, "agree", fields=case.fields)
    assert answer.status_code == 403
    assert "您" in answer.content.decode()


def test_it_counts_who_submits_as_the_filer_not_who_drafted(world):
    other = PostFactory(user__username="anna", organization=world.cast.hr, kind=PostKind.HANDLER).user
    case = take(world.draft(), "submit", actor=Actor.of(other), seen=1)
    assert case.filed_by == other


def test_it_binds_a_stand_in_by_four_eyes_too(world):
    post = Post.objects.get(user=world.cast.betty)
    StandIn.objects.create(post=post, user=world.cast.alice, starts=TODAY, ends=TODAY)
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    with pytest.raises(OwnRequest):
        take(case, "approve", actor=world.actor("alice"), seen=case.version)


@pytest.mark.article("5")
def test_it_lets_a_stand_in_act_and_writes_both_names(world):
    post = Post.objects.get(user=world.cast.bob)
    deputy = UserFactory(username="dora", name="朵拉")
    StandIn.objects.create(post=post, user=deputy, starts=TODAY, ends=TODAY)
    case = world.bring_to(State.PROVIDER_REVIEW)
    assert Rest(deputy).take(case, "agree", fields=case.fields).status_code == 200
    entry = Entry.objects.of_case(case.number).latest("id")
    assert (entry.person, entry.standing_in_for, entry.organization) == ("dora", "Bob", "GX-MARKET")
    assert "朵拉" in tell(entry)
    assert "Bob" in tell(entry)


@pytest.mark.parametrize(
    ("starts", "ends"), [(date(2026, 11, 1), date(2026, 11, 22)), (date(2026, 11, 24), date(2026, 12, 1))]
)
def test_it_treats_a_stand_in_outside_his_days_as_a_stranger(world, starts, ends):
    deputy = UserFactory(username="dora")
    StandIn.objects.create(post=Post.objects.get(user=world.cast.bob), user=deputy, starts=starts, ends=ends)
    case = world.bring_to(State.PROVIDER_REVIEW)
    assert Rest(deputy).take(case, "agree", fields=case.fields).status_code == 404


def test_it_takes_no_decision_from_a_post_that_has_ended(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    Post.objects.filter(user=world.cast.bob).update(ends=date(2026, 11, 22))
    assert Rest(world.cast.bob).take(case, "agree", fields=case.fields).status_code == 404


@pytest.mark.parametrize("door", DOORS)
def test_it_gives_a_stranger_no_lock_and_writes_nothing(world, door):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    stranger = DOORS[door](world.cast.charlie)
    with CaptureQueriesContext(connection) as queries:
        assert stranger.take(case, "approve").status_code == 404
    assert not [query for query in queries if "FOR NO KEY UPDATE" in query["sql"]]
    assert not [query for query in queries if 'UPDATE "procedure_' in query["sql"]]


@pytest.mark.parametrize("who", ["rita", "bob", "sue", "audrey", "stella"])
def test_it_forbids_the_wrong_post_whatever_the_state(world, who):
    for state in (State.CONFORMANCE_REVIEW, State.GRANTED):
        case = world.bring_to(state)
        with pytest.raises(NotYours):
            take(case, "approve", actor=world.actor(who), seen=case.version + 7)


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("who", "status"), [("charlie", 404), ("rita", 403), ("betty", 409)])
def test_it_says_who_may_not_or_comes_late_before_it_blames_particulars(world, door, who, status):
    case = world.bring_to(State.PROVIDER_REVIEW)
    answer = DOORS[door](getattr(world.cast, who)).take(case, "refuse", ground="mood")
    assert answer.status_code == status


@pytest.mark.parametrize("door", DOORS)
def test_it_tells_a_stale_reader_with_wrong_particulars_that_he_is_stale(world, door):
    case = world.bring_to(State.PROVIDER_REVIEW)
    for seen in (1, 4):
        assert DOORS[door](world.cast.bob).take(case, "decline", seen=seen, ground="mood").status_code == 409


def test_it_lets_nobody_act_without_signing_in(world, client):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    page = client.post(f"/cases/{case.number}/steps/approve/", {"seen": case.version})
    program = client.post(
        f"/api/v1/sharing/requests/{case.number}/steps/approve/", headers={"If-Match": '"2"'}
    )
    assert (page.status_code, program.status_code) == (302, 401)
    assert page["Location"].startswith("/sign-in/") or "next=" in page["Location"]


def test_it_does_not_find_a_page_for_an_unknown_step(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    pages = Pages(world.cast.betty)
    assert pages.take(case, "steal").status_code == 404
    assert pages.client.get(f"/cases/{case.number}/steps/steal/").status_code in {302, 404}


def test_it_asks_a_page_for_the_version(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    assert Pages(world.cast.betty).take(case, "approve", seen="").status_code == 428
    assert Pages(world.cast.betty).take(case, "approve", seen="²").status_code == 422
