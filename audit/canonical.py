"""The text of an entry that is sealed: every column, as PostgreSQL itself writes it as JSON (art. 42).

PostgreSQL orders the names and repeats a stored number digit by digit, in every session alike; who verifies
hashes the text as it stands and needs no rules of ours. A test holds `COLUMNS` to the model.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connection

COLUMNS = (
    "id", "at", "act", "person", "person_name", "organization", "organization_name", "post",
    "standing_in_for", "case", "subject", "article", "before", "after", "particulars", "personal", "tells",
    "address", "request_id",
)  # fmt: skip


def _pair(column: str) -> str:
    value = f'e."{column}"'
    return f"'{column}', {value} AT TIME ZONE 'UTC'" if column == "at" else f"'{column}', {value}"


TEXT = f"jsonb_build_object({', '.join(map(_pair, COLUMNS))})::text"
"""For an entry known as `e` in the statement; a moment is written in UTC without a zone."""
WAITING = f"""
SELECT p.id, e.id, {TEXT} FROM audit_pending p JOIN audit_entry e ON e.id = p.entry_id
WHERE p.purpose = 'seal' ORDER BY p.entry_id LIMIT %s
"""  # noqa: S608 - our own columns
SEALED = f"""
SELECT l.position, l.entry_id, l.hash, CASE WHEN e.id IS NOT NULL THEN {TEXT} END
FROM audit_leaf l LEFT JOIN audit_entry e ON e.id = l.entry_id
WHERE l.position >= %s AND l.position < %s ORDER BY l.position
"""  # noqa: S608 - our own columns
STRAY = """
SELECT e.id FROM audit_entry e
WHERE NOT EXISTS (SELECT FROM audit_leaf l WHERE l.entry_id = e.id)
AND NOT EXISTS (SELECT FROM audit_pending p WHERE p.entry_id = e.id AND p.purpose = 'seal')
ORDER BY e.id LIMIT 1000
"""


def waiting(most: int) -> list[tuple[int, int, str]]:
    """Pending row, entry and text of those that wait to be sealed, by number."""
    return rows(WAITING, most)


def sealed(first: int, end: int) -> list[tuple[int, int, bytes, str | None]]:
    """Position, entry, hash and text from one position up to another; no text where the entry is gone."""
    return [(place, entry, bytes(found), text) for place, entry, found, text in rows(SEALED, first, end)]


def stray() -> Iterator[int]:
    """Entries that neither are sealed nor wait to be: nothing of ours writes such."""
    yield from (number for (number,) in rows(STRAY))


def rows(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
