"""Share requests by side, and what a new request repeats (art. 24)."""

from typing import TYPE_CHECKING, Self

from django.db.models import F, Q

from catalog.vocabulary import Status
from procedure.querysets import CaseQuerySet
from procedure.searching import found_by
from sharing.keeping_back import unknown_to
from sharing.law import State

if TYPE_CHECKING:
    from catalog.models import Entry
    from organizations.actors import Actor
    from organizations.models import Organization


class ShareRequestQuerySet(CaseQuerySet):
    """Requests for shared data."""

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

    def with_parties(self) -> Self:
        """With the entry too: whether it has changed is asked wherever a case is shown."""
        return (
            super().with_parties().select_related("entry").defer("entry__search_text", "entry__search_vector")
        )

    def whose_entry_changed(self) -> Self:
        """Open requests, drafts left out, whose entry has another version now or was taken offline."""
        changed = ~Q(entry__current=F("entry_version")) | Q(entry__status=Status.OFFLINE)
        return self.filter(changed, entry__isnull=False, closed__isnull=True, submitted__isnull=False)

    def with_entry(self) -> Self:
        """With the entry asked for and its pinned version, less what only the search reads."""
        found = self.select_related("entry__current__provider", "entry_version__provider")
        return found.defer("entry__search_text", "entry__search_vector")

    def found_by(self, words: str) -> Self:
        """Requests whose number or subject contains the words, or all of one bundle."""
        return self.filter(found_by(words))
