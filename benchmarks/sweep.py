"""The sweep among a million open duties: against one statement with the same rows, and with nothing to do."""

import contextlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from statistics import median
from time import perf_counter

import psycopg2
from django.db import connection, transaction

from benchmarks.crowd import without_foreign_keys
from benchmarks.measuring import in_turn, percentile
from benchmarks.place import NEAR, owners
from benchmarks.report import Line, Part
from benchmarks.road import brought_to
from procedure.sweep import sweep
from workdays import clock

ITEMS, CASES, OVERDUE, ROUNDS = 1_000_000, 100_000, 100_000, 3
IDLE_ROUNDS = 200
MOST_TIMES, MOST_IDLE_MS = 2, 5
FIRST_ID = 5_000_000
HOW = f"""{ITEMS:,} open duties. Every round {OVERDUE:,} more are overdue, and the sweep finds and reports
them to their authority, in chunks, each with its entry in the trail and two pending rows. Its peer does
nothing but write as many rows of the same kind with one set-based statement, for {OVERDUE:,} other duties
that are overdue the same day; {ROUNDS} rounds, medians, commits included. What was reported before stays
overdue and open. With nothing due, no reminder either: the whole sweep, {IDLE_ROUNDS} times, beside a look-up
of one row by its key."""
FILL = """
INSERT INTO procedure_case (id, number, kind, title, state, version, route, dispatch, requester_id,
    provider_id, filed_by_id, rules_id, opened, submitted)
SELECT %(first)s + n, 'GX-SR-2019-' || n, kind, title, state, version, route, dispatch, requester_id,
    provider_id, filed_by_id, rules_id, opened, submitted
FROM procedure_case, generate_series(1, %(cases)s) n WHERE id = %(case)s;
-- The stage tells the duties of a case apart; group g is due g days after the first, the others far off.
INSERT INTO procedure_workitem (id, case_id, stage, holder_id, post, article, days, unit, source, opened,
    received, due, remind_on, escalate_on, escalate_further_on, provisional, expires_by, closed_by_step)
SELECT %(first)s + n, %(first)s + 1 + n %% %(cases)s, 'stage-' || n / %(cases)s, holder_id, post, article,
    days, unit, source, opened, received, day, day + 1000, day + 1, day + 1000, false, '', ''
FROM procedure_workitem, generate_series(0, %(items)s - 1) n
CROSS JOIN LATERAL (SELECT CASE WHEN n %% 10 < 2 * %(rounds)s THEN %(start)s::date + (n %% 10 / 2)
    ELSE %(start)s::date + 400 END AS day) dates
WHERE case_id = %(case)s AND closed IS NULL;
"""
PEER = """
WITH due AS (
    SELECT i.id, i.due, i.stage, i.article, c.number, h.code, h.name, t.id AS top, t.code AS top_code,
        t.name AS top_name
    FROM procedure_workitem i JOIN procedure_case c ON c.id = i.case_id
    JOIN organizations_organization h ON h.id = i.holder_id
    JOIN organizations_organization t ON t.id = h.authority_id
    WHERE i.closed IS NULL AND i.due = %(due)s AND i.id %% 2 = 0
), said AS (
    INSERT INTO procedure_escalation (item_id, level, addressee_id, due, at, annulled_because)
    SELECT id, 1, top, due, %(now)s, '' FROM due
), entries AS (
    INSERT INTO audit_entry (at, act, person, person_name, organization, organization_name, post,
        standing_in_for, "case", subject, article, particulars, personal, tells, request_id)
    SELECT %(now)s, 'work_item.escalate', '', '', '', '', 'clock', '', number, '', article,
        jsonb_build_object('item', id, 'stage', stage, 'due', due, 'level', 1, 'holder', code,
            'holder_name', name, 'addressee_name', top_name), '{}', ARRAY[top_code], ''
    FROM due RETURNING id
)
INSERT INTO audit_pending (entry_id, purpose, created)
SELECT id, purpose, %(now)s FROM entries CROSS JOIN unnest(ARRAY['seal', 'notify']) purpose
"""


def bench() -> Part:
    start = clock.today() + timedelta(days=60)
    fill(start)
    with on_day(start - timedelta(days=30)):
        idle = in_turn({"sweep": sweep, "look-up": look_up}, IDLE_ROUNDS)
    ours, theirs = [], []
    for number in range(ROUNDS):
        theirs.append(timed_peer(start + timedelta(days=number)))
        with on_day(start + timedelta(days=number + 1)):
            ours.append(timed_sweep(OVERDUE))
    with on_day(start + timedelta(days=ROUNDS)):
        standing = in_turn({"sweep": sweep}, 5, warming=1)
    return Part("The sweep", HOW, tuple(_lines(ours, theirs, idle, standing["sweep"])))


def fill(start: date) -> None:
    """The duties, in the place of the owner, who also lets the database look at them."""
    case = brought_to("provider_review")
    values = {
        "first": FIRST_ID,
        "cases": CASES,
        "items": ITEMS,
        "rounds": ROUNDS,
        "start": start,
        "case": case.pk,
    }
    with contextlib.closing(psycopg2.connect(owners(NEAR))) as owner:
        with owner, owner.cursor() as cursor, without_foreign_keys(cursor):
            cursor.execute(FILL, values)
        owner.autocommit = True
        owner.cursor().execute("VACUUM ANALYZE")


@contextlib.contextmanager
def on_day(day: date) -> Iterator[None]:
    """That morning."""
    with clock.at(datetime.combine(day, time(9), clock.SHANGHAI)):
        yield


def timed_sweep(expected: int) -> float:
    begun = perf_counter()
    told = sweep().told
    assert told == expected, told
    return perf_counter() - begun


def timed_peer(due: date) -> float:
    """One statement for the even half of the duties due that day; the commit checks its foreign keys too."""
    begun = perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(PEER, {"due": due, "now": clock.now()})
        assert cursor.rowcount == 2 * OVERDUE, cursor.rowcount
    return perf_counter() - begun


def look_up() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT due FROM procedure_workitem WHERE id = %s", [FIRST_ID])
        cursor.fetchone()


def _lines(
    ours: list[float], theirs: list[float], idle: dict[str, list[float]], standing: list[float]
) -> Iterator[Line]:
    times = median(ours) / median(theirs)
    figure = f"{times:.2f} times ({median(ours):.1f} s, {median(theirs):.1f} s)"
    yield Line(f"{OVERDUE:,} overdue", figure, f"at most {MOST_TIMES} times", times <= MOST_TIMES)
    swept, looked = (median(idle[name]) * 1000 for name in ("sweep", "look-up"))
    slow = percentile(idle["sweep"], 95) * 1000
    figure = f"{swept:.1f} ms ({swept / looked:.0f} look-ups; 95th percentile {slow:.1f} ms)"
    yield Line("nothing due", figure, f"at most {MOST_IDLE_MS} ms", swept <= MOST_IDLE_MS)
    many = f"{2 * ROUNDS * OVERDUE:,}"
    yield Line(f"nothing new, {many} overdue and reported before", f"{median(standing) * 1000:.0f} ms")
