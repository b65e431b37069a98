"""What two versions of an entry say differently, for who asked for the earlier one (art. 21)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.models import EntryVersion, Field

SAID = ("name", "share_condition", "share_mode", "update_cycle", "provider")
OF_A_FIELD = ("title", "type", "share_type", "sensitivity")


@dataclass(frozen=True)
class Difference:
    """One thing that changed: of a field, or of the entry when `field` is empty."""

    field: str
    title: str
    what: str | Promise
    before: str
    after: str
    is_gone: bool = False


def differences(old: EntryVersion, new: EntryVersion, names: Iterable[str]) -> list[Difference]:
    """What changed of the entry, and of these fields of it; two queries."""
    wanted = list(names)
    before, after = (
        {row.name: row for row in version.fields.all() if row.name in wanted} for version in (old, new)
    )
    return [*_of_the_entry(old, new), *_of_the_fields(before, after)]


def _of_the_entry(old: EntryVersion, new: EntryVersion) -> Iterator[Difference]:
    for name in SAID:
        earlier, later = _shown(old, name), _shown(new, name)
        if earlier != later:
            yield Difference("", "", EntryVersion._meta.get_field(name).verbose_name, earlier, later)  # type: ignore[union-attr]


def _of_the_fields(before: dict[str, Field], after: dict[str, Field]) -> Iterator[Difference]:
    for name, row in before.items():
        if name not in after:
            yield Difference(name, row.title, _("removed from the entry"), row.title, "", is_gone=True)
            continue
        for what in OF_A_FIELD:
            earlier, later = _shown(row, what), _shown(after[name], what)
            if earlier != later:
                label = Field._meta.get_field(what).verbose_name  # type: ignore[union-attr]
                yield Difference(name, row.title, label, earlier, later)


def _shown(row: Any, name: str) -> str:
    """As people read it: the label of a choice, the name of an organization."""
    display = getattr(row, f"get_{name}_display", None)
    return str(display() if display else getattr(row, name))
