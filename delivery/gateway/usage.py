"""Who took how much, told from the trail: by grant, by day, by person or system (art. 42)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BigIntegerField, Count, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncDate
from django.utils.translation import gettext_lazy as _

from audit.trail import Entry
from delivery.gateway.clues import TAKEN
from delivery.querysets import GrantQuerySet
from workdays import clock

DAYS, LONGEST_DAYS = 30, 366
MOST_GRANTS = 2_000


@dataclass(frozen=True)
class Period:
    """The last so many days, today among them."""

    days: int = DAYS

    @property
    def first(self) -> date:
        return clock.today() - timedelta(days=self.days - 1)


@dataclass(frozen=True)
class Use:
    """What was taken by somebody, on a day, or under a grant."""

    what: Any
    reads: int
    rows: int
    bytes: int


@dataclass(frozen=True, kw_only=True)
class Usage:
    """The use of some grants in a period, from three sides."""

    by_grant: list[Use]
    by_day: list[Use]
    by_person: list[Use]

    @property
    def total(self) -> Use:
        return Use(
            "", *(sum(getattr(use, name) for use in self.by_grant) for name in ("reads", "rows", "bytes"))
        )

    @property
    def chart(self) -> dict[str, Any]:
        """Rows and reads by day, days without any included."""
        counted = {use.what: use for use in self.by_day}
        first, last = (min(counted), max(counted)) if counted else (clock.today(), clock.today())
        days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
        values = [counted[day].rows if day in counted else 0 for day in days]
        series = [{"name": str(_("Rows")), "tone": "", "values": values}]
        return {"kind": "line", "rows": [day.isoformat() for day in days], "series": series}


def of(grants: GrantQuerySet, period: Period) -> Usage:
    """The use under these grants; three queries over the trail of their cases."""
    known = dict(grants.order_by("-pk").values_list("number", "case__number")[:MOST_GRANTS])
    begins = datetime.combine(period.first, time.min, clock.SHANGHAI)
    found = Entry.objects.filter(case__in=set(known.values()), act__in=TAKEN, at__gte=begins).annotate(
        grant=KeyTextTransform("grant", "particulars")
    )
    found = found.filter(grant__in=list(known))
    return Usage(
        by_grant=_uses(found.values("grant"), "grant", "-rows"),
        by_day=_uses(found.annotate(day=TruncDate("at", tzinfo=clock.SHANGHAI)).values("day"), "day", "day"),
        by_person=_uses(found.values("person", "person_name", "organization_name"), "", "-rows"),
    )


def _uses(grouped: Any, name: str, order: str) -> list[Use]:
    counted = grouped.annotate(reads=Count("pk"), rows=_sum("rows"), bytes=_sum("bytes")).order_by(order)
    return [
        Use(one[name] if name else one, one["reads"], one["rows"] or 0, one["bytes"] or 0)
        for one in counted[:1000]
    ]


def _sum(name: str) -> Any:
    return Sum(Cast(KeyTextTransform(name, "particulars"), BigIntegerField()))
