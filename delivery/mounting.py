"""Mounts a table behind an entry: checked against its fields, kept as Parquet, in place at once (art. 23)."""

import hashlib
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from audit.trail import Snapshot, record
from catalog.models import Entry
from catalog.vocabulary import FieldType, Format, Status
from delivery import files, pushing, tabular
from delivery.columns import Column
from delivery.errors import NotMountable
from delivery.models import Resource
from organizations.actors import Actor
from organizations.models import PostKind
from refusals.tree import Forbidden
from workdays import clock

Rows = Iterable[Mapping[str, Any]]
MOUNTERS = (PostKind.STEWARD.value, PostKind.HANDLER.value)
OPERATOR = Snapshot(person="operator", post="operator")
MOUNTED_FORMATS = (Format.TABLE, Format.API)


def mount(entry: Entry, source: Rows | Path, actor: Actor | Snapshot) -> Resource:
    """Mount these rows, or this CSV file, in place of what was mounted before.

    An actor must be steward or handler of the provider; a snapshot stands for the operator of the machine.
    Raises Forbidden, NotMountable, Drift when fields differ, BadRows when values do not fit their types.
    """
    snapshot = _signature(entry, actor)
    columns = columns_of(entry)
    with tempfile.TemporaryDirectory(prefix="guishu-mount-") as folder:
        given = (
            source if isinstance(source, Path) else tabular.write(source, columns, Path(folder) / "rows.csv")
        )
        made = Path(folder) / "table.parquet"
        rows = tabular.convert(given, columns, made)
        return _put_in_place(entry, columns, made, rows, snapshot)


def columns_of(entry: Entry) -> tuple[Column, ...]:
    """The columns that a table behind this entry must have."""
    version = entry.current
    if entry.status != Status.PUBLISHED or version is None or version.format not in MOUNTED_FORMATS:
        raise NotMountable
    fields = list(version.fields.all())
    names = {field.name.lower() for field in fields} | {"file_row_number"}
    if len(names) <= len(fields) or any(field.type == FieldType.BINARY for field in fields):
        raise NotMountable  # DuckDB does not tell names apart by case alone, and one name is its own
    return tuple(
        Column(name=f.name, title=f.title, type=f.type, length=f.length, scale=f.scale) for f in fields
    )


def _signature(entry: Entry, actor: Actor | Snapshot) -> Snapshot:
    if isinstance(actor, Snapshot):
        return actor
    post = next((post for post in MOUNTERS if actor.holds(post, entry.provider_id)), None)
    if post is None:
        raise Forbidden
    return actor.snapshot(entry.provider_id, post)


def _put_in_place(
    entry: Entry, columns: tuple[Column, ...], made: Path, rows: int, actor: Snapshot
) -> Resource:
    """The file first, under a name of its own; then the row that points to it, and its entry in the trail."""
    code = f"{entry.code}-1"
    name = files.keep(made, code)
    try:
        with transaction.atomic():
            Entry.objects.select_for_update(no_key=True).only("pk").get(pk=entry.pk)
            return _recorded(entry, code, actor, {
                "file": name, "digest": _digest(made), "rows": rows, "size": made.stat().st_size,
                "columns": [_stated(column) for column in columns],
            })  # fmt: skip
    except BaseException:
        files.drop(name)
        raise


def _recorded(entry: Entry, code: str, actor: Snapshot, load: dict[str, Any]) -> Resource:
    before = Resource.objects.filter(code=code).first()
    resource = before or Resource(code=code, entry=entry, loads=0)
    old, was = resource.file, resource.digest
    for name, value in load.items():
        setattr(resource, name, value)
    resource.loaded_at, resource.loads = clock.now(), resource.loads + 1
    resource.save()
    told = {"rows": load["rows"], "bytes": load["size"], "digest": load["digest"], "replaces": was}
    record("delivery.mount", actor=actor, subject=code, article="23", particulars=told)
    if old:
        transaction.on_commit(lambda: files.drop(old))
        pushing.new_version(resource, resource.loads, resource.digest)
    return resource


def _stated(column: Column) -> dict[str, Any]:
    return {name: getattr(column, name) for name in ("name", "title", "type", "length", "scale")}


def _digest(made: Path) -> str:
    with made.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
