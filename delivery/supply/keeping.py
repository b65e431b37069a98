"""How long earlier versions are kept, and how one of them is put back in place (art. 23, 40)."""

from django.conf import settings
from django.db import transaction

from audit.trail import record
from catalog.models import Entry
from delivery import files
from delivery.errors import NotKept
from delivery.models import Resource, StoredFile, Version
from organizations.actors import Actor
from workdays import clock


def forget_old_versions(resource: Resource) -> None:
    """Let the content of all but the last versions go, once this transaction stands; the rows stay."""
    kept = resource.versions.filter(kept=True).exclude(pk=resource.current_id or 0).order_by("-number")
    old = list(kept[settings.VERSIONS_KEPT :])
    if not old:
        return
    Version.objects.filter(pk__in=[version.pk for version in old]).update(kept=False)
    names = {version.file for version in old if version.file}
    names |= set(StoredFile.objects.filter(version__in=old).values_list("file", flat=True))
    still = set(StoredFile.objects.filter(version__kept=True, file__in=names).values_list("file", flat=True))
    gone = sorted(names - still)
    transaction.on_commit(lambda: _drop(gone))


def _drop(names: list[str]) -> None:
    for name in names:
        files.drop(name)


def restore(resource: Resource, number: int, actor: Actor) -> Version:
    """Put an earlier version back in place. Raises Forbidden, and NotKept when its content is gone."""
    from delivery.supply.mounting import signature  # which reads this module

    entry = resource.entry
    snapshot = signature(entry, actor)
    with transaction.atomic():
        Entry.objects.select_for_update(no_key=True).only("pk").get(pk=entry.pk)
        resource.refresh_from_db()
        version = (
            resource.versions.filter(number=number, kept=True).exclude(pk=resource.current_id or 0).first()
        )
        if version is None or not files.is_there(version):
            raise NotKept
        was, resource.current = resource.current, version
        for name in ("file", "rows", "size", "digest", "columns"):
            setattr(resource, name, getattr(version, name))
        resource.loaded_at, resource.loads = clock.now(), resource.loads + 1
        resource.save()
        told = {"version": number, "digest": version.digest, "replaces": was.digest if was else ""}
        record("delivery.restore", actor=snapshot, subject=resource.code, article="23", particulars=told)
    return version
