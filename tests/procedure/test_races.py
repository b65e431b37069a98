"""Many at once on real connections: one decision, one claim, numbers without gaps, one answer to a key."""

from collections import Counter
from functools import partial

import pytest

from audit.trail import Entry
from organizations.actors import Actor
from organizations.kinds import PostKind
from organizations.models import User
from procedure import claims
from procedure.engine import begin, take
from procedure.errors import AlreadyDone, ClaimedByAnother, Stale, WrongState
from procedure.models import Case, IdempotentAnswer, NumberSeries, WorkItem
from sharing.law import State
from sharing.models import ShareRequest
from tests.cast import seated
from tests.procedure.doors import Rest
from tests.procedure.threads import at_once
from tests.sharing.requests import ASKED, World, build_world

REVIEWERS = 64
PROGRAMS = 16


@pytest.fixture
def world(committed_db) -> World:
    return build_world()


def reviewers(world: World, count: int) -> list[User]:
    return [seated(f"reviewer{number}", world.cast.bureau, PostKind.REVIEWER) for number in range(count)]


def assert_decided_once(request: ShareRequest) -> None:
    """One entry, one closed item, one new one."""
    after = ShareRequest.objects.get(pk=request.pk)
    assert (after.state, after.version) == (State.PROVIDER_REVIEW, request.version + 1)
    assert Entry.objects.of_case(request.number).filter(act="share_request.approve").count() == 1
    items = WorkItem.objects.filter(case=request.pk).order_by("pk").values_list("stage", "closed_by_step")
    assert list(items) == [("conformance_review", "approve"), ("provider_review", "")]


def test_it_lets_one_of_sixty_four_reviewers_decide(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    actors = [Actor.of(user) for user in reviewers(world, REVIEWERS)]
    decide = partial(take, request, "approve", seen=request.version)
    results = at_once([partial(decide, actor=actor) for actor in actors])
    lost = [result for result in results if isinstance(result, WrongState | Stale)]
    assert (len(lost), len(results)) == (REVIEWERS - 1, REVIEWERS)
    assert {refusal.status for refusal in lost} == {409}
    assert_decided_once(request)


def test_it_lets_one_of_many_decide_when_some_agree_and_some_refuse(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    actors = [Actor.of(user) for user in reviewers(world, PROGRAMS)]
    told = [("approve", {}), ("refuse", {"ground": "purpose", "basis": "未写用途"})]
    acts = [
        partial(take, request, told[n % 2][0], actor=actor, seen=request.version, **told[n % 2][1])
        for n, actor in enumerate(actors)
    ]
    won = [result for result in at_once(acts) if isinstance(result, ShareRequest)]
    assert len(won) == 1
    assert ShareRequest.objects.get().state == won[0].state
    assert Entry.objects.of_case(request.number).count() == 3
    assert WorkItem.objects.is_open().count() == (won[0].state == State.PROVIDER_REVIEW)


def test_it_lets_one_of_sixteen_programs_decide_over_rest(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    doors = [Rest(user) for user in reviewers(world, PROGRAMS)]
    answers = at_once([partial(door.take, request, "approve") for door in doors])
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: PROGRAMS - 1}
    codes = {answer.json()["code"] for answer in answers if answer.status_code == 409}
    assert codes <= {"wrong_state", "stale"}
    assert_decided_once(request)


def test_it_gives_a_claim_to_one_of_many(world):
    world.bring_to(State.CONFORMANCE_REVIEW)
    actors = [Actor.of(user) for user in reviewers(world, PROGRAMS)]
    acts = [
        partial(claims.claim, WorkItem.objects.select_related("case").get(), actor=actor) for actor in actors
    ]
    results = at_once(acts)
    (won,) = [result for result in results if isinstance(result, WorkItem)]
    assert sum(isinstance(result, ClaimedByAnother) for result in results) == PROGRAMS - 1
    assert WorkItem.objects.get().claimed_by == won.claimed_by
    assert Entry.objects.filter(act="work_item.claim").count() == 1


def test_it_leaves_no_half_when_claim_and_decision_meet(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    item = WorkItem.objects.select_related("case").get()
    decide = partial(take, request, "approve", actor=world.actor("betty"), seen=request.version)
    decided, claimed = at_once([decide, partial(claims.claim, item, actor=world.actor("boris"))])
    item.refresh_from_db()
    if isinstance(claimed, WorkItem):
        assert isinstance(decided, ShareRequest | ClaimedByAnother)
    else:
        assert isinstance(claimed, AlreadyDone)
    assert (item.closed is not None) == isinstance(decided, ShareRequest)


def test_it_numbers_without_gap_and_double(world):
    actor = world.actor("alice")
    acts = [partial(begin, ShareRequest, actor=actor, entry=world.entry, **ASKED) for _ in range(PROGRAMS)]
    refused = partial(begin, ShareRequest, actor=actor, entry=world.entry, **ASKED | {"fields": []})
    results = at_once([*acts, *[refused] * 4])
    assert sum(isinstance(result, Exception) for result in results) == 4
    numbers = sorted(Case.objects.values_list("number", flat=True))
    year = numbers[0].split("-")[2]
    assert numbers == [f"GX-SR-{year}-{last:06d}" for last in range(1, PROGRAMS + 1)]
    assert NumberSeries.objects.get(prefix="SR").last == PROGRAMS


def test_it_acts_once_for_one_key_and_answers_all_alike(world):
    doors = [Rest(world.cast.alice) for _ in range(PROGRAMS)]
    told = ASKED | {"entry": world.entry, "headers": {"Idempotency-Key": "one"}}
    answers = at_once([partial(door.draft, **told) for door in doors])
    assert Counter(answer.status_code for answer in answers) == {201: PROGRAMS}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert len({(answer["ETag"], answer["Location"]) for answer in answers}) == 1
    assert sum("Idempotent-Replayed" in answer for answer in answers) == PROGRAMS - 1
    assert (ShareRequest.objects.count(), IdempotentAnswer.objects.count()) == (1, 1)


def test_it_refuses_one_key_for_different_bodies(world):
    doors = [Rest(world.cast.alice) for _ in range(PROGRAMS)]
    told = ASKED | {"entry": world.entry, "headers": {"Idempotency-Key": "one"}}
    answers = at_once([partial(door.draft, **told | {"purpose": f"{n}"}) for n, door in enumerate(doors)])
    assert Counter(answer.status_code for answer in answers) == {201: 1, 422: PROGRAMS - 1}
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert refused.json()["code"] == "idempotency_key_reused"
    assert ShareRequest.objects.count() == 1


def test_it_decides_once_for_one_key(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    doors = [Rest(world.cast.betty) for _ in range(PROGRAMS)]
    answers = at_once(
        [partial(door.take, request, "approve", headers={"Idempotency-Key": "k"}) for door in doors]
    )
    assert Counter(answer.status_code for answer in answers) == {200: PROGRAMS}
    assert all(answer.json() == answers[0].json() for answer in answers)
    assert_decided_once(request)
