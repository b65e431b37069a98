"""A due date as a chip shows it: its words, its tone, its day, and where it is explained."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from portal import words
from procedure.models import WorkItem


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
        day=words.named_day(due),
        provisional=provisional,
        explain=explain,
    )


def explanation(item: Any) -> str:
    """The page that explains the due date of a stored work item; empty for things that are none."""
    if not isinstance(item, WorkItem) or item.pk is None:
        return ""
    return reverse("procedure:explanation", args=[item.pk])
