"""The answer of a service cut to the granted fields: JSON of any shape, everything else refused (art. 44)."""

import json
import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from delivery.errors import CannotMask

ENVELOPE = frozenset({
    "code", "count", "has_more", "limit", "message", "msg", "next", "offset", "ok", "page", "page_no",
    "page_num", "page_size", "pages", "size", "status", "success", "total", "total_count",
})  # fmt: skip
"""What stands around records and tells of the answer itself; kept outside records and lists only."""
WORD = re.compile(r"\w+")
DEEPEST = 40


@dataclass(frozen=True)
class Mask:
    """The fields that may be seen, and all that the entry declares."""

    granted: frozenset[str]
    declared: frozenset[str]

    @property
    def covers_all(self) -> bool:
        """Whether nothing that the entry declares is kept back."""
        return self.declared <= self.granted

    @property
    def hidden(self) -> frozenset[str]:
        """The fields kept back, in small letters: services often do not tell names apart by case."""
        return frozenset(name.casefold() for name in self.declared - self.granted)

    def cut(self, body: bytes) -> bytes:
        """The JSON text with granted fields only. Raises CannotMask when it cannot be read."""
        try:
            whole = json.loads(body)
        except (ValueError, RecursionError):
            raise CannotMask from None
        told = self._value(whole, 0, around=True)
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    def _value(self, value: Any, depth: int, *, around: bool) -> Any:
        if depth > DEEPEST:
            raise CannotMask
        if isinstance(value, dict):
            return self._record(value, depth, around=around)
        if isinstance(value, list):
            inner = (one for one in value if isinstance(one, (dict, list)))
            return [self._value(one, depth + 1, around=False) for one in inner]
        return None

    def _record(self, record: dict[str, Any], depth: int, *, around: bool) -> dict[str, Any]:
        """Granted fields; containers that are no field, in turn; words around the records."""
        around = around and self.declared.isdisjoint(record)
        kept: dict[str, Any] = {}
        for name, value in record.items():
            if name in self.granted:
                kept[name] = self._held(value, depth + 1)
            elif around and name in ENVELOPE and _is_plain(value):
                kept[name] = value
            elif name not in self.declared and isinstance(value, (dict, list)):
                kept[name] = self._value(value, depth + 1, around=around)
        return kept

    def _held(self, value: Any, depth: int) -> Any:
        """What a granted field holds: whole, but for the fields kept back that may stand in it."""
        if depth > DEEPEST:
            raise CannotMask
        if isinstance(value, dict):
            inner = ((name, one) for name, one in value.items() if name.casefold() not in self.hidden)
            return {name: self._held(one, depth + 1) for name, one in inner}
        return [self._held(one, depth + 1) for one in value] if isinstance(value, list) else value

    def hidden_in(self, texts: Collection[str]) -> bool:
        """Whether a field kept back is named in one of the texts, whatever stands around it."""
        words = {word for text in texts for word in WORD.findall(text.casefold())}
        return any(f"__{name}__" in f"__{word}__" for name in self.hidden for word in words)


def _is_plain(value: Any) -> bool:
    """Numbers and words of the answer itself; long texts could hold anything."""
    return (
        value is None
        or isinstance(value, (bool, int, float))
        or (isinstance(value, str) and len(value) <= 200)
    )


def names_in(value: Any) -> set[str]:
    """Every name and every word in a JSON body that is sent to a service, whatever its depth."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            found |= {str(name) for name in one}
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            found |= set(one.split(","))
    return found
