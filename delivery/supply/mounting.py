"""Mounts data behind an entry: checked against its fields, kept as a version, in place at once (art. 23)."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from audit.trail import Snapshot
from catalog.models import Entry
from catalog.vocabulary import FieldType, Format, Sensitivity, Status
from delivery import files
from delivery.columns import Column
from delivery.errors import NotMountable
from delivery.models import LoadMode, Resource, Stage, Version
from delivery.policy import MOUNTERS
from delivery.supply import intake, merging, profile, tabular
from delivery.supply.switching import Content, Order, switch
from organizations.actors import Actor
from refusals.tree import Forbidden

Rows = Iterable[Mapping[str, Any]]
OPERATOR = Snapshot(person="operator", post="operator")
MOUNTED_FORMATS = (Format.TABLE, Format.API)


def mount(entry: Entry, source: Rows | Path, actor: Actor | Snapshot, order: Order | None = None) -> Resource:
    """Mount these rows, or this file, in place of what was mounted before, or as the order says.

    An actor must be steward or handler of the provider; a snapshot stands for the operator of the machine.
    Raises Forbidden, NotMountable, Drift when fields differ, BadRows when values do not fit their types.
    """
    snapshot = signature(entry, actor)
    columns = columns_of(entry)
    with tempfile.TemporaryDirectory(prefix="guishu-mount-") as name:
        folder = Path(name)
        given = source if isinstance(source, Path) else tabular.write(source, columns, folder / "given.csv")
        return mount_file(entry, given, snapshot, order or Order(), folder)


def mount_file(entry: Entry, given: Path, actor: Snapshot, order: Order, folder: Path) -> Resource:
    """The whole way of one file, in a folder of its own, from the first look to the switch."""
    columns = columns_of(entry)
    resource = Resource.objects.select_related("current").filter(code=order.code_on(entry)).first()
    base = resource.current if resource else None
    key = order.key or tuple(resource.key if resource else ())
    made = _made(given, columns, order, key, base, folder)
    order.watch.stage(Stage.PROFILING)
    known = profile.of(
        made, columns, shown=shown_of(entry), key=key, before=_figures(base), watch=order.watch
    )
    content = Content.of_table(made, known, [stated(column) for column in columns])
    return switch(entry, content, actor, replace(order, key=key), base)


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


def is_table(entry: Entry) -> bool:
    """Whether what is behind the entry is a table, and no files."""
    return entry.version.format in MOUNTED_FORMATS


def shown_of(entry: Entry) -> frozenset[str]:
    """The fields whose values may stand in a profile: those that nobody called sensitive."""
    fields = entry.version.fields.all()
    return frozenset(field.name for field in fields if field.sensitivity == Sensitivity.NONE)


def signature(entry: Entry, actor: Actor | Snapshot) -> Snapshot:
    """Who mounts, as the trail names him. Raises Forbidden for anybody but the provider's mounters."""
    if isinstance(actor, Snapshot):
        return actor
    post = next((post for post in MOUNTERS if actor.holds(post, entry.provider_id)), None)
    if post is None:
        raise Forbidden
    return actor.snapshot(entry.provider_id, post)


def stated(column: Column) -> dict[str, Any]:
    """The column as a version keeps it."""
    return {name: getattr(column, name) for name in ("name", "title", "type", "length", "scale")}


def _figures(base: Version | None) -> tuple[int, profile.Profile] | None:
    return (base.number, base.profile) if base is not None and base.profile else None


def _made(
    given: Path,
    columns: Sequence[Column],
    order: Order,
    key: Sequence[str],
    base: Version | None,
    folder: Path,
) -> Path:
    """The new Parquet file, whole, in the folder of the load."""
    made = folder / "table.parquet"
    if order.mode == LoadMode.UPSERT:
        merging.check_key(key, columns)
    kept = None if order.mode == LoadMode.FULL else merging.check_base(base, columns)
    order.watch.stage(Stage.READING)
    intake.convert(given, columns, folder, made, order.watch)
    if kept is None:
        return made
    order.watch.stage(Stage.MERGING)
    return merging.merge(
        files.local(kept.file), made, columns, folder / "merged.parquet", order.mode, key, order.watch
    )
