"""Catalogue entries of the demonstration, written as departments compile them (articles 17-20, 25, 26, 32).

One TOML file per department stands in `data/entries`; a city's departments share one file. The metadata are
the core metadata of the national guide to compiling the catalogue, the classes those of 国发〔2016〕51号.
An entry's `class` is six digits of `catalog.classification`: class, item, subject. The provider's division
and a sequence number complete the code when the catalogue first takes the entry in (`catalog.coding`).

A field is a line: name, title, type, marks that say where it differs from its entry, a description.

    regcap  注册资本    decimal(18,4)  # 万元人民币
    lerep   法定代表人  string(60)     personal share=withheld open=closed from=GX-POLICE
"""

import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from catalog.classification import Category, table
from catalog.vocabulary import FieldType, Format, OpenType, Sensitivity, ShareMode, ShareType, UpdateCycle

DATA = Path(__file__).parent / "data"
REGION = "450000"


class Malformed(ValueError):
    """A data file breaks the catalogue standard; names the file, the entry and the fault."""

    def __init__(self, file: str, entry: str, fault: str) -> None:
        super().__init__(f"{file}: {entry}: {fault}" if entry else f"{file}: {fault}")
        self.file, self.entry, self.fault = file, entry, fault


NATURAL_MODE = {Format.TABLE: ShareMode.DATABASE, Format.API: ShareMode.API}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field; `length` in characters or digits, `source` the department a theme takes it from (19)."""

    name: str
    title: str
    type: FieldType
    length: int | None
    scale: int | None
    description: str
    share_type: ShareType
    sensitivity: Sensitivity
    open_type: OpenType
    source: str


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """One entry; `related` as (provider, name), `listable` shows anyone that a closed one exists (32)."""

    provider: str
    name: str
    abstract: str
    classification: Category
    format: Format
    fields: tuple[FieldSpec, ...]
    share_type: ShareType
    share_condition: str
    share_basis: str
    share_mode: str
    open_type: OpenType
    open_condition: str
    open_basis: str
    listable: bool
    update_cycle: UpdateCycle
    published: date
    digitized_on: date | None
    keywords: tuple[str, ...]
    related: tuple[tuple[str, str], ...]

    @property
    def division(self) -> str:
        return REGION if self.provider.startswith("GX-") else self.provider[:6]

    @property
    def scanned(self) -> bool:
        """Was the data paper once (23)?"""
        return self.digitized_on is not None

    def field(self, name: str) -> FieldSpec:
        return next(field for field in self.fields if field.name == name)


@functools.cache
def entries() -> list[EntrySpec]:
    """Read every entry, in the order of file names and within a file as written; raises `Malformed`."""
    found = [spec for path in sorted((DATA / "entries").glob("*.toml")) for spec in read(path)]
    _refuse_doubles(found)
    _refuse_loose_relations(found)
    return found


def entry(provider: str, name: str) -> EntrySpec:
    return next(spec for spec in entries() if (spec.provider, spec.name) == (provider, name))


def read(path: Path) -> Iterator[EntrySpec]:
    """Yield the entries of one file."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise Malformed(path.name, "", str(error)) from error
    for row in document.get("entry", []):
        try:
            yield _entry({"organization": document.get("organization", ""), **row})
        except (KeyError, ValueError, TypeError) as error:
            raise Malformed(path.name, row.get("name", "?"), _fault(error)) from error


def _fault(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


REQUIRED = {"organization", "name", "class", "abstract", "format", "cycle", "published", "share", "open"}
OPTIONAL = {"mode", "condition", "basis", "open_condition", "open_basis", "listable", "related", "digitized"}
KNOWN = REQUIRED | OPTIONAL | {"keywords", "fields"}


def _entry(row: Mapping[str, Any]) -> EntrySpec:
    if unknown := set(row) - KNOWN:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    provider, share, opened = row["organization"], ShareType(row["share"]), OpenType(row["open"])
    kind = Format(row["format"])
    spec = EntrySpec(
        provider=provider,
        name=row["name"],
        abstract=row["abstract"],
        classification=_category(row["class"]),
        format=kind,
        fields=tuple(_field(line, share, opened) for line in row["fields"].strip().splitlines()),
        share_type=share,
        share_condition=row.get("condition", ""),
        share_basis=row.get("basis", ""),
        share_mode=_mode(share, kind, row),
        open_type=opened,
        open_condition=row.get("open_condition", ""),
        open_basis=row.get("open_basis", ""),
        listable=row.get("listable", False),
        update_cycle=UpdateCycle(row["cycle"]),
        published=row["published"],
        digitized_on=row.get("digitized"),
        keywords=tuple(row["keywords"]),
        related=tuple(_relation(provider, name) for name in row.get("related", [])),
    )
    _check(spec)
    return spec


def _mode(share: ShareType, kind: Format, row: Mapping[str, Any]) -> str:
    """What is withheld is handed over in no mode; what is shared goes as its format goes, unless said."""
    if share is ShareType.WITHHELD:
        return ""
    return ShareMode(row["mode"]) if "mode" in row else NATURAL_MODE.get(kind, ShareMode.FILE)


def _relation(provider: str, name: str) -> tuple[str, str]:
    """Read `GX-CIVIL:低保对象信息`, or a bare name for an entry of the same provider."""
    other, colon, rest = name.partition(":")
    return (other, rest) if colon else (provider, name)


LINE = re.compile(
    r"(?P<name>\S+)\s+(?P<title>\S+)\s+(?P<type>\S+)(?P<marks>[^#]*)(?:#\s*(?P<description>.+))?"
)
TYPE = re.compile(
    r"(?P<text>string)\((?P<length>[1-9]\d*)\)"
    r"|(?P<number>decimal)\((?P<digits>[1-9]\d*),(?P<scale>\d+)\)"
    r"|(?P<plain>integer|date|datetime|boolean|text)"
)
FIELD_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


def _field(line: str, share: ShareType, opened: OpenType) -> FieldSpec:
    """Read `name title type marks # description`; marks say where a field differs from its entry."""
    parts = LINE.fullmatch(line.strip())
    form = TYPE.fullmatch(parts["type"]) if parts else None
    if parts is None or form is None or not FIELD_NAME.fullmatch(parts["name"]):
        raise ValueError(f"cannot read the field {line.strip()!r}")
    marks = _marks(parts["marks"])
    size = form["length"] or form["digits"]
    return FieldSpec(
        name=parts["name"],
        title=parts["title"],
        type=FieldType(form["text"] or form["number"] or form["plain"]),
        length=int(size) if size else None,
        scale=int(form["scale"]) if form["scale"] else None,
        description=(parts["description"] or "").strip(),
        share_type=ShareType(marks.get("share", share)),
        sensitivity=Sensitivity(marks.get("sensitivity", Sensitivity.NONE)),
        open_type=OpenType(marks.get("open", opened)),
        source=marks.get("from", ""),
    )


def _marks(text: str) -> dict[str, str]:
    """Read `personal share=withheld open=closed from=GX-HR`; a bare word is the sensitivity."""
    pairs = [word.partition("=") for word in text.split()]
    marks = {key if equals else "sensitivity": value if equals else key for key, equals, value in pairs}
    if unknown := set(marks) - {"sensitivity", "share", "open", "from"}:
        raise ValueError(f"unknown marks {sorted(unknown)}")
    return marks


def _category(code: str) -> Category:
    if code not in table():
        raise ValueError(f"class {code} is not in the classification")
    return table()[code]


def _check(spec: EntrySpec) -> None:
    if fault := next(_faults(spec), None):
        raise ValueError(fault)


def _faults(spec: EntrySpec) -> Iterator[str]:
    yield from _share_faults(spec)
    yield from _open_faults(spec)
    if doubled := _doubled(field.name for field in spec.fields):
        yield f"fields named twice: {doubled}"
    if doubled := _doubled(field.title for field in spec.fields):
        yield f"fields titled twice: {doubled}"
    if not 4 <= len(spec.fields) <= 12:
        yield f"{len(spec.fields)} fields; 4 to 12 are expected"
    if not spec.provider or not spec.abstract or not spec.keywords:
        yield "organization, abstract and keywords are required"


def _doubled(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]


def _share_faults(spec: EntrySpec) -> Iterator[str]:
    types = {spec.share_type, *(field.share_type for field in spec.fields)}
    if (ShareType.CONDITIONAL in types) != bool(spec.share_condition):
        yield "a condition is required where something is shared on condition, and only there"
    if (ShareType.WITHHELD in types) != bool(spec.share_basis):
        yield "a legal basis is required where something is withheld, and only there"
    if spec.share_type not in {field.share_type for field in spec.fields}:
        yield "no field has the entry's share type"


def _open_faults(spec: EntrySpec) -> Iterator[str]:
    types = {spec.open_type, *(field.open_type for field in spec.fields)}
    if (OpenType.ON_APPLICATION in types) != bool(spec.open_condition):
        yield "an open condition is required where something is open on application, and only there"
    if spec.listable != bool(spec.open_basis):
        yield "a closed entry is listed with its legal basis, and only a listed one names it"
    if spec.listable and spec.open_type is not OpenType.CLOSED:
        yield "only a closed entry is marked listable"
    for field in spec.fields:
        if field.open_type is OpenType.UNCONDITIONAL and field.sensitivity is not Sensitivity.NONE:
            yield f"{field.name} is {field.sensitivity} and cannot be open to all"
        if field.open_type is not OpenType.CLOSED and field.share_type is ShareType.WITHHELD:
            yield f"{field.name} is withheld and cannot be open"


def _refuse_doubles(found: list[EntrySpec]) -> None:
    for (provider, name), count in Counter((spec.provider, spec.name) for spec in found).items():
        if count > 1:
            raise Malformed(provider, name, "stands twice")


def _refuse_loose_relations(found: list[EntrySpec]) -> None:
    known = {(spec.provider, spec.name) for spec in found}
    for spec in found:
        if loose := set(spec.related) - known:
            raise Malformed(spec.provider, spec.name, f"relates to unknown entries {sorted(loose)}")
