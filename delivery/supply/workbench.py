"""DuckDB for loads: a session of its own that sees the folders of one load and nothing else (art. 23)."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from logging import getLogger
from pathlib import Path
from typing import Any

import duckdb
from django.conf import settings

from delivery.engine import SPILL_FOLDER, literal
from delivery.errors import Cancelled, OutOfTime, StorageFull
from refusals.tree import TryAgain

logger = getLogger(__name__)
FULL = ("No space left on device", "max_temp_directory_size", "Disk quota exceeded", "File too large")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def opened(*folders: Path) -> Iterator[Any]:
    """A session that reads and writes in these folders; DuckDB's own words, which quote values, stay here.

    Conversion and input errors pass, for the caller knows what they mean; all else becomes a Refusal.
    """
    SPILL_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    session = duckdb.connect(":memory:", config=_config())
    try:
        allowed = ", ".join(literal(str(folder)) for folder in dict.fromkeys(folders))
        session.execute(f"SET allowed_directories = [{allowed}]")
        session.execute("SET enable_external_access = false")
        session.execute("SET lock_configuration = true")
        with storage_watched():
            yield session
    finally:
        session.close()


def _config() -> dict[str, Any]:
    return {
        "memory_limit": settings.LOAD_MEMORY,
        "threads": settings.LOAD_THREADS,
        "temp_directory": str(SPILL_FOLDER),
        "max_temp_directory_size": settings.LOAD_SPILL,
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
    }


@contextmanager
def storage_watched() -> Iterator[None]:
    """What the disk, the memory and the clock refuse, as a Refusal with a sentence."""
    try:
        yield
    except OSError as failed:
        if failed.errno in NO_ROOM:
            raise StorageFull from None
        raise
    except duckdb.InterruptException:
        raise Cancelled from None
    except duckdb.OutOfMemoryException as failed:
        raise (StorageFull if _is_full(failed) else OutOfTime) from None
    except duckdb.IOException as failed:
        if _is_full(failed):
            raise StorageFull from None
        logger.error("A load could not be read or written: %s", type(failed).__name__)  # noqa: TRY400 - no values
        raise TryAgain from None


def _is_full(failed: Exception) -> bool:
    return any(words in str(failed) for words in FULL)
