"""Finding cases by words: by number and subject, and by whatever the rooms above add."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

Finder = Callable[[str], Any]

_finders: list[Finder] = []


def finds_cases(finder: Finder) -> Finder:
    """Register a function that answers words with a query of the cases' keys, or None."""
    _finders.append(finder)
    return finder


def found_by(words: str, case: str = "") -> Q:
    """The condition on cases; `case` leads from the rows to their case. No words find all."""
    if not words:
        return Q()
    found = Q(**{f"{case}number__icontains": words}) | Q(**{f"{case}title__icontains": words})
    for finder in _finders:
        more = finder(words)
        if more is not None:
            found |= Q(**{f"{case}pk__in": more})
    return found
