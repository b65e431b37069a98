"""Loads whose worker is gone are found and begun again, or failed in clear words (art. 23, 38)."""

import shutil
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from delivery import files
from delivery.errors import WorkerLost
from delivery.models import Load, LoadStatus
from delivery.supply import loading
from workdays import clock


def sweep() -> int:
    """Find what nobody has heard of; may run at any time, any number at once. Says how many were found."""
    silent = clock.now() - timedelta(seconds=settings.LOAD_SILENT_SECONDS)
    lost = Load.objects.filter(status=LoadStatus.RUNNING, heard__lt=silent)
    found = sum(_found(pk, lost) for pk in lost.values_list("pk", flat=True))
    for pk in _waiting(silent):
        loading.send(pk)
    remove_folders()
    return found


def _waiting(silent: object) -> list[int]:
    """Queued for a while: the message may have been lost with the broker. A second one does no harm."""
    waiting = Load.objects.filter(status=LoadStatus.QUEUED, created__lt=silent)
    return list(waiting.values_list("pk", flat=True))


def _found(pk: int, lost: QuerySet[Load]) -> bool:
    """One load whose worker is silent: what it had half made is dropped before anybody begins again."""
    with transaction.atomic():
        load = (
            lost.select_for_update(no_key=True, skip_locked=True, of=("self",))
            .select_related("entry__provider", "source")
            .filter(pk=pk)
            .first()
        )
        if load is None:
            return False
        for name in load.made:
            files.drop(name)
        if load.attempts < settings.LOAD_ATTEMPTS and not load.wants_cancel:
            changed = {"status": LoadStatus.QUEUED, "holder": "", "made": [], "stage": "", "percent": 0}
            Load.objects.filter(pk=pk).update(**changed)
            loading.send(pk)
        else:
            loading.fail(load, WorkerLost())
            transaction.on_commit(lambda: loading.drop_given(load))
    return True


def remove_folders() -> None:
    """Temporary folders on this machine whose load no longer runs there."""
    if not loading.FOLDER.is_dir():
        return
    folders = {folder.name: folder for folder in loading.FOLDER.iterdir()}
    running = Load.objects.filter(status=LoadStatus.RUNNING).values_list("pk", "holder")
    for name in folders.keys() - {f"{pk}-{holder}" for pk, holder in running}:
        shutil.rmtree(folders[name], ignore_errors=True)
