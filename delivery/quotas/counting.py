"""Quotas of grants: asked before data is taken, counted in the same transaction as the read (art. 44)."""

from datetime import datetime, time, timedelta

from django.db import connection

from delivery.errors import QuotaSpent
from delivery.models import Grant, Quota, Tally
from workdays import clock

COUNT = """
    INSERT INTO delivery_tally AS t (grant_id, day, reads, rows) VALUES (%(grant)s, %(day)s, 1, %(rows)s)
    ON CONFLICT (grant_id, day) DO UPDATE SET reads = t.reads + 1, rows = t.rows + excluded.rows
    RETURNING reads, rows
"""


def of(grant: Grant) -> Quota | None:
    """The grant's quota, if it has one; read with the grant."""
    return getattr(grant, "quota", None)


def taken(grant: Grant) -> Tally | None:
    """What was taken today; None when nothing was, or nothing is counted."""
    return Tally.objects.filter(grant=grant, day=clock.today()).first()


def check(grant: Grant) -> None:
    """Raises QuotaSpent when nothing more may be taken today; no statement without a quota."""
    quota = of(grant)
    if quota is None:
        return
    today = taken(grant)
    if today and _beyond(quota, today.reads + 1, today.rows + 1):
        raise spent(grant)


def left(grant: Grant) -> int | None:
    """How many rows may still be taken today; None without a limit on rows."""
    quota = of(grant)
    if quota is None or quota.rows_a_day is None:
        return None
    today = taken(grant)
    return max(quota.rows_a_day - (today.rows if today else 0), 0)


def count(grant: Grant, rows: int) -> None:
    """Add one read with so many rows, under the tally's lock; QuotaSpent undoes the read it would record."""
    quota = of(grant)
    if quota is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"grant": grant.pk, "day": clock.today(), "rows": rows})
        reads, all_rows = cursor.fetchone()
    if _beyond(quota, reads, all_rows):
        raise spent(grant)


def _beyond(quota: Quota, reads: int, rows: int) -> bool:
    too_often = quota.reads_a_day is not None and reads > quota.reads_a_day
    return too_often or (quota.rows_a_day is not None and rows > quota.rows_a_day)


def spent(grant: Grant) -> QuotaSpent:
    now = clock.now()
    tomorrow = datetime.combine(now.date() + timedelta(days=1), time.min, now.tzinfo)
    return QuotaSpent(grant.number, int((tomorrow - now).total_seconds()) + 1)
