"""Rule sets in force: which one a new case takes, and the one that a running case keeps (art. 31, 49-51)."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from django.conf import settings

from procedure.models import RuleSet
from procedure.rulebook import RuleBook, measures
from refusals.tree import Refusal

LocalRules = Callable[[date, str, str], str | None]
LOCAL: list[LocalRules] = []
"""Who knows of cities' rule sets: asked for a day, a procedure and a city, each may name a digest."""


class NoRules(Refusal):
    """No rule set was in force on that day."""

    code = "no_rules"
    status = 409


@lru_cache(maxsize=256)
def book_of(digest: str) -> RuleBook:
    """The rule set of that digest, over the one below it; what the repository ships needs no query."""
    shipped = shipped_measures()
    if shipped.digest == digest:
        return shipped
    book = RuleSet.objects.get(pk=digest).book
    return book.laid_over(book_of(book.over)) if book.over else book


@lru_cache(maxsize=1)
def shipped_measures() -> RuleBook:
    return measures()


def in_force(on: date, procedure: str = "", city: str = "") -> str:
    """The digest of the set that a case opened on that day takes: its city's, if that has one (art. 31)."""
    shipped = shipped_measures()
    if on < date.fromisoformat(settings.MEASURES_IN_FORCE):
        raise NoRules(f"The Measures are in force from {settings.MEASURES_IN_FORCE}.", article="51")
    local = (found for source in LOCAL if city and (found := source(on, procedure, city)))
    return next(local, shipped.digest)


def establish() -> None:
    """Store the shipped rule set; it may be called any number of times."""
    book = shipped_measures()
    particulars = {
        "name": book.name,
        "title": book.title,
        "text": book.text,
        "in_force": date.fromisoformat(settings.MEASURES_IN_FORCE),
    }
    RuleSet.objects.get_or_create(pk=book.digest, defaults=particulars)
