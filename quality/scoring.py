"""The quality score of a resource, from 0 to 100, and the formula behind it (art. 9, 38; GB/T 36344).

    score = 100 x (0.30 x completeness + 0.20 x uniqueness + 0.25 x timeliness + 0.25 x reliability)

completeness   filled cells / all cells of the present version; 1 for an empty table without rows
uniqueness     1 - rows whose key stands twice or is missing / rows; left out when no key is declared
timeliness     1 until the next version is due by the declared cycle, then falling evenly to 0 over as many
               days as the cycle has; left out for irregular cycles
reliability    1 / (1 + faults), faults being issues of the last 365 days that are open or were corrected

What is left out is not counted: the weights of the rest are scaled to 1. Files and services have only
the last two. A score is shown with its parts and never without them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import UpdateCycle
from delivery.models import Resource
from quality.law import IssueState
from quality.models import QualityIssue
from quality.staleness import DAYS, Freshness, freshness
from workdays import clock

WEIGHTS = {"completeness": 30, "uniqueness": 20, "timeliness": 25, "reliability": 25}
LABELS: dict[str, Promise] = {
    "completeness": _("Completeness"),
    "uniqueness": _("Uniqueness"),
    "timeliness": _("Timeliness"),
    "reliability": _("Reliability"),
}
YEAR = timedelta(days=365)
FAULTY = (IssueState.VERIFICATION, IssueState.CONFIRMATION, IssueState.RESOLVED)


@dataclass(frozen=True)
class Part:
    """One part of a score: its share between 0 and 1, None when it does not apply; its weight of 100."""

    name: str
    share: float | None
    weight: int

    @property
    def label(self) -> str:
        return str(LABELS[self.name])

    @property
    def percent(self) -> int | None:
        return None if self.share is None else round(100 * self.share)


@dataclass(frozen=True)
class Score:
    """The parts in the order of the formula."""

    parts: tuple[Part, ...]

    @property
    def value(self) -> int:
        """From 0 to 100."""
        known = [(part.share, part.weight) for part in self.parts if part.share is not None]
        return round(100 * sum(share * weight for share, weight in known) / sum(w for _share, w in known))


def score_of(resource: Resource, cycle: str) -> Score:
    """The score of the resource as it stands today; one query."""
    profile = resource.current.profile if resource.current else {}
    shares = {
        "completeness": completeness(profile),
        "uniqueness": uniqueness(profile),
        "timeliness": timeliness(freshness(resource, cycle)) if resource.current else None,
        "reliability": reliability(faults_of(resource)),
    }
    return Score(tuple(Part(name, shares[name], weight) for name, weight in WEIGHTS.items()))


def completeness(profile: Mapping[str, Any]) -> float | None:
    """The share of filled cells; None for what is no table."""
    columns = profile.get("columns")
    if not columns:
        return None
    cells = profile["rows"] * len(columns)
    return 1 - sum(column["nulls"] for column in columns.values()) / cells if cells else 1.0


def uniqueness(profile: Mapping[str, Any]) -> float | None:
    """The share of rows that their key names alone; None without a key."""
    key = profile.get("key")
    if not key:
        return None
    return 1 - (key["nulls"] + key["duplicates"]) / profile["rows"] if profile["rows"] else 1.0


def timeliness(fresh: Freshness) -> float | None:
    """1 in time, 0 once a whole cycle has been missed; None when the cycle names no time."""
    if fresh.due is None:
        return None
    return max(0.0, 1 - fresh.days_late / DAYS[UpdateCycle(fresh.cycle)])


def reliability(faults: int) -> float:
    return 1 / (1 + faults)


def faults_of(resource: Resource) -> int:
    """Issues of the last 365 days against the resource or its entry's description that were not dismissed."""
    since = clock.now() - YEAR
    found = QualityIssue.objects.filter(entry=resource.entry_id, opened__gte=since, state__in=FAULTY)
    return int((found.filter(resource=resource) | found.filter(resource=None)).count())
