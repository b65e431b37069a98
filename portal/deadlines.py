"""A due date as a chip shows it: its words, its tone, its day, and where it is explained."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from portal import words


@dataclass(frozen=True)
class Deadline:
    """What `components/deadline.html` writes; `explain` is an address, or empty."""

    tone: str
    words: str
    day: str
    provisional: bool
    explain: str


def deadline(due: date | datetime, *, closed: bool, provisional: bool, explain: str) -> Deadline:
    """The chip of a date."""
    return Deadline(
        tone=words.due_tone(due, closed=closed),
        words=words.due_words(due, closed=closed),
        day=f"{words.short_date(due)} {words.weekday(due)}",
        provisional=provisional,
        explain=explain,
    )


def calculation(item: Any) -> str:
    """The calculator's page that counts the days of a work item anew; empty for things that are none."""
    if not getattr(item, "days", None) or not getattr(item, "received", None):
        return ""
    asked = {"received": words.as_date(item.received).isoformat(), "days": item.days, "unit": str(item.unit)}
    return f"{reverse('workdays:calculator')}?{urlencode(asked)}"
