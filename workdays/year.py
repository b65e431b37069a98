"""One year of the calendar as a page shows it: months, days off and worked with reasons, notices."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from workdays import wording
from workdays.counting import ONE_DAY, Calendar
from workdays.explanation import WEEKDAYS, Cell
from workdays.models import Authority, Change, Notice, Outage

WORKED = _("worked in exchange for a holiday")


@dataclass(frozen=True)
class Span:
    """Days in a row that are off, or worked, for one reason."""

    start: date
    end: date
    reason: str | Promise

    @property
    def words(self) -> str:
        """4 月 9 日至 11 日."""
        return wording.span(self.start, self.end)


@dataclass(frozen=True)
class Month:
    """The weeks of one month, None for a date of another one. `special`: what is unlike the plain week."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]
    special: tuple[Span, ...]
    working_days: int

    @property
    def name(self) -> str:
        """2027 年 4 月."""
        return wording.month_name(self.first)

    @property
    def weekdays(self) -> tuple[str | Promise, ...]:
        """Headings of the grid, Monday first."""
        return WEEKDAYS


@dataclass(frozen=True)
class Year:
    """A year that the calendar covers."""

    calendar: Calendar
    number: int

    @staticmethod
    def reaches(calendar: Calendar, year: int) -> bool:
        """Does the calendar cover this year?"""
        return calendar.first.year <= year <= calendar.last.year

    @property
    def before(self) -> int | None:
        """The year before, when it is covered."""
        return self.number - 1 if self.reaches(self.calendar, self.number - 1) else None

    @property
    def after(self) -> int | None:
        """The year after, when it is covered."""
        return self.number + 1 if self.reaches(self.calendar, self.number + 1) else None

    @property
    def is_provisional(self) -> bool:
        """Are its due dates provisional?"""
        return self.number in self.calendar.provisional_years

    @cached_property
    def notices(self) -> QuerySet[Notice]:
        """What is in force for the year, and what it replaced, the newest first."""
        rows = Notice.objects.filter(year=self.number).select_related("replaced_by")
        return rows.order_by("authority", "-pk")

    @cached_property
    def missing(self) -> str:
        """The authorities of which no notice, or no known one, is entered, in words."""
        in_force = (notice for notice in self.notices if notice.is_in_force)
        known = {notice.authority for notice in in_force if not notice.overlay_unknown}
        wanted = (Authority.NATIONAL, Authority.GUANGXI)
        return wording.listed(authority.label for authority in wanted if authority not in known)

    @cached_property
    def outages(self) -> QuerySet[Outage]:
        """The platform outages of the year."""
        touching = Q(starts__year=self.number) | Q(ends__year=self.number)
        return Outage.objects.filter(touching).select_related("division")

    @cached_property
    def is_moving(self) -> bool:
        """Do due dates still have to follow some change?"""
        return Change.objects.filter(finished_at=None).exists()

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """All twelve."""
        start = date(self.number, 1, 1)
        days = [start + timedelta(days=i) for i in range((date(self.number + 1, 1, 1) - start).days)]
        return tuple(self._month(list(rows)) for _month, rows in groupby(days, key=lambda day: day.month))

    def _month(self, days: list[date]) -> Month:
        weeks = tuple(self._weeks(days))
        worked = sum(self.calendar.is_working(day) for day in days)
        return Month(days[0], weeks, tuple(self._special(days)), worked)

    def _weeks(self, days: Iterable[date]) -> Iterator[tuple[Cell | None, ...]]:
        for _week, row in groupby(days, key=lambda d: d.isocalendar()[:2]):
            cells = [self._cell(day) for day in row]
            before, after = cells[0].date.weekday(), 6 - cells[-1].date.weekday()
            yield (*[None] * before, *cells, *[None] * after)

    def _cell(self, day: date) -> Cell:
        if self.calendar.is_shifted(day):
            return Cell(day, "got", "", pgettext("in the day grid", "worked"))
        off = str(self.calendar.reason(day))
        return Cell(day, "off" if off else "out", "", off)

    def _special(self, days: Iterable[date]) -> Iterator[Span]:
        """Rows of days with a reason of their own, and worked weekend days."""
        row: list[tuple[date, str | Promise]] = []
        for day in days:
            reason = self._reason(day)
            if row and (not reason or str(reason) != str(row[0][1]) or day - row[-1][0] != ONE_DAY):
                yield Span(row[0][0], row[-1][0], row[0][1])
                row = []
            if reason:
                row.append((day, reason))
        if row:
            yield Span(row[0][0], row[-1][0], row[0][1])

    def _reason(self, day: date) -> str | Promise:
        if self.calendar.is_shifted(day):
            return WORKED
        return self.calendar.reason(day) if day in self.calendar.marks else ""
