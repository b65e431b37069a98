"""Acts to be sealed, as many as a test wants."""

from django.db import connection, transaction

from audit.trail import Entry, Snapshot, record

MANY = """
WITH made AS (
    INSERT INTO audit_entry (at, act, person, person_name, organization, organization_name, post,
        standing_in_for, "case", subject, article, particulars, personal, tells, request_id)
    SELECT %(at)s::timestamptz + n * interval '1 second', 'test.act', 'bob', '乙', 'GX-HR', '人社厅',
        'handler', '', 'GX-SR-2026-' || n, '', '29(3)', jsonb_build_object('number', n), '{}',
        ARRAY['GX-HR'], 'request'
    FROM generate_series(1, %(many)s) n RETURNING id, at
)
INSERT INTO audit_pending (entry_id, purpose, created) SELECT id, 'seal', at FROM made
"""


def acts(many: int, since: str = "2026-01-01T00:00:00Z") -> None:
    """So many entries that wait to be sealed, a second apart."""
    with connection.cursor() as cursor:
        cursor.execute(MANY, {"many": many, "at": since})


def act(name: str = "test.act") -> Entry:
    with transaction.atomic():
        return record(name, actor=Snapshot.clock())
