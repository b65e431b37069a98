"""Fetches a table from a department's database, row by row, read-only and within limits (art. 24, 38)."""

import csv
import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from typing import Any

import sqlalchemy
from django.utils.translation import gettext_lazy as _
from sqlalchemy import URL, Connection, exc
from sqlalchemy.pool import NullPool

from delivery import networks
from delivery.columns import Column
from delivery.errors import OutOfTime, SourceGone, SourceRefuses
from delivery.models import Driver, Source, Stage
from delivery.supply import tabular
from delivery.supply.headers import matched
from delivery.supply.workbench import storage_watched
from delivery.watching import Watch
from refusals.tree import FieldError, Invalid

logger = getLogger(__name__)
CONNECT_SECONDS = 10
GRACE_SECONDS = 5
"""Until we hang up on a server that does not keep its own limit of time."""
BUFFER = 5_000
DIALECTS = {Driver.POSTGRESQL: "postgresql+psycopg2", Driver.MARIADB: "mysql+pymysql"}
NAME = re.compile(r"[^\x00-\x1f\"'`;.]{1,64}(\.[^\x00-\x1f\"'`;.]{1,64})?")
ONE_SELECT = _("Give one SELECT statement, without a semicolon; or name a table.")
BINARY = _("A column holds bytes. Leave it out of the statement.")


def check_statement(statement: str) -> None:
    """One SELECT and nothing behind it; that it only reads is what the read-only transaction sees to."""
    if not re.match(r"\s*(SELECT|WITH)\b", statement, re.IGNORECASE) or ";" in statement.strip():
        raise Invalid([FieldError("statement", "no_select", ONE_SELECT)])


def fetch(source: Source, columns: Sequence[Column], made: Path, watch: Watch) -> Path:
    """Write what the source holds as CSV, never more than a few thousand rows in hand.

    Raises SourceGone, SourceRefuses, OutOfTime and Drift. No words of the driver pass: they quote too much.
    """
    watch.stage(Stage.FETCHING)
    ends = time.monotonic() + source.seconds
    with connected(source) as connection, storage_watched():
        found = connection.execute(sqlalchemy.text(_escaped(_query(source, connection))))
        names = matched(list(found.keys()), columns)
        with made.open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(names)
            for row in watch.each(_in_time(found, ends)):
                lines.writerow([_told(value) for value in row])
    return made


@contextmanager
def connected(source: Source) -> Iterator[Connection]:
    """A connection that only reads, with a cursor on the server and a limit on its statements."""
    engine = sqlalchemy.create_engine(
        _address(source), poolclass=NullPool, connect_args=_arguments(source), hide_parameters=True
    )
    ends = time.monotonic() + source.seconds
    try:
        with engine.connect() as connection:
            _read_only(connection, source)
            yield connection.execution_options(stream_results=True, max_row_buffer=BUFFER)
    except exc.SQLAlchemyError as failed:
        raise _refusal(failed, is_late=time.monotonic() > ends) from None
    finally:
        engine.dispose()


def _address(source: Source) -> URL:
    host = networks.database_address(source.host, source.port, source.database)
    is_socket = host.startswith("/")
    query = {("host" if source.driver == Driver.POSTGRESQL else "unix_socket"): host}
    return URL.create(
        DIALECTS[Driver(source.driver)],
        username=source.account,
        password=source.secret or None,
        host=None if is_socket else host,
        port=None if is_socket else source.port,
        database=source.database,
        query=query if is_socket else {},
    )


def _arguments(source: Source) -> dict[str, Any]:
    arguments: dict[str, Any] = {"connect_timeout": CONNECT_SECONDS}
    if source.driver == Driver.MARIADB:
        return arguments | {
            "read_timeout": source.seconds + GRACE_SECONDS,
            "charset": "utf8mb4",
            "local_infile": False,
        }
    return arguments | {"application_name": "guishu", "keepalives_idle": 30}


def _read_only(connection: Connection, source: Source) -> None:
    if source.driver == Driver.POSTGRESQL:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {source.seconds * 1000:d}")
        return
    connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")
    if "MariaDB" in str(connection.exec_driver_sql("SELECT version()").scalar()):
        connection.exec_driver_sql(f"SET SESSION max_statement_time = {source.seconds:d}")
    connection.commit()


def _query(source: Source, connection: Connection) -> str:
    if source.statement:
        check_statement(source.statement)
        return source.statement
    quote = connection.dialect.identifier_preparer.quote_identifier
    return "SELECT * FROM " + ".".join(quote(part) for part in source.relation.split("."))  # noqa: S608


def _escaped(statement: str) -> str:
    """A colon in the statement is a colon, and no parameter of SQLAlchemy."""
    return re.sub(r"(?<!\\):", r"\\:", statement)


def _in_time(rows: Any, ends: float) -> Iterator[Any]:
    for row in rows:
        if time.monotonic() > ends:
            raise OutOfTime
        yield row


def _told(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes | memoryview):
        raise SourceRefuses(BINARY)
    return tabular.plain(value)


def _refusal(failed: exc.SQLAlchemyError, *, is_late: bool) -> SourceGone | SourceRefuses | OutOfTime:
    """Which of our words fit; the driver's code is told to the log, its words to nobody."""
    cause = getattr(failed, "orig", None)
    code = str(getattr(cause, "pgcode", None) or next(iter(getattr(cause, "args", ())), ""))[:5]
    logger.warning("A source could not be read: %s %s", type(cause or failed).__name__, code)
    if is_late or code in {"57014", "1969", "3024"}:
        return OutOfTime()
    gone = isinstance(failed, exc.OperationalError | exc.InterfaceError) or code.startswith(("08", "57P"))
    return SourceGone() if gone else SourceRefuses()
