"""Where the Parquet files stand: in the storage, and for DuckDB in a folder of this machine (art. 23)."""

import os
import secrets
import shutil
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from refusals.tree import TryAgain

FOLDER = "delivery"
CACHE = settings.VAR / "cache" / FOLDER


def keep(made: Path, code: str) -> str:
    """Put a finished file into the storage under a name that nothing reads yet; that name."""
    with made.open("rb") as content:
        return default_storage.save(f"{FOLDER}/{code}-{secrets.token_hex(8)}.parquet", File(content))


def drop(name: str) -> None:
    """Remove a file that no table names any more."""
    default_storage.delete(name)


def local(name: str) -> Path:
    """The file on this machine; from a remote storage it is fetched once, and replaces the load before it.

    Raises TryAgain when a newer load has just taken its place.
    """
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        return _fetched(name, CACHE / Path(name).name)
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
    _forget_earlier_loads(path)
    return path


def _forget_earlier_loads(path: Path) -> None:
    code, _dash, _rest = path.name.rpartition("-")
    for other in path.parent.glob(f"{code}-*.parquet"):
        if other != path:
            other.unlink(missing_ok=True)
