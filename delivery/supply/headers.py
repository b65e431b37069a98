"""The first line of a table against the fields of the entry: which column is which (art. 21)."""

import csv
from collections.abc import Sequence
from pathlib import Path

from delivery.columns import Column
from delivery.errors import Drift, Unreadable, ragged

DELIMITERS = (",", "\t", ";", "|")
LONGEST_HEADER = 1 << 20


def delimiter_of(line: str, columns: Sequence[Column]) -> str:
    """The delimiter under which most fields of the entry are found in the first line."""
    return max(DELIMITERS, key=lambda mark: (_known(_split(line, mark), columns), -DELIMITERS.index(mark)))


def header_of(path: Path, columns: Sequence[Column]) -> tuple[list[str], str]:
    """The names in the first line, without a byte order mark, and the delimiter between them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = _first_record(file.readline(LONGEST_HEADER), file)
    delimiter = delimiter_of(line, columns)
    return _split(line, delimiter), delimiter


def _first_record(line: str, file: object) -> str:
    """A name may hold a line break within quotes."""
    while line.count('"') % 2 and (more := next(file, "")):  # type: ignore[call-overload]
        line += more
    return line


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return [name.strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        raise Unreadable(ragged(1)) from None


def _known(given: Sequence[str], columns: Sequence[Column]) -> int:
    names = _by_name(columns)
    return sum(name.lower() in names for name in given)


def _by_name(columns: Sequence[Column]) -> dict[str, str]:
    """Names and titles of the fields, both in lower case; a name goes before a title."""
    titles = [column.title.lower() for column in columns]
    once = {c.title.lower(): c.name for c in columns if titles.count(c.title.lower()) == 1}
    return once | {column.name.lower(): column.name for column in columns}


def matched(given: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """The field of each column given, which may be headed by the field's title. Raises Drift."""
    names = _by_name(columns)
    found = [names.get(name.strip().lower(), name.strip()) for name in given]
    if sorted(found) != sorted(column.name for column in columns):
        raise drift(found, [column.name for column in columns])
    return found


def drift(given: Sequence[str], wanted: Sequence[str]) -> Drift:
    """What the file lacks, what the entry does not know, and what comes twice."""
    twice = {name for name in given if given.count(name) > 1}
    unknown = sorted({name for name in given if name not in wanted} | twice)
    return Drift([name for name in wanted if name not in given], unknown)
