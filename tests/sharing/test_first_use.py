"""The first read of granted data starts the clock for feedback, exactly once (30(4))."""

from datetime import date

import pytest
import time_machine
from django.http import QueryDict

from audit.trail import Entry
from delivery.grants import first_read
from delivery.models import Grant
from delivery.supply.mounting import OPERATOR, mount
from organizations.actors import CLOCK
from procedure.engine import take
from procedure.models import WorkItem
from refusals.tree import Refusal
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.threads import at_once
from tests.sharing.conftest import ROWS
from tests.sharing.reads import read
from tests.sharing.requests import build_world
from tests.sharing.road import AGREE, FEEDBACK, asked, holders, walk

MOVES = ("submit", "nora", {}), ("approve", "betty", {}), ("agree", "bob", AGREE), ("reply", "boris", {})


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False) as clock:
        yield clock


def granted(world) -> ShareRequest:
    """A city's request, answered and not yet used."""
    return walk(world, asked(world, "nora"), *MOVES)


def begun(request: ShareRequest) -> int:
    return Entry.objects.of_case(request.number).filter(act="share_request.use_begins").count()


@pytest.mark.article("30(4)")
def test_it_starts_the_term_for_feedback(world, resource, monday):
    request = granted(world)
    monday.move_to("2026-12-01T10:00:00+08:00")
    read(world.actor("nora"), resource.code, QueryDict())
    request = ShareRequest.objects.get(pk=request.pk)
    assert holders(request) == [("feedback", "450100-HR", 5, "30(4)")]
    assert request.open_items()[0].due == date(2026, 12, 8)


@pytest.mark.article("30(4)")
def test_it_starts_it_only_once(world, resource):
    request = granted(world)
    for _ in range(3):
        read(world.actor("nora"), resource.code, QueryDict())
    assert begun(request) == 1
    assert WorkItem.objects.filter(case=request, stage="feedback").count() == 1


def test_it_is_signed_by_the_clock(world, resource):
    request = granted(world)
    read(world.actor("nick"), resource.code, QueryDict())
    entry = Entry.objects.of_case(request.number).get(act="share_request.use_begins")
    assert (entry.post, entry.person, entry.article) == ("clock", "", "30(4)")


def test_it_leaves_a_request_alone_whose_clock_has_started_already(world, resource):
    request = take(granted(world), "use_begins", actor=CLOCK, seen=None)
    read(world.actor("nora"), resource.code, QueryDict())
    assert begun(request) == 1
    assert Grant.objects.get(case=request).first_read_at is not None


def test_it_leaves_a_request_alone_that_has_its_feedback(world, resource):
    request = walk(world, granted(world), ("feed_back", "nora", FEEDBACK))
    read(world.actor("nora"), resource.code, QueryDict())
    assert begun(request) == 0
    assert ShareRequest.objects.get(pk=request.pk).state == State.GRANTED


def test_it_does_not_start_by_a_read_that_is_denied(world, resource):
    request = granted(world)
    with pytest.raises(Refusal):
        read(world.actor("lena"), resource.code, QueryDict())
    assert begun(request) == 0


def test_it_starts_once_when_several_read_at_the_same_moment(committed_db, storage):
    world = build_world()
    code = mount(world.entry, iter(ROWS), OPERATOR).code
    request = granted(world)
    readers = [world.actor(who) for who in ("nora", "nick", "nora", "nick")]
    results = at_once([lambda reader=reader: read(reader, code, QueryDict()) for reader in readers])
    assert [len(reading.page.results) for reading in results] == [3] * 4
    assert (begun(request), ShareRequest.objects.get().state) == (1, State.FEEDBACK)
    assert WorkItem.objects.filter(stage="feedback").count() == 1


def test_it_reads_all_the_same_when_the_feedback_comes_first(world, resource):
    request = granted(world)
    stale = Grant.objects.select_related("case").get(case=request)
    walk(world, request, ("feed_back", "nora", FEEDBACK))
    first_read.send(sender=Grant, grant=stale)
    assert (begun(request), ShareRequest.objects.get().state) == (0, State.GRANTED)
