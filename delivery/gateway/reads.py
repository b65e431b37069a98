"""The last reads under a grant, told from the trail (art. 42)."""

from dataclasses import dataclass
from datetime import datetime

from audit.sentences import tell
from audit.trail import Entry
from delivery.models import Grant

ACTS = ("delivery.read", "delivery.denied")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a timeline."""

    at: datetime
    sentence: str
    article: str


def last_reads(grant: Grant, most: int = 10) -> list[Line]:
    """What was read, and denied, under the grant; the newest first."""
    found = Entry.objects.of_case(grant.case.number).filter(act__in=ACTS, particulars__grant=grant.number)
    return [Line(entry.at, tell(entry), entry.article) for entry in found.order_by("-id")[:most]]
