"""Catalogue entries of the demonstration, written as departments compile them (articles 17-20, 25, 26, 32).

One TOML file per department stands in `data/entries`; a city's departments share one file. The metadata are the
core metadata of the national guide to compiling the catalogue (2017), the classes those of 国发〔2016〕51号.

Coding rule of the guide: a front code that classifies, a slash, and a sequence number.

    3 07 010 450000 / 000001
    | |  |   |        sequence number, six digits, counted within its front code and never used twice
    | |  |   subdivision (细目): the provider's division code, GB/T 2260
    | |  subject (目): three digits; in class 3 the number of the department's line
    | item (项): two digits; base kind, theme, or 07 for a region and all below it
    class (类): 1 base, 2 theme, 3 department

An entry's `classification` holds class, item and subject; titles stand in `data/classification.toml`. The catalogue
adds the rest: `front_code` here, the sequence number when the entry is first filed.
"""

import datetime
import functools
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
REGION = "450000"


class Malformed(ValueError):
    """A data file of the demonstration breaks the catalogue standard; names the file, the entry and the fault."""

    def __init__(self, file: str, entry: str, fault: str) -> None:
        super().__init__(f"{file}: {entry}: {fault}" if entry else f"{file}: {fault}")
        self.file, self.entry, self.fault = file, entry, fault


class ShareType(StrEnum):
    UNCONDITIONAL = "unconditional"
    CONDITIONAL = "conditional"
    WITHHELD = "withheld"


class OpenType(StrEnum):
    UNCONDITIONAL = "unconditional"
    ON_APPLICATION = "on_application"
    CLOSED = "closed"


class Sensitivity(StrEnum):
    NONE = "none"
    INTERNAL = "internal"
    PERSONAL = "personal"
    SENSITIVE_PERSONAL = "sensitive_personal"
    BUSINESS = "business"


class Format(StrEnum):
    """Article 3; a file is named by what it holds."""

    TABLE = "table"
    API = "api"
    DOCUMENT = "document"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    ARCHIVE = "archive"


class ShareMode(StrEnum):
    """How the exchange platform hands the data over; paper is no mode (article 29(3))."""

    DATABASE = "database"
    API = "api"
    FILE = "file"


class UpdateCycle(StrEnum):
    REALTIME = "realtime"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    IRREGULAR = "irregular"


NATURAL_MODE = {Format.TABLE: ShareMode.DATABASE, Format.API: ShareMode.API}
KINDS = {"1": "base", "2": "theme", "3": "department"}


@dataclass(frozen=True, slots=True)
class Classification:
    """Class, item and subject: `code` has six digits, `kind` is base, theme or department, `key` names the item."""

    code: str
    kind: str
    key: str
    item: str
    subject: str


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field; `length` counts characters or digits, `source` is the department a theme takes it from (19)."""

    name: str
    title: str
    type: str
    length: int | None
    scale: int | None
    description: str
    share_type: ShareType
    sensitivity: Sensitivity
    open_type: OpenType
    source: str


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """One entry; `related` holds (provider, name) pairs, `listable` lets anyone see that a closed entry exists (32)."""

    provider: str
    name: str
    abstract: str
    classification: Classification
    format: Format
    fields: tuple[FieldSpec, ...]
    share_type: ShareType
    share_condition: str
    share_basis: str
    share_mode: ShareMode
    open_type: OpenType
    open_condition: str
    open_basis: str
    listable: bool
    update_cycle: UpdateCycle
    published: datetime.date
    keywords: tuple[str, ...]
    related: tuple[tuple[str, str], ...]

    @property
    def division(self) -> str:
        return REGION if self.provider.startswith("GX-") else self.provider[:6]

    @property
    def front_code(self) -> str:
        return self.classification.code + self.division

    def field(self, name: str) -> FieldSpec:
        return next(field for field in self.fields if field.name == name)


def compose(front_code: str, sequence: int) -> str:
    """Return the whole code of an entry: `307010450000/000001`."""
    return f"{front_code}/{sequence:06d}"


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


KNOWN = frozenset(
    "organization name class abstract format mode cycle published share condition basis open open_condition "
    "open_basis listable keywords related fields".split()
)


def _entry(row: Mapping[str, Any]) -> EntrySpec:
    if unknown := set(row) - KNOWN:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    provider, share, opened = row["organization"], ShareType(row["share"]), OpenType(row["open"])
    kind = Format(row["format"])
    spec = EntrySpec(
        provider=provider,
        name=row["name"],
        abstract=row["abstract"],
        classification=classification(row["class"]),
        format=kind,
        fields=tuple(_field(line, share, opened) for line in row["fields"].strip().splitlines()),
        share_type=share,
        share_condition=row.get("condition", ""),
        share_basis=row.get("basis", ""),
        share_mode=ShareMode(row["mode"]) if "mode" in row else NATURAL_MODE.get(kind, ShareMode.FILE),
        open_type=opened,
        open_condition=row.get("open_condition", ""),
        open_basis=row.get("open_basis", ""),
        listable=row.get("listable", False),
        update_cycle=UpdateCycle(row["cycle"]),
        published=row["published"],
        keywords=tuple(row["keywords"]),
        related=tuple(_relation(provider, name) for name in row.get("related", [])),
    )
    _check(spec)
    return spec


def _relation(provider: str, name: str) -> tuple[str, str]:
    """Read `GX-CIVIL:低保对象信息`, or a bare name for an entry of the same provider."""
    other, colon, rest = name.partition(":")
    return (other, rest) if colon else (provider, name)


LINE = re.compile(r"(?P<name>\S+)\s+(?P<title>\S+)\s+(?P<type>\S+)(?P<marks>[^#]*)(?:#\s*(?P<description>.+))?")
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
        type=form["text"] or form["number"] or form["plain"],
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


@functools.cache
def _items() -> dict[str, dict[str, Any]]:
    return tomllib.loads((DATA / "classification.toml").read_text(encoding="utf-8"))


def classification(code: str) -> Classification:
    """Return the titles of a six-digit class, item and subject; raises ValueError for one that is not listed."""
    item, subject = _items().get(code[:3]), code[3:]
    if item is None or subject not in item["subjects"]:
        raise ValueError(f"class {code} is not in classification.toml")
    return Classification(code, KINDS[code[0]], item["key"], item["title"], item["subjects"][subject])


def _check(spec: EntrySpec) -> None:
    if fault := next(_faults(spec), None):
        raise ValueError(fault)


def _faults(spec: EntrySpec) -> Iterator[str]:
    yield from _share_faults(spec)
    yield from _open_faults(spec)
    if doubled := [name for name, count in Counter(field.name for field in spec.fields).items() if count > 1]:
        yield f"fields named twice: {doubled}"
    if doubled := [name for name, count in Counter(field.title for field in spec.fields).items() if count > 1]:
        yield f"fields titled twice: {doubled}"
    if not 4 <= len(spec.fields) <= 12:
        yield f"{len(spec.fields)} fields; 4 to 12 are expected"
    if not spec.provider or not spec.abstract or not spec.keywords:
        yield "organization, abstract and keywords are required"


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
