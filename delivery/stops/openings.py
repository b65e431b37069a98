"""The cases that may be opened from a grant or an entry: suspension and emergency stop (art. 45)."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from catalog.models import Entry
from delivery.law import Scope
from delivery.models import EmergencyStop, Grant, GrantStatus, Hold, Suspension
from delivery.stops import policy
from organizations.actors import Actor
from procedure.engine import begin
from procedure.openings import OpeningOffer, opens_from


@opens_from(Grant)
def from_grant(grant: Grant, actor: Actor) -> Iterable[OpeningOffer]:
    """Offered to reviewers of the provider, while there is something to stop."""
    if grant.status == GrantStatus.ENDED or not policy.supplies(actor, grant.entry.provider_id):
        return
    yield OpeningOffer(Suspension.opening().label, reverse("delivery:suspend", args=[grant.number]))
    yield _emergency(grant.entry)


@opens_from(Entry)
def from_entry(entry: Entry, actor: Actor) -> Iterable[OpeningOffer]:
    """Offered to reviewers of the provider of an entry that somebody uses."""
    if (
        entry.code
        and policy.supplies(actor, entry.provider_id)
        and Grant.objects.usable().filter(entry=entry)
    ):
        yield _emergency(entry)


def _emergency(entry: Entry) -> OpeningOffer:
    return OpeningOffer(EmergencyStop.opening().label, reverse("delivery:stop", args=[entry.code]))


def suspend(actor: Actor, **said: Any) -> list[Suspension]:
    """Open the suspension; with the scope of an entry one for each of its users, each decided alone.

    All of them or none: the first is the origin of the others.
    """
    with transaction.atomic():
        first = begin(Suspension, actor=actor, **said)
        others = _other_users(said["grant"]) if said["scope"] == Scope.ENTRY else ()
        told: dict[str, Any] = {"fields_concerned": []}
        return [
            first,
            *(begin(Suspension, actor=actor, origin=first, **(said | told | {"grant": g})) for g in others),
        ]


def _other_users(grant: Grant) -> Iterable[Grant]:
    """One grant of each other user of the entry that no suspension holds yet."""
    others = Grant.objects.usable().filter(entry=grant.entry_id).exclude(holder=grant.holder_id)
    held = Hold.objects.is_open().filter(grant=OuterRef("pk"), kind=Suspension.KIND)
    free = others.filter(~Exists(held)).with_parties().order_by("holder_id", "pk")
    rows: Iterable[Grant] = free.distinct("holder_id")
    return rows
