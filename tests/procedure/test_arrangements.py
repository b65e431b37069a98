"""In any region and under any arrangement of stages every request ends, and somebody can always act."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from catalog.publishing import publish_new
from organizations.actors import CLOCK, Actor
from organizations.models import Organization
from procedure.checks import faults
from procedure.engine import begin, offered, take
from procedure.models import Case
from sharing.models import ShareRequest
from sharing.routes import route_of
from tests.procedure.arrangements import Tree, arrangements, establish, in_book, trees
from tests.procedure.test_model import OPEN_ENTRY
from tests.sharing.requests import ASKED, ENTERPRISES, FIELDS
from tests.sharing.scenes import NEED, TOLD

EXAMPLES, MOST_STEPS = 40, 40
ONCE = {"amend": 1, "record_exchange": 1, "return_for_correction": 2, "opine": 3}


class Journey:
    """A request between two of the tree's organizations, under an arrangement of their route."""

    def __init__(self, tree: Tree, asker: Organization, provider: Organization, data: st.DataObject) -> None:
        self.data, self.provider, self.taken = data, provider, list[str]()
        self.people = tree.people(asker, provider)
        self.route = route_of(asker, provider)
        self.entry = None
        if not provider.is_outside:
            wanted = data.draw(st.sampled_from([ENTERPRISES, OPEN_ENTRY]))
            self.entry = publish_new(wanted, provider)
        self.request = self.drafted(tree, asker)

    def drafted(self, tree: Tree, asker: Organization) -> ShareRequest:
        said = ASKED | ({"entry": self.entry} if self.entry else NEED | {"provider": self.provider})
        if asker.is_outside:
            said |= {"requester": asker}
        desk = tree.bureau if asker.is_outside else asker
        handler = next(p for p in self.people if p.holds("handler", desk.pk))
        draft = begin(ShareRequest, actor=handler, **said)
        shape = arrangements(asker_outside=asker.is_outside, provider_outside=self.provider.is_outside)
        book = in_book(str(self.route), self.data.draw(shape))
        assert list(faults(ShareRequest, book)) == []
        Case.objects.filter(pk=draft.pk).update(rules=establish(book))
        return ShareRequest.objects.with_parties().get(pk=draft.pk)

    def moves(self) -> list[tuple[str, Actor]]:
        """What anybody may do now, the clock included; what could go on for ever, only so often."""
        found = [(offer.name, who) for who in self.people for offer in offered(self.request, who)]
        found += [(item.expires_by, CLOCK) for item in self.request.open_items() if item.expires_by]
        return [move for move in found if self.taken.count(move[0]) < ONCE.get(move[0], MOST_STEPS)]

    def check(self) -> None:
        """Who holds a duty can act; only a draft waits without one."""
        items = self.request.open_items()
        assert items or self.request.state == "draft", self.request.state
        for item in items:
            holders = [who for who in self.people if who.holds(item.post, item.holder_id)]
            assert any(offered(self.request, who) for who in holders), (self.request.state, item.stage)
        assert self.moves()

    def go(self) -> None:
        moves = self.moves()
        if self.data.draw(st.integers(0, 7)):
            moves = [move for move in moves if move[0] != "withdraw"] or moves
        step, who = self.data.draw(st.sampled_from(moves))
        seen = self.request.as_seen_by(who).version
        self.request = take(self.request, step, actor=who, seen=seen, **self.told(step))
        self.taken.append(step)

    def told(self, step: str) -> dict[str, Any]:
        told = TOLD.get(step, {})
        return told | {"fields": FIELDS[:2] if self.entry else []} if "fields" in told else told


@pytest.mark.article("16", "31")
def test_it_always_ends_and_always_waits_for_somebody_who_can_act(db, pytestconfig):
    @settings(
        max_examples=pytestconfig.getoption("--property-examples") or EXAMPLES,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(trees, st.data())
    def walk(tree, data):
        with transaction.atomic():
            try:
                travel(tree(), data)
            finally:
                transaction.set_rollback(True)

    walk()


def travel(tree: Tree, data: st.DataObject) -> None:
    bodies = [*tree.inside, *tree.outside]
    pairs = [
        (asker, other) for asker in bodies for other in bodies if asker != other and route_of(asker, other)
    ]
    if not pairs:
        return
    journey = Journey(tree, *data.draw(st.sampled_from(pairs)), data)
    while journey.request.is_open:
        journey.check()
        assert len(journey.taken) < MOST_STEPS, journey.taken
        journey.go()
    assert journey.request.open_items() == []
    assert journey.moves() == []
