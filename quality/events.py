"""An event is recorded once; a duty is opened for each entry that it touches (art. 39)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from audit.trail import record
from catalog.models import Entry
from organizations.actors import Actor, Holding
from procedure.engine import begin, signature
from quality import policy
from quality.errors import NotACaller
from quality.models import ChangeEvent, UpdateDuty
from refusals.tree import Refusal
from workdays import clock


@dataclass(frozen=True)
class Called:
    """What came of one entry: its duty, or why there is none."""

    entry: Entry
    duty: UpdateDuty | None
    refusal: Refusal | None = None


def record_event(
    actor: Actor,
    *,
    cause: str,
    title: str,
    document: str,
    happened_on: date,
    content: str,
    entries: Sequence[Entry],
) -> tuple[ChangeEvent, list[Called]]:
    """Store the event and call for the update of each entry, one transaction each; a repeat adds the rest.

    Raises NotACaller for somebody who may call for none of these updates.
    """
    capacity, person = _capacity(actor, entries), actor.user
    assert person is not None  # the clock calls for nothing
    with transaction.atomic():
        event, is_new = ChangeEvent.objects.get_or_create(
            organization=capacity.organization,
            document=document,
            happened_on=happened_on,
            defaults={
                "cause": cause,
                "title": title,
                "content": content,
                "recorded_by": person,
                "recorded_at": clock.now(),
            },
        )
        if is_new:
            said = {"title": title, "document": document, "happened_on": happened_on, "cause": cause}
            record(
                "quality.event",
                actor=signature(actor, capacity),
                subject=document,
                article="39",
                particulars=said,
            )
    return event, [_called(actor, event, entry) for entry in entries]


def _capacity(actor: Actor, entries: Sequence[Entry]) -> Holding:
    found = (policy.may_call(actor, {"entry": entry}) for entry in entries)
    capacity = next((holding for holding in found if holding), None)
    if capacity is None:
        raise NotACaller(article="39")
    return capacity


def _called(actor: Actor, event: ChangeEvent, entry: Entry) -> Called:
    known = UpdateDuty.objects.filter(event=event, entry=entry).first()
    if known:
        return Called(entry, known)
    try:
        return Called(entry, begin(UpdateDuty, actor=actor, entry=entry, event=event))
    except Refusal as refusal:
        return Called(entry, None, refusal)
