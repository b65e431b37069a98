"""Numbers of cases and things, such as GX-SR-2026-000123: one series a kind and year, without gaps."""

from django.db import connection

from workdays import clock

_NEXT = """
    INSERT INTO procedure_numberseries (prefix, year, last) VALUES (%s, %s, 1)
    ON CONFLICT (prefix, year) DO UPDATE SET last = procedure_numberseries.last + 1
    RETURNING last
"""


def next_number(prefix: str) -> str:
    """The next number of this series; the series stays locked until the transaction ends."""
    year = clock.today().year
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [prefix, year])
        (last,) = cursor.fetchone()
    return f"GX-{prefix}-{year}-{last:06d}"
