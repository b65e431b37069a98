"""Values as the trail stores them: same facts, same JSON, in no language, within limits (art. 42)."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import override

LONGEST_TEXT = 4_000
MOST_ITEMS = 1_000
DEEPEST = 12
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def text(value: str) -> str:
    """Text that PostgreSQL can store; very long text is cut, and a digest of the whole stands at the end."""
    clean = UNSTORABLE.sub("\ufffd", value)
    if len(clean) <= LONGEST_TEXT:
        return clean
    digest = hashlib.sha256(clean.encode()).hexdigest()
    return f"{clean[:LONGEST_TEXT]}… [{len(clean)} characters, sha256 {digest}]"


def moment(value: datetime) -> str:
    """A point in time in UTC; without a zone it would mean nothing."""
    if value.tzinfo is None:
        raise ValueError("A time in the trail needs its zone.")
    return value.astimezone(UTC).isoformat()


def number(value: float | Decimal) -> float | str:
    """Decimals as text, so that 1.10 stays 1.10; infinity and NaN are no numbers for JSON."""
    if isinstance(value, Decimal):
        return str(value)
    if value != value or value in {float("inf"), float("-inf")}:  # noqa: PLR0124 - NaN differs from itself
        raise ValueError("The trail stores finite numbers only.")
    return value


def model(thing: models.Model) -> str:
    """A thing is known by its code, a case by its number, a person by the username; else by its key."""
    for name in ("code", "number", "username"):
        if value := getattr(thing, name, None):
            return str(value)
    return f"{type(thing).__name__.lower()}:{thing.pk}"


def untranslated(value: Promise) -> str:
    """The sentence as written in the code: the trail speaks no language."""
    with override(None):
        return text(str(value))


def mapping(value: Mapping[Any, Any], depth: int) -> dict[str, Any]:
    return {text(str(plain(key, depth + 1))): plain(value[key], depth + 1) for key in few(value)}


def items(value: Iterable[Any], depth: int) -> list[Any]:
    if isinstance(value, (set, frozenset)):
        return sorted((plain(item, depth + 1) for item in few(value)), key=repr)
    return [plain(item, depth + 1) for item in few(value)]


def few(value: Iterable[Any]) -> list[Any]:
    found = list(value)
    if len(found) > MOST_ITEMS:
        raise ValueError(
            f"An entry of the trail lists at most {MOST_ITEMS} things; this one lists {len(found)}."
        )
    return found


PLAIN: list[tuple[type | tuple[type, ...], Any]] = [
    (Promise, untranslated),
    (str, text),
    ((bool, int), lambda value: value),
    ((float, Decimal), number),
    (datetime, moment),
    ((date, time), lambda value: value.isoformat()),
    (timedelta, lambda value: value.total_seconds()),
    (UUID, str),
    (models.Model, model),
]


def plain(value: Any, depth: int = 0) -> Any:
    """The value as JSON; raises TypeError for other kinds, ValueError beyond the limits."""
    if depth > DEEPEST:
        raise ValueError(f"An entry of the trail nests at most {DEEPEST} levels.")
    if value is None:
        return None
    if isinstance(value, Enum):
        return plain(value.value, depth)
    for kinds, convert in PLAIN:
        if isinstance(value, kinds):
            return convert(value)
    if isinstance(value, Mapping):
        return mapping(value, depth)
    if isinstance(value, (list, tuple, set, frozenset, models.QuerySet)):
        return items(value, depth)
    raise TypeError(f"The trail cannot store a {type(value).__name__}.")
