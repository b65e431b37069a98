"""Unusual use, found set-wise in the trail: volume, hours, keys tried one after another (art. 42, 45).

A clue accuses nobody. It stands in the trail and on the provider's page, once for each grant, kind and day.

- Volume: the day's rows are at least 10,000 and ten times the median of its 60 days before
  (of at least 5 days with reads).
- Hours: at least 50 reads and 10,000 rows between 20:00 and 07:00, or on a day that is no working day.
- Enumeration: within a day at least 100 reads of one value of one field, of which at least half ask for
  the number that follows the one before; or at least 2,000 different values.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction

from audit.trail import Snapshot, record
from delivery.models import Clue, ClueKind, Grant
from workdays import calendar, clock

ARTICLE = "42"
TAKEN = ("delivery.read", "delivery.count", "delivery.delivered", "delivery.broken")
"""Acts that tell of data handed over, each of it once."""
FEWEST_ROWS, TIMES, FEWEST_DAYS, PAST_DAYS = 10_000, 10, 5, 60
FEWEST_READS = 50
FIRST_HOUR, LAST_HOUR = 7, 20
FEWEST_LOOKUPS, MOST_LOOKUPS = 100, 2_000

DAYS = """
    SELECT particulars->>'grant' AS number, (at AT TIME ZONE 'Asia/Shanghai')::date AS day,
           count(*) AS reads, coalesce(sum((particulars->>'rows')::bigint), 0) AS rows
    FROM audit_entry WHERE act = ANY(%(acts)s) AND at >= %(from)s AND at < %(until)s GROUP BY 1, 2
"""
VOLUME = f"""
    WITH days AS ({DAYS}),
    past AS (SELECT number, percentile_cont(0.5) WITHIN GROUP (ORDER BY rows) AS median, count(*) AS many
             FROM days WHERE day < %(day)s GROUP BY number)
    SELECT days.number, days.rows, days.reads, past.median::bigint FROM days JOIN past USING (number)
    WHERE day = %(day)s AND rows >= %(fewest)s AND many >= %(days)s AND rows >= %(times)s * past.median
"""  # noqa: S608 - our own text
HOURS = """
    SELECT particulars->>'grant', count(*), coalesce(sum((particulars->>'rows')::bigint), 0)
    FROM audit_entry WHERE act = ANY(%(acts)s) AND at >= %(from)s AND at < %(until)s
      AND (%(free)s OR extract(hour FROM at AT TIME ZONE 'Asia/Shanghai') NOT BETWEEN %(first)s AND %(last)s)
    GROUP BY 1 HAVING count(*) >= %(reads)s AND coalesce(sum((particulars->>'rows')::bigint), 0) >= %(fewest)s
"""
ENUMERATION = """
    WITH asked AS (
        SELECT e.id, e.particulars->>'grant' AS number, e.person, p.text,
               e.particulars->'filtered'->>0 AS field,
               nullif(right(substring(p.text FROM '([0-9]+)[^0-9]*$'), 15), '')::bigint AS tail
        FROM audit_entry e JOIN audit_particular p ON p.entry_id = e.id AND p.name = 'filters'
        WHERE e.act = 'delivery.read' AND e.at >= %(from)s AND e.at < %(until)s
          AND jsonb_array_length(e.particulars->'filtered') = 1 AND e.particulars->'filtered'->>0 LIKE '%% eq'
    ), steps AS (
        SELECT *, tail - lag(tail) OVER (PARTITION BY number, person, field ORDER BY id) AS step FROM asked
    )
    SELECT number, field, count(DISTINCT text), count(*) FILTER (WHERE abs(step) = 1), count(*)
    FROM steps GROUP BY number, person, field
    HAVING (count(*) >= %(few)s AND 2 * count(*) FILTER (WHERE abs(step) = 1) >= count(*))
        OR count(DISTINCT text) >= %(many)s
"""
Figures = tuple[str, dict[str, Any]]


def look(day: date) -> list[Clue]:
    """Everything unusual of the day; what was found before is not found again."""
    found: list[Clue] = []
    for kind, ask in ASKED.items():
        figures: dict[str, dict[str, Any]] = {}
        for number, told in ask(day):
            figures.setdefault(number, told)
        grants = Grant.objects.filter(number__in=figures).select_related("case", "entry__provider")
        found += [clue for grant in grants if (clue := _noted(kind, grant, day, figures[grant.number]))]
    return found


@transaction.atomic
def _noted(kind: ClueKind, grant: Grant, day: date, figures: dict[str, Any]) -> Clue | None:
    clue, is_new = Clue.objects.get_or_create(
        kind=kind, grant=grant, day=day, defaults={"figures": figures, "found_at": clock.now()}
    )
    if not is_new:
        return None
    record(
        "delivery.clue",
        actor=Snapshot.clock(),
        case=grant.case.number,
        subject=grant.entry.code or "",
        article=ARTICLE,
        particulars={"kind": str(kind), "grant": grant.number, "day": day, **figures},
        tells=[grant.entry.provider.code],
    )
    return clue


def _volume(day: date) -> Iterator[Figures]:
    bound = _between(day, PAST_DAYS) | {"fewest": FEWEST_ROWS, "days": FEWEST_DAYS, "times": TIMES}
    for number, rows, reads, median in _rows(VOLUME, bound):
        yield number, {"rows": int(rows), "reads": reads, "median": int(median)}


def _hours(day: date) -> Iterator[Figures]:
    bound = _between(day) | {"reads": FEWEST_READS, "fewest": FEWEST_ROWS}
    bound |= {"free": not calendar.current().is_working(day), "first": FIRST_HOUR, "last": LAST_HOUR - 1}
    for number, reads, rows in _rows(HOURS, bound):
        yield number, {"reads": reads, "rows": int(rows)}


def _enumeration(day: date) -> Iterator[Figures]:
    for number, field, values, steps, reads in _rows(
        ENUMERATION, _between(day) | {"few": FEWEST_LOOKUPS, "many": MOST_LOOKUPS}
    ):
        yield (
            number,
            {"field": field.removesuffix(" eq"), "values": values, "in_sequence": steps, "reads": reads},
        )


ASKED: dict[ClueKind, Callable[[date], Iterator[Figures]]] = {
    ClueKind.VOLUME: _volume,
    ClueKind.HOURS: _hours,
    ClueKind.ENUMERATION: _enumeration,
}


def _between(day: date, past: int = 0) -> dict[str, Any]:
    """From midnight of that day, or of one before, to its end, in Asia/Shanghai."""
    begins = datetime.combine(day - timedelta(days=past), time.min, clock.SHANGHAI)
    until = datetime.combine(day + timedelta(days=1), time.min, clock.SHANGHAI)
    return {"acts": list(TAKEN), "day": day, "from": begins, "until": until}


def _rows(text: str, bound: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text, bound)
        return list(cursor.fetchall())
