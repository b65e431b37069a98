"""Which grants and resources an actor may see, and which grants are in force on a day (art. 42, 44)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog.models import Entry
from delivery.law import Scope
from procedure.querysets import oversees_the_region
from workdays import clock

if TYPE_CHECKING:
    from organizations.actors import Actor


class GrantQuerySet(QuerySet[Any]):
    """Grants, scoped by organization in the query."""

    def visible_to(self, actor: "Actor") -> Self:
        """The user's and the provider's own grants; the Bureau sees all (art. 9)."""
        if oversees_the_region(actor):
            return self
        mine = actor.organization_ids()
        return self.filter(Q(holder__in=mine) | Q(entry__provider__in=mine))

    def held_by(self, actor: "Actor") -> Self:
        """Grants of the actor's organizations as user of the data; a key knows the one it is for."""
        bound = getattr(actor, "grant_id", None)
        mine = self.filter(holder__in=actor.organization_ids())
        return mine if bound is None else mine.filter(pk=bound)

    def provided_by(self, actor: "Actor") -> Self:
        """Grants on data that the actor's organizations supply."""
        return self.filter(entry__provider__in=actor.organization_ids())

    def in_force(self, on: date) -> Self:
        """Active grants whose term covers the day, first and last day included, or whose renewal is open."""
        lasts = Q(ends__gte=on) | Q(renewal__isnull=False)
        return self.filter(lasts, status="active", starts__lte=on)

    def usable(self) -> Self:
        """Grants that were not ended and whose days are not over; a suspended one may be used again."""
        lasts = Q(ends__gte=clock.today()) | Q(renewal__isnull=False)
        return self.filter(lasts).exclude(status="ended")

    def within(self, scope: str, grant: Any) -> Self:
        """The grants of the same user that a suspension of this scope, begun at this grant, reaches."""
        mine = self.usable().filter(holder=grant.holder_id)
        match Scope(scope):
            case Scope.GRANT:
                return mine.filter(pk=grant.pk)
            case Scope.ENTRY:
                return mine.filter(entry=grant.entry_id)
            case Scope.USER:
                return mine.filter(entry__provider=grant.entry.provider_id)

    def found_by(self, words: str) -> Self:
        """Grants whose number, data or system contains the words."""
        if not words:
            return self
        named = Q(entry_version__name__icontains=words) | Q(system__icontains=words)
        return self.filter(Q(number__icontains=words) | named)

    def with_parties(self) -> Self:
        """What a list shows, in one query."""
        return self.select_related(
            "holder", "case", "entry__provider__authority", "entry__current", "entry_version", "quota"
        ).defer("entry__search_text", "entry__search_vector")

    def with_addresses(self) -> Self:
        """What is told of a grant in full: fields with titles, and where rows are; three queries."""
        return self.with_parties().prefetch_related("entry_version__fields", "entry__resources")


class ResourceQuerySet(QuerySet[Any]):
    """Resources; one is known to whoever sees its entry, or holds or gave a grant on it."""

    def visible_to(self, actor: "Actor") -> Self:
        from delivery.models import Grant  # the models import this module

        listed = Entry.objects.visible_to(actor).filter(pk=OuterRef("entry"))
        granted = Grant.objects.visible_to(actor).filter(entry=OuterRef("entry"))
        return (
            self.filter(Exists(listed) | Exists(granted)) if actor.is_staff else self.filter(Exists(listed))
        )

    def with_entry(self) -> Self:
        return self.select_related("entry__provider", "entry__current").defer(
            "entry__search_text", "entry__search_vector"
        )


class DeliveryQuerySet(QuerySet[Any]):
    """Copies handed over; known to user, provider and Bureau, and to auditors of each of them."""

    def visible_to(self, actor: "Actor") -> Self:
        if oversees_the_region(actor):
            return self
        mine = actor.organization_ids()
        return self.filter(Q(grant__holder__in=mine) | Q(grant__entry__provider__in=mine))

    def with_parties(self) -> Self:
        return self.select_related(
            "grant__case", "grant__holder", "grant__entry__provider", "grant__entry_version", "resource"
        ).defer("grant__entry__search_text", "grant__entry__search_vector")
