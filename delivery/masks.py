"""The answer of a service cut to the granted fields: JSON of any shape, everything else refused (art. 44)."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from delivery.errors import CannotMask

ENVELOPE = frozenset({
    "code", "count", "has_more", "limit", "message", "msg", "next", "offset", "ok", "page", "page_no",
    "page_num", "page_size", "pages", "size", "status", "success", "total", "total_count",
})  # fmt: skip
"""What stands around records and tells of the answer itself; kept where no record stands."""
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

    def cut(self, body: bytes) -> bytes:
        """The JSON text with granted fields only. Raises CannotMask when it cannot be read."""
        try:
            whole = json.loads(body)
        except (ValueError, RecursionError):
            raise CannotMask from None
        return json.dumps(self._value(whole, 0), ensure_ascii=False, separators=(",", ":")).encode()

    def _value(self, value: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise CannotMask
        if isinstance(value, dict):
            return self._record(value, depth)
        if isinstance(value, list):
            return [self._value(one, depth + 1) for one in value if isinstance(one, (dict, list))]
        return None

    def _record(self, record: dict[str, Any], depth: int) -> dict[str, Any]:
        """Granted fields whole; containers that are no field, in turn; words around the records."""
        is_envelope = self.declared.isdisjoint(record)
        kept: dict[str, Any] = {}
        for name, value in record.items():
            if name in self.granted or (is_envelope and name in ENVELOPE and _is_plain(value)):
                kept[name] = value
            elif name not in self.declared and isinstance(value, (dict, list)):
                kept[name] = self._value(value, depth + 1)
        return kept

    def hidden_in(self, names: Collection[str]) -> bool:
        """Whether one of the names is a field kept back, with or without an operator behind it."""
        bare = {part for name in names for part in (name, name.partition("__")[0], name.lstrip("-"))}
        return not (self.declared - self.granted).isdisjoint(bare)


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
