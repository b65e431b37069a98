"""Loads in tests: brought by a steward, done at once in this process, and what stands in the storage."""

from pathlib import Path
from typing import Any

from delivery.models import Load, Origin
from delivery.supply import loading
from delivery.supply.incoming import take
from delivery.supply.switching import Order
from organizations.actors import Actor


def bring(world: Any, content: bytes, name: str = "given.csv", who: str = "stella", **order: Any) -> Load:
    """A load that waits."""
    source = iter([content, b""])
    brought = take(lambda _size: next(source), name)
    asked = Order(origin=Origin.UPLOAD, **order)
    return loading.bring(world.entry, Actor.of(getattr(world.cast, who)), [brought], asked)


def loaded(world: Any, content: bytes, name: str = "given.csv", **order: Any) -> Load:
    """The same, done or failed."""
    load = bring(world, content, name, **order)
    loading.perform(load.pk)
    return Load.objects.get(pk=load.pk)


def in_storage(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
