"""Who may file entries, for which organizations (art. 11, 20); the rows are `EntryQuerySet.visible_to`."""

from typing import Any

from django.db.models import QuerySet

from organizations.actors import Actor, Holding
from organizations.kinds import PostKind
from organizations.models import Organization
from procedure.policy import of_the_requester

by_provider = of_the_requester(PostKind.STEWARD)


def may_draft(actor: Actor, particulars: dict[str, Any]) -> Holding | None:
    """A catalogue steward of the organization named as provider."""
    provider = particulars.get("provider")
    return actor.holds(PostKind.STEWARD, provider.pk) if isinstance(provider, Organization) else None


def may_file(actor: Actor) -> bool:
    """Does this actor compile the catalogue of some organization?"""
    return bool(actor.organization_ids(PostKind.STEWARD))


def filed_for(actor: Actor) -> QuerySet[Organization]:
    """The organizations whose catalogue this actor compiles."""
    return Organization.objects.filter(pk__in=actor.organization_ids(PostKind.STEWARD)).order_by("code")
