"""Issues and duties by side and entry."""

from typing import Self

from django.db.models import Q

from procedure.querysets import CaseQuerySet


class QualityQuerySet(CaseQuerySet):
    """Cases about the quality of an entry."""

    def with_entry(self) -> Self:
        """With the entry, less what only the search reads."""
        found = self.select_related("entry")
        return found.defer("entry__search_text", "entry__search_vector")

    def found_by(self, words: str) -> Self:
        return self.filter(Q(number__icontains=words) | Q(title__icontains=words)) if words else self
