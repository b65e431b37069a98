"""Many organizations with a hundred share requests each, written in a few statements by the tables' owner."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import psycopg2

from benchmarks.place import owners
from benchmarks.road import brought_to
from sharing.models import ShareRequest
from workdays import clock

CASES_EACH, ITEMS_EACH = 100, 264
HELD_EACH = 20  # open duties of each organization as provider
AWAITED_EACH = 28  # open duties of others in its own requests
BASE = 1_000_000  # ids of organizations and people begin here, those of cases too
SQL = Path(__file__).with_suffix(".sql")
FILLED = ("procedure_case", "sharing_sharerequest", "procedure_workitem")
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])"""


@dataclass(frozen=True)
class Crowd:
    """The organizations from `first` to `last`; every `each`th has a person in it."""

    first: int
    last: int
    each: int = 1

    @property
    def people(self) -> list[str]:
        return [f"bench.{n}" for n in range(self.first, self.last + 1) if n % self.each == 0]

    def settle(self, database: str) -> None:
        """Write them with their cases, and let the database look at what it has."""
        statements = Template(SQL.read_text(encoding="utf-8")).substitute(self._values())
        with contextlib.closing(psycopg2.connect(owners(database))) as connection:
            with connection, connection.cursor() as cursor, without_foreign_keys(cursor):
                cursor.execute(statements)
            connection.autocommit = True
            connection.cursor().execute("VACUUM ANALYZE")

    def _values(self) -> dict[str, Any]:
        start = BASE + (self.first - 1) * CASES_EACH
        size = self.last - self.first + 1
        return {
            **vars(self),
            "base": BASE,
            "size": size,
            "from_id": start,
            "to_id": start + size * CASES_EACH - 1,
            "case": (ShareRequest.objects.order_by("pk").first() or brought_to("draft")).pk,
            "today": clock.today().isoformat(),
        }


@contextlib.contextmanager
def without_foreign_keys(cursor: Any) -> Iterator[None]:
    """Fill the tables without a look-up for each row; afterwards all rows are checked at once."""
    cursor.execute(FOREIGN_KEYS, [list(FILLED)])
    keys = cursor.fetchall()
    for table, name, _definition in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    yield
    for table, name, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
