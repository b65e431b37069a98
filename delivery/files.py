"""Where the Parquet files stand: in the storage, and for DuckDB in a folder of this machine (art. 23)."""

import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from refusals.tree import TryAgain

FOLDER = "delivery"
CACHE = settings.VAR / "cache" / FOLDER


def keep(made: Path, name: str) -> str:
    """Put a finished file into the storage under a name that nothing reads yet; the name it got."""
    with made.open("rb") as content:
        return default_storage.save(f"{FOLDER}/{name}", File(content))


def drop(name: str) -> None:
    """Remove a file that no table names any more."""
    default_storage.delete(name)


def local(name: str, digest: str) -> Path:
    """The file on this machine; from a remote storage it is fetched once and kept under its digest.

    Raises TryAgain when a newer load has just taken its place.
    """
    try:
        return _existing(Path(default_storage.path(name)))
    except NotImplementedError:
        return _fetched(name, CACHE / f"{digest}.parquet")


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise TryAgain
    return path


def _fetched(name: str, path: Path) -> Path:
    if path.is_file():
        return path
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".partial")
    try:
        with os.fdopen(handle, "wb") as copy, default_storage.open(name, "rb") as content:
            shutil.copyfileobj(content, copy)
        Path(partial).replace(path)
    except FileNotFoundError:
        raise TryAgain from None
    finally:
        Path(partial).unlink(missing_ok=True)
    return path
