"""Mounts tables and files of the demonstration behind its entries; a second call changes nothing."""

import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from catalog.models import Entry
from catalog.vocabulary import Status
from delivery.models import Resource
from delivery.supply import inspecting
from delivery.supply.mounting import OPERATOR, mount
from delivery.supply.switching import Order

Table = Path | str | Iterable[Mapping[str, Any]]


def establish(tables: Mapping[str, Table]) -> list[Resource]:
    """Mount each table, a CSV file or rows, behind the published entry of that name; those newly mounted."""
    named = Entry.objects.filter(status=Status.PUBLISHED, current__name__in=list(tables))
    waiting = [entry for entry in named.select_related("current").order_by("pk") if not _is_mounted(entry)]
    return [mount(entry, _source(tables[_name(entry)]), OPERATOR) for entry in waiting]


def establish_files(papers: Mapping[str, tuple[str, bytes]]) -> int:
    """Mount the one file of each form behind every published entry of that form; says how many."""
    forms = Entry.objects.published().filter(current__format__in=list(papers), resources=None)
    bare = list(forms.select_related("current", "provider").order_by("pk"))
    for entry in bare:
        name, content = papers[entry.version.format]
        with tempfile.TemporaryDirectory(prefix="guishu-mount-") as folder:
            path = Path(folder) / "given"
            path.write_bytes(content)
            inspecting.mount_files(entry, [(path, name)], OPERATOR, Order())
    return len(bare)


def _name(entry: Entry) -> str:
    return entry.current.name if entry.current else ""


def _is_mounted(entry: Entry) -> bool:
    return any(resource.is_mounted for resource in Resource.objects.filter(entry=entry))


def _source(table: Table) -> Path | Iterable[Mapping[str, Any]]:
    return Path(table) if isinstance(table, str) else table
