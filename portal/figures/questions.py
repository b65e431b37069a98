"""The figures themselves, each one bounded query over cases, duties, grants or the trail (art. 9, 10, 42)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Count, F, Q, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, TruncDate

from audit.trail import Entry
from delivery.models import Grant
from organizations.models import Organization
from portal.figures.scope import Period, Scope
from procedure.models import Case, WorkItem, kinds
from sharing.keeping_back import CANNOT, PASSING_ON
from sharing.law import State
from sharing.models import ShareRequest
from workdays import calendar, clock

MOST_ORGANIZATIONS = 50
READ = "delivery.read"
UNANSWERED = ("withdraw", "lapse")
"""Steps that end a duty without its holder's answer."""


@dataclass(frozen=True)
class Table:
    """Rows under headings; the first column names the row, all others are numbers or empty."""

    head: Sequence[str]
    rows: Sequence[Sequence[Any]]


def by_state(scope: Scope, period: Period) -> dict[tuple[str, str], int]:
    """Share requests submitted in the period, by route and by the state they are in now."""
    found = _submitted(scope, period).values_list("route", "state").annotate(many=Count("pk"))
    counted = {(route, state): many for route, state, many in found.order_by()}
    for route, state in _kept_back(scope, period):
        counted[route, state] -= 1
        counted[route, State.CATALOGUING.value] = counted.get((route, State.CATALOGUING.value), 0) + 1
    return {place: many for place, many in counted.items() if many}


def by_dispatch(scope: Scope, period: Period) -> dict[str, int]:
    """Share requests submitted in the period, by kind of dispatch."""
    found = _submitted(scope, period).values_list("dispatch").annotate(many=Count("pk"))
    return dict(found.order_by())


def in_time(scope: Scope, period: Period) -> list[tuple[str, int, int]]:
    """Organization, answers in time, late ones: duties under a term of the Measures due in the period.

    Still open and not yet overdue counts as neither; so does what was withdrawn before its due date.
    """
    done = TruncDate("closed", tzinfo=clock.SHANGHAI)
    late = Q(done__gt=F("due")) | Q(closed=None, due__lt=clock.today())
    found = (
        WorkItem.objects.filter(
            scope.of("holder"), source="measures", due__range=(period.since, period.until)
        )
        .annotate(done=done)
        .order_by()
        .values("holder")
        .annotate(
            early=Count("pk", filter=Q(done__lte=F("due")) & ~Q(closed_by_step__in=UNANSWERED)),
            late=Count("pk", filter=late),
        )
        .filter(Q(early__gt=0) | Q(late__gt=0))
        .order_by("-late", "-early", "holder")[:MOST_ORGANIZATIONS]
    )
    labels = _labels([row["holder"] for row in found])
    return [(labels[row["holder"]], row["early"], row["late"]) for row in found]


def grants_in_force(scope: Scope) -> list[tuple[str, int, int]]:
    """Provider, grants in force today, organizations that use them."""
    found = (
        Grant.objects.in_force(clock.today())
        .filter(scope.of("holder", "entry__provider"))
        .order_by()
        .values("entry__provider")
        .annotate(many=Count("pk"), users=Count("holder", distinct=True))
        .order_by("-many", "entry__provider")[:MOST_ORGANIZATIONS]
    )
    labels = _labels([row["entry__provider"] for row in found])
    return [(labels[row["entry__provider"]], row["many"], row["users"]) for row in found]


def reads_a_day(scope: Scope, period: Period) -> list[tuple[date, int, int]]:
    """Day, reads of shared data, rows read: from the trail, by the organizations in scope as users."""
    day = TruncDate("at", tzinfo=clock.SHANGHAI)
    rows = Cast(KeyTextTransform("rows", "particulars"), BigIntegerField())
    within = Entry.objects.filter(act=READ, at__gte=period.starts, at__lt=period.ends)
    if not scope.is_region:
        within = within.filter(organization__in=scope.codes)
    found = within.order_by().annotate(day=day).values("day").annotate(reads=Count("pk"), rows=Sum(rows))
    return [(row["day"], row["reads"], row["rows"] or 0) for row in found.order_by("day")]


MEDIAN = """
    WITH days AS (SELECT * FROM unnest(%s::date[], %s::int[]) AS counted(day, number))
    SELECT "case".kind, item.stage,
           percentile_cont(0.5) WITHIN GROUP (ORDER BY ended.number - began.number),
           max(ended.number - began.number), count(*)
    FROM procedure_workitem AS item
    JOIN procedure_case AS "case" ON "case".id = item.case_id
    JOIN days AS began ON began.day = item.received
    JOIN days AS ended ON ended.day = (item.closed AT TIME ZONE 'Asia/Shanghai')::date
    WHERE item.closed >= %s AND item.closed < %s AND item.closed_by_step <> ALL(%s)
      AND (%s OR item.holder_id = ANY(%s))
    GROUP BY "case".kind, item.stage ORDER BY "case".kind, min(item.id)
"""


def median_days(scope: Scope, period: Period) -> list[tuple[str, float, int, int]]:
    """Stage, median and longest working days from receipt to the closing step, and how many were closed."""
    days, numbers = _numbered_days(period)
    given: list[Any] = [
        days,
        numbers,
        period.starts,
        period.ends,
        list(UNANSWERED),
        scope.is_region,
        list(scope.organizations),
    ]
    with connection.cursor() as cursor:
        cursor.execute(MEDIAN, given)
        found = cursor.fetchall()
    return [(_stage(kind, stage), float(median), most, many) for kind, stage, median, most, many in found]


def _numbered_days(period: Period) -> tuple[list[date], list[int]]:
    """Each day of the calendar with the number of working days up to it: their difference is what passed."""
    known = calendar.current()
    days = sorted([*known.working, *known.off])
    days = [day for day in days if day <= period.until]
    worked, numbers, total = set(known.working), [], 0
    for day in days:
        total += day in worked
        numbers.append(total)
    return days, numbers


def _kept_back(scope: Scope, period: Period) -> Any:
    """Requests that a city counts as being catalogued until the reply (29(4), 35); none for the region."""
    if scope.is_region:
        return ()
    rows = ShareRequest.objects.filter(CANNOT, pk__in=_submitted(scope, period), state__in=PASSING_ON)
    return rows.exclude(provider__in=scope.organizations).values_list("route", "state")


def _submitted(scope: Scope, period: Period) -> Any:
    rows = Case.objects.filter(
        kind=ShareRequest.KIND, submitted__gte=period.starts, submitted__lt=period.ends
    )
    return rows.filter(scope.of("requester", "provider"))


def _labels(pks: Sequence[int]) -> dict[int, str]:
    return {pk: organization.label for pk, organization in Organization.objects.in_bulk(pks).items()}


def _stage(kind: str, stage: str) -> str:
    known = kinds().get(kind)
    return str(known.State(stage).label) if known and stage in known.State.values else stage
