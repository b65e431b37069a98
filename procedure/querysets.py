"""Which cases and work items an actor may see: organization scope in the query, no check per row."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q, QuerySet

from organizations.kinds import OUTSIDE
from organizations.models import OrganizationKind, Tier
from procedure.reminders import told_of

if TYPE_CHECKING:
    from organizations.actors import Actor


def oversees_the_region(actor: "Actor") -> bool:
    """Whether the actor holds a post of the Bureau, which guides and supervises all (art. 9)."""
    return any(
        holding.organization.kind == OrganizationKind.AUTHORITY and holding.organization.tier == Tier.REGION
        for holding in actor.holdings
    )


class CaseQuerySet(QuerySet[Any]):
    """Cases; also the base of each kind's queryset, through the parent link."""

    def visible_to(self, actor: "Actor") -> Self:
        """Cases of the actor's organizations; submitted ones also for the authorities concerned.

        What was over before an organization was merged, its successor sees too.

        What a body outside the region asks for is filed by the Bureau, which sees its drafts too (6(1)).
        """
        mine = actor.organization_ids()
        provided = Q(provider__in=mine) | Q(provider__successor__in=mine)
        party = Q(requester__in=mine) | (provided & Q(submitted__isnull=False))
        party |= Q(requester__successor__in=mine)
        authority = Q(submitted__isnull=False) & (
            Q(requester__authority__in=mine) | Q(provider__authority__in=mine)
        )
        if oversees_the_region(actor):
            authority = Q(submitted__isnull=False) | Q(requester__tier__in=OUTSIDE)
        return self.filter(party | authority)

    def asked_by(self, actor: "Actor") -> Self:
        """Cases that the actor's organizations have filed, drafts among them."""
        return self.filter(requester__in=actor.organization_ids())

    def asked_of(self, actor: "Actor") -> Self:
        """Submitted cases that are put to the actor's organizations."""
        return self.filter(provider__in=actor.organization_ids(), submitted__isnull=False)

    def kept_back_from(self, actor: "Actor") -> Self:
        """Cases of which this actor may not know yet how they stand; kinds refine it."""
        return self.none()

    def is_open(self) -> Self:
        return self.filter(closed__isnull=True)

    def with_parties(self) -> Self:
        return self.select_related("requester__authority", "provider__authority")


class WorkItemQuerySet(QuerySet[Any]):
    """Duties; `held_by` is the inbox of an actor."""

    def is_open(self) -> Self:
        return self.filter(closed__isnull=True)

    def held_by(self, actor: "Actor") -> Self:
        """Open duties of the posts that the actor holds or stands in for."""
        mine = Q(pk__in=[])
        for post in {holding.post for holding in actor.holdings}:
            mine |= Q(holder__in=actor.organization_ids(post), post=post)
        return self.is_open().filter(mine)

    def awaited_by(self, actor: "Actor") -> Self:
        """Open duties of others in cases that the actor's organizations asked for."""
        mine = actor.organization_ids()
        return (
            self.is_open()
            .filter(case__requester__in=mine, case__closed__isnull=True)
            .exclude(holder__in=mine)
        )

    def is_overdue(self, on: date) -> Self:
        """Open duties whose due date has passed and is chased; the last day belongs to the holder."""
        return self.is_open().filter(expires_by="", escalate_on__lte=on)

    def expired(self, on: date) -> Self:
        """Open duties that the clock ends by a step of its own on that day or before."""
        return self.is_open().exclude(expires_by="").filter(expires_on__lte=on)

    def with_case(self) -> Self:
        return self.with_escalations().select_related(
            "case__requester", "case__provider", "holder", "claimed_by"
        )

    def with_escalations(self) -> Self:
        """With what was said of each: `told`, without a further query."""
        return self.annotate(told=told_of())
