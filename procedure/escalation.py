"""Reminders and escalations, written set-wise with their entries in the trail; annulment (art. 9, 10).

One working day before its due date a duty's holder is reminded. Overdue, the duty is reported to the holder's
authority; two working days later, or at once when the holder is an authority itself, to the Bureau, whose
supervisors are told where the Bureau is the holder or knew already. Nothing is decided for the holder.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction

from audit.trail import Snapshot
from organizations.models import Organization
from procedure.models import Case, WorkItem
from procedure.reminders import Level
from workdays import calendar, clock
from workdays.calendar import Calendar
from workdays.errors import BeyondCalendar

CHUNK = 10_000
"""Duties in one transaction: a sweep that is killed loses one chunk, and the next sweep writes it."""

Missing = tuple[int, int, date | None]
"""A work item, a level, and the due date it is about."""

_NOTHING_SAID = """
    NOT EXISTS (
        SELECT FROM procedure_escalation e WHERE e.item_id = found.item_id AND e.level = found.level
        AND (e.annulled IS NULL OR e.due >= found.due)
    )
"""
_MISSING = f"""
SELECT item_id, level, due FROM (
    SELECT i.id AS item_id, {Level.HOLDER} AS level, i.due
    FROM procedure_workitem i
    WHERE i.closed IS NULL AND i.due BETWEEN %(today)s AND %(soon)s AND i.remind_on <= %(today)s
    AND (%(case)s IS NULL OR i.case_id = %(case)s)
    UNION ALL
    SELECT i.id, l.level, i.due
    FROM procedure_workitem i
    JOIN organizations_organization h ON h.id = i.holder_id
    CROSS JOIN LATERAL (
        SELECT h.authority_id IS NULL OR h.authority_id = h.id
            OR (h.kind = 'authority' AND h.tier IN ('city', 'region')) AS at_once
    ) rule
    CROSS JOIN (VALUES ({Level.AUTHORITY}), ({Level.TOP})) l (level)
    WHERE i.closed IS NULL AND i.expires_by = '' AND i.escalate_on <= %(today)s
    AND (%(case)s IS NULL OR i.case_id = %(case)s)
    AND CASE l.level WHEN {Level.AUTHORITY} THEN NOT at_once
        ELSE at_once OR i.escalate_further_on <= %(today)s END
) found
WHERE {_NOTHING_SAID}
ORDER BY item_id, level
"""  # noqa: S608 - the parts are constants
_WRITE = f"""
WITH made AS (
    INSERT INTO procedure_escalation (item_id, level, addressee_id, due, at, annulled_because)
    SELECT i.id, w.level, CASE w.level WHEN {Level.AUTHORITY} THEN h.authority_id
        WHEN {Level.TOP} THEN %(bureau)s ELSE h.id END, w.due, %(now)s, ''
    FROM unnest(%(items)s::bigint[], %(levels)s::smallint[], %(dues)s::date[]) w (item_id, level, due)
    JOIN procedure_workitem i ON i.id = w.item_id AND i.due IS NOT DISTINCT FROM w.due
    JOIN organizations_organization h ON h.id = i.holder_id
    WHERE i.closed IS NULL ORDER BY i.id, w.level
    ON CONFLICT (item_id, level) WHERE annulled IS NULL DO NOTHING
    RETURNING item_id, level, addressee_id, due
), entries AS (
    INSERT INTO audit_entry (at, act, person, person_name, organization, organization_name, post,
        standing_in_for, "case", subject, article, particulars, personal, tells, request_id)
    SELECT %(now)s, (%(acts)s::jsonb) ->> level::text, '', '', '', '', 'clock', '', c.number, '', i.article,
        jsonb_strip_nulls(jsonb_build_object('item', i.id, 'stage', i.stage, 'due', i.due, 'level', level,
            'holder', h.code, 'holder_name', h.name, 'addressee_name', t.name, 'posts_told', CASE
                WHEN level = {Level.UNATTENDED} THEN '["administrator", "reviewer", "supervisor"]'
                WHEN level = {Level.HOLDER} THEN jsonb_build_array(i.post)
                WHEN level = {Level.TOP} AND %(bureau)s IN (h.id, h.authority_id) THEN '["supervisor"]'
            END)),
        '{{}}', CASE WHEN level = {Level.UNATTENDED} THEN array_remove(ARRAY[h.code,
            coalesce(a.code, (SELECT b.code FROM organizations_organization b
                WHERE b.id = %(bureau)s AND b.id <> h.id))], NULL)
            ELSE ARRAY[t.code] END, ''
    FROM made
    JOIN procedure_workitem i ON i.id = item_id
    JOIN procedure_case c ON c.id = i.case_id
    JOIN organizations_organization h ON h.id = i.holder_id
    JOIN organizations_organization t ON t.id = addressee_id
    LEFT JOIN organizations_organization a ON a.id = h.authority_id AND a.id <> h.id
    ORDER BY i.id, level
    RETURNING id
), pending AS (
    INSERT INTO audit_pending (entry_id, purpose, created)
    SELECT id, purpose, %(now)s FROM entries CROSS JOIN unnest(ARRAY['seal', 'notify']) purpose
)
SELECT count(*) FROM made
"""  # noqa: S608 - the parts are constants
_ANNUL = """
WITH undone AS (
    UPDATE procedure_escalation SET annulled = %(now)s, annulled_because = %(reason)s
    WHERE item_id = ANY(%(items)s) AND annulled IS NULL
    RETURNING item_id, level, due, addressee_id
), told AS (
    SELECT item_id, jsonb_agg(level ORDER BY level) AS levels, max(due) AS due,
        coalesce(array_agg(DISTINCT o.code) FILTER (WHERE level > 0), '{}') AS codes
    FROM undone JOIN organizations_organization o ON o.id = addressee_id GROUP BY item_id
), entries AS (
    INSERT INTO audit_entry (at, act, person, person_name, organization, organization_name, post,
        standing_in_for, "case", subject, article, particulars, personal, tells, request_id)
    SELECT %(now)s, 'work_item.annul', %(person)s, %(person_name)s, %(organization)s, %(organization_name)s,
        %(post)s, %(standing_in_for)s, c.number, '', i.article,
        jsonb_strip_nulls(jsonb_build_object('item', i.id, 'stage', i.stage, 'due', told.due,
            'levels', levels, 'holder', h.code, 'holder_name', h.name, 'reason', %(reason)s)),
        '{}', codes, ''
    FROM told JOIN procedure_workitem i ON i.id = told.item_id JOIN procedure_case c ON c.id = i.case_id
    JOIN organizations_organization h ON h.id = i.holder_id ORDER BY i.id
    RETURNING id, tells
), pending AS (
    INSERT INTO audit_pending (entry_id, purpose, created)
    SELECT id, purpose, %(now)s FROM entries CROSS JOIN unnest(ARRAY['seal', 'notify']) purpose
    WHERE purpose = 'seal' OR cardinality(tells) > 0
)
SELECT count(*) FROM undone
"""
ACTS = (
    f'{{"{Level.UNATTENDED}": "work_item.unattended", "{Level.HOLDER}": "work_item.remind",'
    f' "{Level.AUTHORITY}": "work_item.escalate", "{Level.TOP}": "work_item.escalate"}}'
)


def escalate(case: Case | None = None) -> int:
    """Write every reminder and escalation that is due and not written yet; says how many."""
    return write(missing(clock.today(), case))


def missing(today: date, case: Case | None = None) -> list[Missing]:
    """What is to be said today: a reminder only while the date has not passed."""
    soon = _next_working_day(calendar.current(), today)
    values = {"today": today, "soon": soon, "case": case.pk if case else None}
    with connection.cursor() as cursor:
        cursor.execute(_MISSING, values)
        return list(cursor.fetchall())


def write(wanted: Sequence[Missing]) -> int:
    """Write these, a transaction for each chunk, but for what another sweep wrote or somebody closed."""
    if not wanted:
        return 0
    values = {"now": clock.now(), "bureau": Organization.objects.bureau().pk, "acts": ACTS}
    chunks = (wanted[start : start + CHUNK] for start in range(0, len(wanted), CHUNK))
    return sum(_write(values, chunk) for chunk in chunks)


def annul(items: Iterable[WorkItem | int], reason: str, *, actor: Snapshot | None = None) -> int:
    """Mark everything that was said of these duties as annulled, with an entry for each duty; says how many.

    Call it with the duties whose moved due date shows that nothing was late, after moving the date. The sweep
    says nothing again until the new date asks for it. The addressees of escalations are told.
    """
    values: dict[str, Any] = {
        "items": sorted({item if isinstance(item, int) else item.pk for item in items}),
        "reason": reason[:500],
        "now": clock.now(),
        **(actor or Snapshot.clock()).columns(),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_ANNUL, values)
        return int(cursor.fetchone()[0])


def _write(values: dict[str, Any], chunk: Sequence[Missing]) -> int:
    items, levels, dues = (list(column) for column in zip(*chunk, strict=True))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_WRITE, {**values, "items": items, "levels": levels, "dues": dues})
        return int(cursor.fetchone()[0])


def _next_working_day(days: Calendar, today: date) -> date:
    """The last due date of which a holder may be reminded today."""
    try:
        return days.add(today, 1)
    except BeyondCalendar:
        return days.last
