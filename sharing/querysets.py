"""Share requests by side, and what a new request repeats (art. 24)."""

from typing import TYPE_CHECKING, Self

from django.db.models import Q

from procedure.querysets import CaseQuerySet
from sharing.keeping_back import unknown_to
from sharing.law import State

if TYPE_CHECKING:
    from catalog.models import Entry
    from organizations.actors import Actor
    from organizations.models import Organization


class ShareRequestQuerySet(CaseQuerySet):
    """Requests for shared data."""

    def asked_by(self, actor: "Actor") -> Self:
        return self.filter(requester__in=actor.organization_ids())

    def asked_of(self, actor: "Actor") -> Self:
        """Submitted requests for data of the actor's organizations."""
        return self.filter(provider__in=actor.organization_ids(), submitted__isnull=False)

    def kept_back_from(self, actor: "Actor") -> Self:
        return self.filter(unknown_to(actor))

    def in_state(self, state: str, actor: "Actor") -> Self:
        """Requests in that state, as far as the actor may know it."""
        unknown = unknown_to(actor)
        if state == State.CATALOGUING:
            return self.filter(Q(state=state) | unknown)
        return self.filter(state=state).exclude(unknown)

    def repeating(self, entry: "Entry", requester: "Organization") -> Self:
        """Open requests of the same organization for the same entry."""
        return self.filter(entry=entry, requester=requester, closed__isnull=True)

    def with_entry(self) -> Self:
        """With the entry asked for and its pinned version, less what only the search reads."""
        found = self.select_related("entry", "entry_version")
        return found.defer("entry__search_text", "entry__search_vector")

    def found_by(self, words: str) -> Self:
        """Requests whose number or subject contains the words."""
        return (
            self.filter(Q(number__icontains=words) | Q(title__icontains=words) | Q(bundle=words))
            if words
            else self
        )
