"""DuckDB for the gateway: a locked instance for each process and folder, a few sessions, a limit on time.

An instance reads one folder only, and writes into pipes of ours; once it stands, no statement can open
another file, load an extension or change a setting. Sessions are lent to one thread at a time. Counts and
exports are made by several threads; pages by one, which is quicker for few rows.
What is only handed on, in the order of the file, needs little memory: DuckDB buffers as much as it may have.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from logging import getLogger
from queue import Empty, LifoQueue
from threading import Lock
from typing import Any

import duckdb
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delivery.watch import limited
from refusals.tree import TryAgain

logger = getLogger(__name__)

MEMORY, EXPORT_MEMORY = settings.GATEWAY_MEMORY, settings.GATEWAY_EXPORT_MEMORY
SPILL = settings.GATEWAY_SPILL
THREADS = settings.GATEWAY_THREADS
SESSIONS = settings.GATEWAY_SESSIONS
SECONDS = settings.GATEWAY_SECONDS
EXPORT_SECONDS = settings.GATEWAY_EXPORT_SECONDS
SPILL_FOLDER = settings.VAR / "spill"
PAGES, COUNTS, EXPORTS, SORTED = "pages", "counts", "exports", "sorted exports"
"""What sessions are for: each has its own, so that slow downloads never keep pages waiting."""


class TooSlow(TryAgain):
    """The question took longer than the gateway allows."""

    code = "too_slow"
    sentence = _("The question took too long. Narrow it with filters, or ask for fewer rows a page.")


class Sessions:
    """The sessions of one process on one folder."""

    def __init__(self, folder: str, purpose: str) -> None:
        threads = THREADS if purpose in {COUNTS, EXPORTS} else 1
        instance = locked_instance(folder, threads, EXPORT_MEMORY if purpose == EXPORTS else MEMORY)
        self.free: LifoQueue[Any] = LifoQueue()
        for _number in range(SESSIONS):
            self.free.put(instance.cursor())

    @contextmanager
    def lent(self) -> Iterator[Any]:
        """A session for one question; TryAgain when all stay busy."""
        try:
            session = self.free.get(timeout=SECONDS)
        except Empty:
            raise TryAgain from None
        try:
            yield session
        finally:
            self.free.put(session)


def ask(
    folder: str,
    sql: str,
    particulars: Mapping[str, Any],
    seconds: float | None = None,
    purpose: str = PAGES,
) -> list[tuple[Any, ...]]:
    """All rows of the answer; every value is bound.

    Raises TooSlow, or TryAgain for all else. DuckDB's own words may quote values: they go nowhere.
    """
    with asking(folder, seconds or SECONDS, purpose) as session:
        return list(session.execute(sql, dict(particulars)).fetchall())


@contextmanager
def asking(folder: str, seconds: float, purpose: str) -> Iterator[Any]:
    """A session on the folder, stopped after so many seconds; errors as `ask` raises them."""
    with sessions(folder, purpose).lent() as session, limited(seconds, session.interrupt):
        try:
            yield session
        except (duckdb.InterruptException, duckdb.OutOfMemoryException):
            raise TooSlow from None
        except duckdb.Error as failed:
            logger.error("The gateway could not read a table: %s", type(failed).__name__)  # noqa: TRY400 - no values
            raise TryAgain from None


_pools: dict[tuple[int, str, str], Sessions] = {}
_pools_lock = Lock()


def sessions(folder: str, purpose: str = PAGES) -> Sessions:
    """The pool of this process for the folder; a forked child makes its own."""
    key = (os.getpid(), folder, purpose)
    with _pools_lock:
        if key not in _pools:
            _pools[key] = Sessions(folder, purpose)
        return _pools[key]


def locked_instance(folder: str, threads: int = THREADS, memory: str = MEMORY) -> Any:
    """An instance in memory that reads this folder, and writes into pipes alone."""
    pipes = SPILL_FOLDER / "pipes"
    pipes.mkdir(mode=0o700, parents=True, exist_ok=True)
    instance = duckdb.connect(
        ":memory:",
        config={
            "memory_limit": memory,
            "threads": threads,
            "temp_directory": str(SPILL_FOLDER),
            "max_temp_directory_size": SPILL,
            "autoload_known_extensions": False,
            "autoinstall_known_extensions": False,
        },
    )
    instance.execute("LOAD parquet")
    instance.execute("LOAD json")
    instance.execute("SET parquet_metadata_cache = true")  # files are never changed under their name
    instance.execute(f"SET allowed_directories = [{literal(folder)}, {literal(str(pipes))}]")
    instance.execute("SET enable_external_access = false")
    instance.execute("SET lock_configuration = true")
    return instance


def literal(text: str) -> str:
    """A text for a setting, which takes no parameter."""
    return "'" + text.replace("'", "''") + "'"
