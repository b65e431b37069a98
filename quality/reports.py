"""The quality report of an entry: score, profile, freshness, issues (art. 38-40)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from catalog.vocabulary import FieldType
from delivery.models import Resource
from organizations.actors import Actor
from procedure.querysets import oversees_the_region
from quality.models import QualityIssue, UpdateDuty
from quality.scoring import Score, score_of
from quality.staleness import Freshness, freshness

MOST_FREQUENT = 5


@dataclass(frozen=True)
class ColumnReport:
    """One field as the last load found it: filled share in percent, values, and what changed since before."""

    name: str
    title: str
    type: str
    filled: int
    nulls: int
    distinct: int
    is_exact: bool
    low: str
    high: str
    top: list[tuple[str, int]]
    nulls_before: int | None

    @property
    def type_label(self) -> str:
        """The type in words."""
        return str(FieldType(self.type).label) if self.type in FieldType.values else self.type

    @property
    def frequent(self) -> list[tuple[str, int]]:
        """The most frequent values, of a field that has few."""
        return self.top[:MOST_FREQUENT]


@dataclass(frozen=True)
class ResourceReport:
    """One resource: its score, how fresh it is, and its fields."""

    resource: Resource
    score: Score
    fresh: Freshness | None
    columns: list[ColumnReport]
    drift: dict[str, Any]

    @property
    def chart(self) -> dict[str, Any]:
        """What the script draws: the filled share of each field in percent."""
        filled = [column.filled for column in self.columns]
        names = [column.title for column in self.columns]
        return {
            "kind": "bars",
            "rows": names,
            "series": [{"name": str(_("Filled")), "tone": "", "values": filled}],
        }

    @property
    def has_drifted(self) -> bool:
        return any(self.drift.get(kind) for kind in ("added", "removed", "retyped", "nulls"))


@dataclass(frozen=True)
class Report:
    """What is known of the quality of one entry."""

    entry: Entry
    resources: list[ResourceReport]
    issues: list[QualityIssue]
    duties: list[UpdateDuty]

    @property
    def value(self) -> int | None:
        """The mean score of its resources."""
        scores = [told.score.value for told in self.resources]
        return round(sum(scores) / len(scores)) if scores else None


def report_of(entry: Entry, actor: Actor) -> Report:
    """The report as this actor may read it: values stand in it for the provider and the Bureau alone."""
    shows_values = entry.provider_id in actor.organization_ids() or oversees_the_region(actor)
    behind = Resource.objects.visible_to(actor).filter(entry=entry).select_related("current")
    titles = {field.name: field.title for field in entry.version.fields.all()}
    return Report(
        entry=entry,
        resources=[_resource(found, entry, titles, shows_values) for found in behind.order_by("code")],
        issues=list(_open(QualityIssue.objects, entry, actor)),
        duties=list(_open(UpdateDuty.objects, entry, actor)),
    )


def _open(rows: Any, entry: Entry, actor: Actor) -> Iterable[Any]:
    return rows.visible_to(actor).filter(entry=entry).with_parties().order_by("-pk")[:50]


def _resource(resource: Resource, entry: Entry, titles: dict[str, str], shows_values: bool) -> ResourceReport:
    resource.entry = entry
    cycle = entry.version.update_cycle
    profile = resource.current.profile if resource.current else {}
    drift = profile.get("drift", {})
    return ResourceReport(
        resource=resource,
        score=score_of(resource, cycle),
        fresh=freshness(resource, cycle) if resource.current else None,
        columns=[
            _column(
                name, titles.get(name, name), told if shows_values else _counts(told), profile["rows"], drift
            )
            for name, told in profile.get("columns", {}).items()
        ],
        drift=drift,
    )


def _counts(told: dict[str, Any]) -> dict[str, Any]:
    """A field without any value of it."""
    return {name: told[name] for name in ("type", "nulls", "distinct", "exact") if name in told}


def _column(name: str, title: str, told: dict[str, Any], rows: int, drift: dict[str, Any]) -> ColumnReport:
    before = drift.get("nulls", {}).get(name)
    return ColumnReport(
        name=name,
        title=title,
        type=told["type"],
        filled=round(100 * (1 - told["nulls"] / rows)) if rows else 100,
        nulls=told["nulls"],
        distinct=min(told["distinct"], rows - told["nulls"]),  # an estimate may say more than there are
        is_exact=told.get("exact", False),
        low=told.get("min", ""),
        high=told.get("max", ""),
        top=[(value, count) for value, count in told.get("top", [])],
        nulls_before=before[0] if before else None,
    )
