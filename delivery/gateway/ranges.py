"""Parts of a file as RFC 9110 asks for them: one range, conditions by entity tag (art. 42)."""

import re
from dataclasses import dataclass

from delivery.errors import RangeNotSatisfiable

ONE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)


@dataclass(frozen=True)
class Part:
    """From which byte to which, both counted, of how many."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1

    @property
    def is_whole(self) -> bool:
        return self.length == self.size

    @property
    def content_range(self) -> str:
        return f"bytes {self.first}-{self.last}/{self.size}"


def asked(header: str | None, size: int) -> Part | None:
    """The one range asked for. None for the whole: no header, one that cannot be read, or several ranges.

    A server may always answer with the whole; several ranges are answered so. RangeNotSatisfiable when the
    range lies behind the end.
    """
    found = ONE.fullmatch(header or "")
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if first and last and int(last) < int(first):
        return None
    begins = int(first) if first else max(size - int(last), 0)
    ends = min(int(last), size - 1) if first and last else size - 1
    if begins >= size or (not first and int(last) == 0):
        raise RangeNotSatisfiable(size)
    return Part(begins, ends, size)


def holds(if_range: str | None, tag: str) -> bool:
    """Whether a range may be answered: no condition, or the same strong tag; dates never match here."""
    return if_range is None or if_range.strip() == tag


def is_known(if_none_match: str | None, tag: str) -> bool:
    """Whether the asker has this very content already."""
    if not if_none_match:
        return False
    tags = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return "*" in tags or tag in tags
