"""What a killed process leaves at the door: half an upload here, a whole one in the storage (art. 23)."""

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from delivery import files
from delivery.models import Load, LoadStatus
from delivery.supply import incoming
from workdays import clock


def clear() -> int:
    """Remove what nobody can still be bringing and no load will read; says how many files."""
    return _clear_machine() + _clear_storage()


def _clear_machine() -> int:
    """On this machine: whoever is still writing has written within the time that an upload may take."""
    oldest = time.time() - settings.UPLOAD_SECONDS
    old = [path for path in incoming.WAITING.glob("*") if _changed(path) < oldest]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old)


def _changed(path: Path) -> float:
    """When the file was last written to; one that has just gone is as new as can be."""
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:
        return time.time()


def _clear_storage() -> int:
    """In the storage: brought, but its load never came to be, or ended without the time to drop it."""
    old = set(_old_in_storage())
    unwanted = old - _wanted() if old else old
    for name in unwanted:
        files.drop(name)
    return len(unwanted)


def _old_in_storage() -> Iterator[str]:
    oldest = clock.now() - timedelta(seconds=settings.UPLOAD_SECONDS)
    try:
        _folders, found = default_storage.listdir(incoming.KEPT)
    except FileNotFoundError:
        return
    for name in found:
        path = f"{incoming.KEPT}/{name}"
        with suppress(FileNotFoundError):  # its load has just dropped it
            if default_storage.get_modified_time(path) < oldest:
                yield path


def _wanted() -> set[str]:
    waiting = Load.objects.filter(status__in=[LoadStatus.QUEUED, LoadStatus.RUNNING])
    return {one["file"] for given in waiting.values_list("given", flat=True) for one in given}
