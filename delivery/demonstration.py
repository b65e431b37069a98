"""Mounts the tables of the demonstration behind its entries; a second call changes nothing."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from catalog.models import Entry
from catalog.vocabulary import Status
from delivery.models import Resource
from delivery.mounting import OPERATOR, mount

Table = Path | str | Iterable[Mapping[str, Any]]


def establish(tables: Mapping[str, Table]) -> list[Resource]:
    """Mount each table, a CSV file or rows, behind the published entry of that name; those newly mounted."""
    named = Entry.objects.filter(status=Status.PUBLISHED, current__name__in=list(tables))
    waiting = [entry for entry in named.select_related("current").order_by("pk") if not _is_mounted(entry)]
    return [mount(entry, _source(tables[_name(entry)]), OPERATOR) for entry in waiting]


def _name(entry: Entry) -> str:
    return entry.current.name if entry.current else ""


def _is_mounted(entry: Entry) -> bool:
    return any(resource.is_mounted for resource in Resource.objects.filter(entry=entry))


def _source(table: Table) -> Path | Iterable[Mapping[str, Any]]:
    return Path(table) if isinstance(table, str) else table
