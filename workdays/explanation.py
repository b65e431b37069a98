"""Why a period ends when it ends: each day counted or skipped, the rule, the article; laid out by months."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from workdays import wording
from workdays.counting import ONE_DAY, Calendar, Due, Skipped, Unit

WEEKDAYS = (
    pgettext_lazy("weekday heading", "Mo"),
    pgettext_lazy("weekday heading", "Tu"),
    pgettext_lazy("weekday heading", "We"),
    pgettext_lazy("weekday heading", "Th"),
    pgettext_lazy("weekday heading", "Fr"),
    pgettext_lazy("weekday heading", "Sa"),
    pgettext_lazy("weekday heading", "Su"),
)
RECEIVED = pgettext_lazy("mark of the day of receipt", "in")
OPEN_MONTHS = 3
RULES = {
    Unit.WORKING: gettext_lazy(
        "Working days follow the State Council's holiday arrangement and Guangxi's own notices; "
        "the day of receipt does not count (Civil Code, article 201)."
    ),
    Unit.CALENDAR: gettext_lazy(
        "Every calendar day counts, the day of receipt does not (Civil Code, article 201); "
        "a period that ends on a day off ends on the next working day (article 203)."
    ),
}


@dataclass(frozen=True)
class Cell:
    """One date of the grid: its class (off, count, end, or none), a mark beside the number, words for it."""

    date: date
    look: str
    mark: str | Promise
    words: str


@dataclass(frozen=True)
class Month:
    """The weeks of one month that the period touches; None stands for a date of another month."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]

    @property
    def name(self) -> str:
        """2026 年 11 月."""
        return wording.month_name(self.first)


@dataclass(frozen=True)
class Break:
    """Days off in a row that have one reason."""

    start: date
    end: date
    reason: str | Promise

    @property
    def words(self) -> str:
        """2 月 15 日至 23 日."""
        return wording.span(self.start, self.end)


@dataclass(frozen=True)
class Explanation:
    """A due date with everything that a reader needs to count it again on a wall calendar."""

    received: date
    days: int
    unit: Unit
    due: Due
    calendar: Calendar
    article: str = ""

    @property
    def sentence(self) -> str:
        """How it was counted, in words: 17 日收到，当日不算；从 18 日起数 3 个工作日."""
        return _("Received on %(received)s, which does not count; from %(start)s on, count %(period)s.") % {
            "received": wording.date_beside(self.received, self.due.date),
            "start": wording.date_beside(self.due.counted[0], self.due.date),
            "period": wording.counted_days(self.days, self.unit),
        }

    @property
    def rule(self) -> str | Promise:
        """By which rule the days were counted."""
        return RULES[self.unit]

    @property
    def rolled(self) -> str:
        """What happened to a calendar-day period whose last day is off; empty otherwise."""
        last = self.due.counted[-1]
        if last == self.due.date:
            return ""
        return _("Day %(days)d, %(last)s, is a day off (%(reason)s): the period ends on %(due)s.") % {
            "days": self.days,
            "last": wording.date_beside(last, self.due.date),
            "reason": self.calendar.reason(last),
            "due": wording.date_beside(self.due.date, last),
        }

    @cached_property
    def breaks(self) -> tuple[Break, ...]:
        """The skipped days, each row of days with its reason."""
        return tuple(_breaks(self.due.skipped))

    @cached_property
    def shifted(self) -> tuple[date, ...]:
        """Weekend days that were counted because they are worked in exchange for a holiday."""
        if self.unit is Unit.CALENDAR:
            return ()
        return tuple(day for day in self.due.counted if self.calendar.is_shifted(day))

    @property
    def shifted_words(self) -> str:
        """The worked weekend days in words."""
        return wording.listed(wording.short_date(day) for day in self.shifted)

    @property
    def due_words(self) -> str | Promise:
        """The due date with its weekday."""
        return wording.dated(self.due.date)

    @property
    def key(self) -> str:
        """Tells apart the grids of one page."""
        return f"{self.received:%Y%m%d}-{self.days}-{self.unit}"

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """The grid, from the week of receipt to the week of the due date, within their months."""
        received, due = self.received, self.due.date
        start = max(received - timedelta(days=received.weekday()), received.replace(day=1))
        end = min(
            due + timedelta(days=6 - due.weekday()), due.replace(day=monthrange(due.year, due.month)[1])
        )
        days = [start + timedelta(days=i) for i in range((end - start).days + 1)]
        return tuple(
            Month(date(*month, 1), tuple(self._weeks(rows)))
            for month, rows in groupby(days, key=lambda d: (d.year, d.month))
        )

    @property
    def weekdays(self) -> tuple[str | Promise, ...]:
        """Headings of the grid, Monday first."""
        return WEEKDAYS

    @property
    def is_long(self) -> bool:
        """So many months that the grid is folded away at first."""
        return len(self.months) > OPEN_MONTHS

    @cached_property
    def _numbers(self) -> dict[date, int]:
        return {day: number for number, day in enumerate(self.due.counted, start=1)}

    def _weeks(self, days: Iterable[date]) -> Iterable[tuple[Cell | None, ...]]:
        for _week, row in groupby(days, key=lambda d: d.isocalendar()[:2]):
            cells = [self._cell(day) for day in row]
            before, after = cells[0].date.weekday(), 6 - cells[-1].date.weekday()
            yield (*[None] * before, *cells, *[None] * after)

    def _cell(self, day: date) -> Cell:
        look, mark, words = self._state(day)
        return Cell(day, look, mark, words)

    def _state(self, day: date) -> tuple[str, str | Promise, str]:
        """How a date looks in the grid, and what is said of it."""
        if day == self.due.date:
            return "end", "", pgettext("in the day grid", "due")
        if day == self.received:
            return "got", RECEIVED, pgettext("in the day grid", "received, does not count")
        if day in self._numbers and not (self.rolled and day == self.due.counted[-1]):
            return "count", "", pgettext("in the day grid", "day %(number)d") % {"number": self._numbers[day]}
        if not self._is_known(day):
            return "out", "", ""
        return (
            ("out", "", "") if self.calendar.is_working(day) else ("off", "", str(self.calendar.reason(day)))
        )

    def _is_known(self, day: date) -> bool:
        return self.calendar.first <= day <= self.calendar.last


def _breaks(skipped: Iterable[Skipped]) -> Iterable[Break]:
    row: list[Skipped] = []
    for day in skipped:
        if row and (day.date - row[-1].date != ONE_DAY or str(day.reason) != str(row[-1].reason)):
            yield Break(row[0].date, row[-1].date, row[0].reason)
            row = []
        row.append(day)
    if row:
        yield Break(row[0].date, row[-1].date, row[0].reason)
