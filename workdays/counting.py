"""The count itself, without a database: working days (Civil Code 201) and calendar days that roll (203)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.utils.functional import Promise

from workdays.errors import BeforeCalendar, BeyondCalendar
from workdays.wording import WEEKEND, named

ONE_DAY = timedelta(days=1)
SATURDAY = 5
Dates = tuple[date, ...]


class Unit(StrEnum):
    """What a period is counted in."""

    WORKING = "working"
    CALENDAR = "calendar"


@dataclass(frozen=True)
class Mark:
    """What a notice or the law says about one date, against the plain week."""

    working: bool
    name: str


@dataclass(frozen=True)
class Skipped:
    """A day off on the way, and why; the reason is translated when it is shown."""

    date: date
    reason: str | Promise


@dataclass(frozen=True)
class Due:
    """The last day of a period; `provisional` when it is counted through a year that is not certain.

    Of a calendar-day period every day is counted; when the last of them is a day off, it and the
    days off that follow are named in `skipped`, and the period ends on the next working day.
    """

    date: date
    counted: Dates
    skipped: tuple[Skipped, ...]
    provisional: bool


@dataclass(frozen=True, eq=False)
class Calendar:
    """Every day from `first` to `last`, split into working days and days off, both in order."""

    version: int
    first: date
    last: date
    working: Dates = field(repr=False)
    off: Dates = field(repr=False)
    marks: Mapping[date, Mark] = field(repr=False)
    provisional_years: frozenset[int]

    @classmethod
    def build(
        cls,
        version: int,
        first: int,
        last: int,
        marks: Mapping[date, Mark],
        provisional_years: frozenset[int],
    ) -> "Calendar":
        """The calendar of whole years, from the marks that differ from the plain week."""
        working: list[date] = []
        off: list[date] = []
        for day in _days(date(first, 1, 1), date(last, 12, 31)):
            mark = marks.get(day)
            worked = mark.working if mark else day.weekday() < SATURDAY
            (working if worked else off).append(day)
        return cls(
            version,
            date(first, 1, 1),
            date(last, 12, 31),
            tuple(working),
            tuple(off),
            marks,
            provisional_years,
        )

    def due(self, received: date, days: int, unit: Unit | str = Unit.WORKING) -> Due:
        """When a period of so many days ends; the day of receipt does not count (Civil Code 201).

        Raises BeyondCalendar when the period leaves the calendar, ValueError when it has no days.
        """
        if days < 1:
            raise ValueError("A period has at least one day.")
        return (
            self._working_due(received, days)
            if Unit(unit) is Unit.WORKING
            else self._calendar_due(received, days)
        )

    def add(self, day: date, working_days: int) -> date:
        """The n-th working day after the day, or before it when negative; the day itself for 0."""
        self._check(day)
        if working_days > 0:
            return self._at(bisect_right(self.working, day) + working_days - 1)
        if working_days < 0:
            return self._at(bisect_left(self.working, day) + working_days)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days from the day after start up to and with end; negative when end lies before start."""
        self._check(start)
        self._check(end)
        return bisect_right(self.working, end) - bisect_right(self.working, start)

    def is_working(self, day: date) -> bool:
        """Does the day count as a working day?"""
        self._check(day)
        index = bisect_left(self.working, day)
        return index < len(self.working) and self.working[index] == day

    def reason(self, day: date) -> str | Promise:
        """Why the day is off, translated when shown; empty for a working day."""
        if self.is_working(day):
            return ""
        mark = self.marks.get(day)
        return named(mark.name) if mark and mark.name else WEEKEND

    def is_shifted(self, day: date) -> bool:
        """Is this a weekend day that is worked in exchange for a holiday?"""
        return day.weekday() >= SATURDAY and self.is_working(day)

    def on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next working day (Civil Code 203)."""
        self._check(day)
        return self._at(bisect_left(self.working, day))

    def differing(self, other: "Calendar") -> Dates:
        """The dates, known to both, that are worked in the one and off in the other."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        turned = frozenset(self.working) ^ frozenset(other.working)
        return tuple(sorted(day for day in turned if first <= day <= last))

    def is_provisional(self, start: date, end: date) -> bool:
        """Does the span touch a year whose days are not certain yet?"""
        return any(year in self.provisional_years for year in range(start.year, end.year + 1))

    def _working_due(self, received: date, days: int) -> Due:
        end = self.add(received, days)
        start = bisect_right(self.working, received)
        return Due(
            date=end,
            counted=self.working[start : start + days],
            skipped=self._skipped(received + ONE_DAY, end),
            provisional=self.is_provisional(received + ONE_DAY, end),
        )

    def _calendar_due(self, received: date, days: int) -> Due:
        self._check(received)
        if days > (self.last - received).days:
            raise BeyondCalendar(self.last)
        nominal = received + timedelta(days=days)
        end = self.on_or_after(nominal)
        return Due(
            date=end,
            counted=tuple(_days(received + ONE_DAY, nominal)),
            skipped=self._skipped(nominal, end),
            provisional=self.is_provisional(nominal, end),
        )

    def _skipped(self, start: date, end: date) -> tuple[Skipped, ...]:
        passed = self.off[bisect_left(self.off, start) : bisect_right(self.off, end)]
        return tuple(Skipped(day, self.reason(day)) for day in passed)

    def _at(self, index: int) -> date:
        if index < 0:
            raise BeforeCalendar(self.first)
        if index >= len(self.working):
            raise BeyondCalendar(self.last)
        return self.working[index]

    def _check(self, day: date) -> None:
        if day < self.first:
            raise BeforeCalendar(self.first)
        if day > self.last:
            raise BeyondCalendar(self.last)


def _days(start: date, end: date) -> Iterator[date]:
    for ordinal in range(start.toordinal(), end.toordinal() + 1):
        yield date.fromordinal(ordinal)
