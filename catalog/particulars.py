"""What a provider states of an entry, free of any table: forms, REST and imports all end here (art. 20)."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from catalog.classification import Category, table

METADATA = (
    "name", "abstract", "responsible_unit", "format", "format_detail", "share_type", "share_condition",
    "share_basis", "share_mode", "open_type", "open_condition", "open_basis", "listable", "update_cycle",
    "released_on", "scanned", "digitized_on", "digitization_note",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldParticulars:
    """One field; `source` is the code of the department a theme takes it from (art. 19)."""

    name: str
    title: str
    type: str
    share_type: str
    open_type: str
    sensitivity: str = "none"
    length: int | None = None
    scale: int | None = None
    description: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryParticulars:
    """One entry in the national core metadata; `category` is six digits of the classification."""

    category: str
    name: str
    abstract: str
    format: str
    share_type: str
    open_type: str
    update_cycle: str
    released_on: date
    fields: tuple[FieldParticulars, ...]
    responsible_unit: str = ""
    format_detail: str = ""
    share_condition: str = ""
    share_basis: str = ""
    share_mode: str = ""
    open_condition: str = ""
    open_basis: str = ""
    listable: bool = False
    keywords: tuple[str, ...] = ()
    related_codes: tuple[str, ...] = ()
    scanned: bool = False
    digitized_on: date | None = None
    digitization_note: str = ""

    @property
    def classified(self) -> Category | None:
        """The row of the classification; None for six digits that it does not list."""
        return table().get(self.category)

    def metadata(self) -> dict[str, Any]:
        """The columns of a version, fields and relations left out."""
        return {name: getattr(self, name) for name in METADATA}

    def as_json(self) -> dict[str, Any]:
        """For a case's own record and the trail; `from_json` reads it back."""
        stated = asdict(self)
        dates = {name: day.isoformat() for name in ("released_on", "digitized_on") if (day := stated[name])}
        return stated | dates

    @classmethod
    def from_json(cls, stated: Mapping[str, Any]) -> "EntryParticulars":
        known = {field.name: stated[field.name] for field in fields(cls) if field.name in stated}
        for name in ("released_on", "digitized_on"):
            if known.get(name):
                known[name] = date.fromisoformat(known[name])
        known["fields"] = tuple(FieldParticulars(**row) for row in known["fields"])
        return cls(**known)
