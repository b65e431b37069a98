"""Where the Parquet files stand: in the storage, and for DuckDB in a folder of this machine (art. 23)."""

import hashlib
import os
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage

from delivery.models import Version
from delivery.watching import Watch
from refusals.tree import TryAgain

FOLDER = "delivery"
KEPT_SUFFIXES = frozenset({".parquet"})
CACHE = settings.VAR / "cache" / FOLDER


class Finished(File):
    """A file of ours that the storage may move instead of copying it."""

    def __init__(self, path: Path, content: Any) -> None:
        super().__init__(content, name=path.name)
        self._path = path

    def temporary_file_path(self) -> str:
        return str(self._path)


def keep(made: Path, code: str, watch: Watch, names: list[str]) -> str:
    """Move a finished file into the storage under a name that nothing reads yet; that name.

    The name is told before the first byte is written, so that whoever cleans up knows of it.
    """
    suffix = made.suffix if made.suffix in KEPT_SUFFIXES else ".bin"
    name = f"{FOLDER}/{code}-{secrets.token_hex(8)}{suffix}"
    watch.keeping(name)
    names.append(name)
    with made.open("rb") as content:
        return default_storage.save(name, Finished(made, content))


def is_there(version: Version) -> bool:
    """Whether all content of the version is in the storage."""
    names = [version.file] if version.file else [stored.file for stored in version.files.all()]
    return all(default_storage.exists(name) for name in names)


def drop(name: str) -> None:
    """Remove a file that no table names any more."""
    default_storage.delete(name)


def digest_of(path: Path) -> str:
    """SHA-256 of a file on this machine."""
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


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
