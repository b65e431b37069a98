"""When a duty is due by a calendar: the recount that moves due dates ("How days are counted", 1-5)."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from procedure.models import WorkItem
from workdays.calendar import Calendar, Due
from workdays.clock import SHANGHAI
from workdays.errors import BeyondCalendar
from workdays.outages import Outages

COLUMNS = (
    "pk",
    "case_id",
    "holder_id",
    "holder__division_id",
    "received",
    "days",
    "unit",
    "due",
    "provisional",
    "closed__date",
)


class Term(NamedTuple):
    """What a recount needs to know of a duty, in the order of `COLUMNS`; `closed` in Asia/Shanghai."""

    pk: int
    case: int
    holder: int
    division: str | None
    received: date
    days: int
    unit: str
    due: date
    provisional: bool
    closed: date | None

    @classmethod
    def of(cls, item: WorkItem) -> "Term":
        """The term of a duty that has a due date."""
        return cls(
            item.pk,
            item.case_id,
            item.holder_id,
            item.holder.division_id,
            item.received,
            item.days or 0,
            item.unit,
            item.due or date.max,
            item.provisional,
            item.closed.astimezone(SHANGHAI).date() if item.closed else None,
        )


class Verdict(StrEnum):
    """What the recount means for a duty."""

    STAY = "stay"
    MARK = "mark"  # only the provisional mark changes
    MOVE = "move"
    ANNUL = "annul"  # closed late by the old date, in time by the new one


@dataclass(frozen=True)
class Dates:
    """A due date, and whether the calendar on the way to it is provisional."""

    due: date
    provisional: bool


@dataclass(frozen=True)
class Recount:
    """One calendar with its outages, and the day on which the last change of it was entered."""

    calendar: Calendar
    outages: Outages
    entered: date
    _counted: dict[tuple[date, int, str], Due | None] = field(default_factory=dict)

    def judge(self, term: Term) -> tuple[Verdict, Dates | None]:
        """What happens to a duty, and its dates by this calendar."""
        dates = self.of(term)
        if dates is None:
            return Verdict.STAY, None
        if term.closed is not None:
            in_time_after_all = term.due < term.closed <= dates.due
            return Verdict.ANNUL if in_time_after_all else Verdict.STAY, dates
        if dates.due != term.due:
            return Verdict.MOVE, dates
        return Verdict.STAY if dates.provisional == term.provisional else Verdict.MARK, dates

    def of(self, term: Term) -> Dates | None:
        """The dates by this calendar; None when it does not reach so far, and the old ones stay."""
        counted = self._count(term.received, term.days, term.unit)
        if counted is None:
            return None
        try:
            due = self.outages.postponed(counted.date, term.division, self.calendar)
            return self._dates(self._not_too_short(term.due, due), counted)
        except BeyondCalendar:
            return None

    def _dates(self, due: date, counted: Due) -> Dates:
        later = due > counted.date and self.calendar.is_provisional(counted.date, due)
        return Dates(due, counted.provisional or later)

    def _not_too_short(self, old: date, new: date) -> date:
        """A shortened clock leaves at least the next working day after the change was entered."""
        if new >= old:
            return new
        left = min(old, self.calendar.add(self.entered, 1))
        return self.calendar.on_or_after(max(new, left))

    def _count(self, received: date, days: int, unit: str) -> Due | None:
        """Counted once for all duties of one term and day of receipt."""
        key = (received, days, unit)
        if key not in self._counted:
            self._counted[key] = _due(self.calendar, *key)
        return self._counted[key]


def _due(calendar: Calendar, received: date, days: int, unit: str) -> Due | None:
    try:
        return calendar.due(received, days, unit)
    except BeyondCalendar:
        return None
