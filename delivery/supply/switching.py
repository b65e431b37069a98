"""The switch: content into the storage first, then version, pointer and trail at once (art. 23)."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.trail import Snapshot, record
from catalog.models import Entry
from catalog.vocabulary import Format
from delivery import files
from delivery.errors import MovedMeanwhile, WrongKind
from delivery.models import LoadMode, Origin, Resource, ResourceKind, Stage, StoredFile, Version
from delivery.subscription import pushing
from delivery.supply import workbench
from delivery.supply.keeping import forget_old_versions
from delivery.watching import UNWATCHED, Watch
from workdays import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How a load is to be made: into which resource, in which mode, from where, under which key."""

    code: str = ""
    mode: str = LoadMode.FULL
    key: tuple[str, ...] = ()
    title: str = ""
    origin: str = Origin.OPERATOR
    source: str = ""
    watch: Watch = field(default=UNWATCHED)

    def code_on(self, entry: Entry) -> str:
        """The resource meant: the first one of the entry, unless another is named."""
        return self.code or f"{entry.code}-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFile:
    """A file that was looked into, with what was found; `path` is empty when it is carried over."""

    name: str
    media_type: str
    size: int
    digest: str
    metadata: dict[str, Any] = field(default_factory=dict)
    path: Path | None = None
    file: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a version will hold: a table, or files."""

    kind: str
    rows: int
    size: int
    digest: str
    made: Path | None = None
    columns: Sequence[dict[str, Any]] = ()
    profile: dict[str, Any] = field(default_factory=dict)
    files: Sequence[NewFile] = ()

    @classmethod
    def of_table(cls, made: Path, profile: dict[str, Any], columns: Sequence[dict[str, Any]]) -> "Content":
        return cls(
            kind=ResourceKind.TABLE,
            rows=profile["rows"],
            size=made.stat().st_size,
            digest=files.digest_of(made),
            made=made,
            columns=columns,
            profile=profile,
        )

    @classmethod
    def of_files(cls, found: Sequence[NewFile]) -> "Content":
        """One file speaks for itself; of several the digest is that of the list of theirs."""
        ordered = sorted(found, key=lambda file: file.name)
        lines = "".join(f"{file.digest}  {file.name}\n" for file in ordered)
        several = hashlib.sha256(lines.encode()).hexdigest()
        return cls(
            kind=ResourceKind.FILE,
            rows=len(ordered),
            size=sum(file.size for file in ordered),
            digest=ordered[0].digest if len(ordered) == 1 else several,
            files=ordered,
        )


def switch(
    entry: Entry, content: Content, actor: Snapshot, order: Order, base: Version | None = None
) -> Resource:
    """Keep the content, then let the resource point to it; whoever reads has the old or the new, whole."""
    code = order.code_on(entry)
    order.watch.stage(Stage.STORING)
    with kept(content, code, order.watch) as (file, stored):
        with transaction.atomic():
            Entry.objects.select_for_update(no_key=True).only("pk").get(pk=entry.pk)
            order.watch.claim()
            resource = _resource(entry, code, content, order, base)
            version = _version(resource, file, content, actor, order)
            StoredFile.objects.bulk_create(_rows(resource, version, stored))
            _point(resource, version)
            _record(resource, version, actor, order)
            order.watch.switched(version)
            forget_old_versions(resource)
            pushing.new_version(resource, version.number, version.digest)
        return resource


@contextmanager
def kept(content: Content, code: str, watch: Watch) -> Iterator[tuple[str, list[tuple[NewFile, str]]]]:
    """The content in the storage, under names that nothing reads yet; gone again when the switch fails."""
    names: list[str] = []
    try:
        with workbench.storage_watched():
            file = files.keep(content.made, code, watch, names) if content.made else ""
            stored = [
                (new, files.keep(new.path, code, watch, names) if new.path else new.file)
                for new in content.files
            ]
            yield file, stored
    except BaseException:
        for name in names:
            files.drop(name)
        raise


def _resource(entry: Entry, code: str, content: Content, order: Order, base: Version | None) -> Resource:
    """The row of the resource, new or as it stands behind the lock."""
    found = Resource.objects.filter(code=code).first()
    resource = found or Resource(code=code, entry=entry, loads=0, kind=content.kind)
    if resource.kind != content.kind or resource.entry_id != entry.pk:
        raise WrongKind
    if order.mode != LoadMode.FULL and resource.current_id != (base.pk if base else None):
        raise MovedMeanwhile
    resource.key = list(order.key)
    resource.title = order.title or resource.title
    resource.format = Format.TABLE if content.kind == ResourceKind.TABLE else entry.version.format
    resource.rows, resource.size, resource.digest = content.rows, content.size, content.digest
    resource.columns, resource.loaded_at = list(content.columns), clock.now()
    resource.save()
    return resource


def _version(resource: Resource, file: str, content: Content, actor: Snapshot, order: Order) -> Version:
    last = resource.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        resource=resource,
        number=last + 1,
        file=file,
        rows=content.rows,
        size=content.size,
        digest=content.digest,
        columns=list(content.columns),
        profile=content.profile,
        mode=order.mode,
        origin=order.origin,
        source=order.source[:200],
        loaded_by=(actor.person_name or actor.person)[:200],
        loaded_at=resource.loaded_at,
    )


def _rows(
    resource: Resource, version: Version, stored: Sequence[tuple[NewFile, str]]
) -> Iterator[StoredFile]:
    for new, name in stored:
        yield StoredFile(
            resource=resource,
            version=version,
            name=new.name,
            media_type=new.media_type,
            size=new.size,
            digest=new.digest,
            file=name,
            metadata=new.metadata,
        )


def _point(resource: Resource, version: Version) -> None:
    resource.current, resource.file = version, version.file
    resource.loads += 1
    resource.save(update_fields=["current", "file", "loads"])


def _record(resource: Resource, version: Version, actor: Snapshot, order: Order) -> None:
    before = resource.versions.filter(number__lt=version.number).order_by("-number").first()
    told = {
        "rows": version.rows,
        "bytes": version.size,
        "digest": version.digest,
        "replaces": before.digest if before else "",
        "version": version.number,
        "mode": order.mode,
        "source": order.source,
    }
    act = "delivery.mount" if resource.is_table else "delivery.mount_files"
    record(act, actor=actor, subject=resource.code, article="23", particulars=told)
