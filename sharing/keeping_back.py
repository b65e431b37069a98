"""That a provider cannot supply is told by the reply alone: until then all looks as before (29(4), 35)."""

import copy
from typing import Any

from django.db import models
from django.db.models import Q

from audit.trail import Entry as TrailEntry
from organizations.actors import Actor
from procedure.querysets import oversees_the_region
from sharing.law import Answer, ProviderGround, State
from sharing.routes import Route

PASSING_ON = (State.REPLY, State.FINAL_REVIEW)
ACT = "share_request.cannot_supply"
CANNOT = Q(answer=Answer.DECLINED, ground=ProviderGround.NO_DATA, entry=None)


def unknown_to(actor: Actor) -> Q:
    """Requests whose provider could not supply, where this actor learns it by the reply only."""
    if oversees_the_region(actor):
        return Q(pk__in=[])
    mine = actor.organization_ids()
    provides = Q(provider__in=mine) | Q(provider__authority__in=mine)
    asks_at_home = Q(route=Route.SAME_CITY, requester__in=mine)
    return CANNOT & Q(state__in=PASSING_ON) & (~provides | asks_at_home)


class KeepingBack(models.Model):
    """What the side that asks sees of a request in the meantime."""

    class Meta:
        abstract = True

    @property
    def is_kept_back(self: Any) -> bool:
        """Could the provider not supply, and has the requester not been told yet?"""
        said = (self.answer, self.ground, self.entry_id)
        waiting = self.state in {*PASSING_ON, State.WITHDRAWN}
        return bool(waiting and said == (Answer.DECLINED, ProviderGround.NO_DATA, None))

    def as_seen_by(self: Any, actor: Actor) -> Any:
        """As it was before: being catalogued by the provider, one version back."""
        if not self.is_kept_back or self.knows_the_answer(actor):
            return self
        shown = copy.copy(self)
        shown.version = self.version - 1
        shown._items, shown.withheld_items = before(self)  # noqa: SLF001
        if self.state != State.WITHDRAWN:
            self._meta.get_field("state").set_state(shown, State.CATALOGUING.value)
        return shown

    def hidden_entries(self: Any, actor: Actor) -> Q:
        """The act, and whatever was said of duties since."""
        kept = self.withheld_items or (self.is_kept_back and not self.knows_the_answer(actor))
        if not kept:
            return Q(pk__in=[])
        first = TrailEntry.objects.of_case(self.number).filter(act=ACT).values("pk")[:1]
        return Q(act=ACT) | Q(act__startswith="work_item.", pk__gt=models.Subquery(first))


def before(request: Any) -> tuple[list[Any], frozenset[int]]:
    """The duties as they stood: that of cataloguing, open as long as the case is; and what is left out."""
    later = frozenset(item.pk for item in request.items if item.stage in PASSING_ON)
    known = [copy.copy(item) for item in request.items if item.pk not in later]
    for item in known:
        if item.stage == State.CATALOGUING and item.closed_by_step == "cannot_supply":
            item.closed = request.closed
            item.closed_by_step = "withdraw" if request.closed else ""
    return known, later
