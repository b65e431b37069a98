"""The Bureau as a party: four eyes bind persons, so that another person decides ("silent" on own cases)."""

import pytest
import time_machine

from catalog.publishing import publish_new
from organizations.actors import Actor
from organizations.models import PostKind
from procedure.engine import begin, offered, take
from procedure.errors import OwnRequest
from sharing.law import State
from sharing.models import ShareRequest
from tests.cast import PostFactory, seated
from tests.sharing.requests import ASKED, ENTERPRISES
from tests.sharing.road import AGREE, asked, walk

STEPS = ("approve", "agree", "reply")


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def both(world):
    """A handler of the Bureau who is also its reviewer."""
    person = seated("bella", world.cast.bureau, PostKind.HANDLER)
    PostFactory(user=person, organization=world.cast.bureau, kind=PostKind.REVIEWER)
    return Actor.of(person)


@pytest.fixture
def own(world, both) -> ShareRequest:
    """The Bureau asks, and reviews."""
    request = begin(ShareRequest, actor=both, entry=world.entry, **ASKED)
    return take(request, "submit", actor=both, seen=request.version)


@pytest.mark.article("29(2)")
def test_it_is_not_reviewed_by_the_person_who_filed_it(own, both):
    with pytest.raises(OwnRequest):
        take(own, "approve", actor=both, seen=own.version)
    assert {offer.name for offer in offered(own, both)} == {"withdraw"}


@pytest.mark.article("29(2)", "29(4)")
def test_it_is_decided_by_another_person_of_the_bureau(world, own, both):
    request = walk(world, own, ("approve", "betty", {}), ("agree", "bob", AGREE))
    with pytest.raises(OwnRequest):
        take(request, "reply", actor=both, seen=request.version)
    assert walk(world, request, ("reply", "betty", {})).state == State.GRANTED


def of_the_bureau(world) -> ShareRequest:
    """Asked of the Bureau, and before it as provider."""
    entry = publish_new(ENTERPRISES, world.cast.bureau)
    return walk(world, asked(world, "alice", entry=entry), ("submit", "alice", {}), ("approve", "betty", {}))


@pytest.mark.article("29(3)")
def test_it_is_not_answered_as_provider_by_the_person_who_reviewed_it(world):
    request = of_the_bureau(world)
    with pytest.raises(OwnRequest):
        walk(world, request, ("agree", "betty", AGREE))
    assert walk(world, request, ("agree", "boris", AGREE)).state == State.REPLY


@pytest.mark.article("29(4)")
def test_it_is_not_passed_on_by_the_person_who_answered_it(world):
    request = walk(world, of_the_bureau(world), ("agree", "boris", AGREE))
    with pytest.raises(OwnRequest):
        walk(world, request, ("reply", "boris", {}))
    assert walk(world, request, ("reply", "betty", {})).state == State.GRANTED


@pytest.mark.article("29(2)", "29(4)")
def test_it_lets_one_reviewer_open_and_close_a_case_of_others(world):
    request = walk(world, world.draft(), ("submit", "alice", {}), ("approve", "betty", {}))
    request = walk(world, request, ("agree", "bob", AGREE), ("reply", "betty", {}))
    assert request.state == State.GRANTED
