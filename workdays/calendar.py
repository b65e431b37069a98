"""The calendar in force: stored notices laid over each other, kept in memory until another one is entered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from workdays.certain import certain
from workdays.counting import Calendar, Due, Mark, Skipped, Unit
from workdays.models import Authority, CalendarVersion, Day, Notice

__all__ = ["Calendar", "Due", "Skipped", "Unit", "as_entered", "current"]

_held: dict[tuple[int, UUID], Calendar] = {}


def current() -> Calendar:
    """The calendar in force: one query, and two more when it has changed since this process last asked."""
    stamp = CalendarVersion.objects.stamp()
    calendar = _held.get(stamp)
    if calendar is None:
        calendar = _load(stamp[0])
        _held.clear()
        _held[stamp] = calendar
    return calendar


def as_entered() -> Calendar:
    """The calendar as this transaction sees it, read anew and not kept: it may be rolled back."""
    return _load(CalendarVersion.objects.stamp()[0])


@dataclass(frozen=True)
class Years:
    """What is known of which year."""

    national: frozenset[int]
    guangxi: frozenset[int]
    overlay_known: frozenset[int]

    @property
    def final(self) -> frozenset[int]:
        """Years of which both notices are entered."""
        return self.national & self.guangxi

    @property
    def all(self) -> range:
        """From the first final year to the year after the last final one."""
        return range(min(self.final), max(self.final) + 2)

    @property
    def provisional(self) -> frozenset[int]:
        """Years that are not final, or whose overlay nobody knows."""
        return frozenset(self.all) - (self.final & self.overlay_known)


def _load(version: int) -> Calendar:
    years = _years()
    marks = _certain_marks(years) | _noticed_marks()
    return Calendar.build(version, years.all[0], years.all[-1], marks, years.provisional)


def _years() -> Years:
    entered = defaultdict(set)
    known = set()
    rows = Notice.objects.in_force().values_list("authority", "year", "overlay_unknown")
    for authority, year, overlay_unknown in rows:
        entered[authority].add(year)
        if authority == Authority.GUANGXI and not overlay_unknown:
            known.add(year)
    return Years(
        national=frozenset(entered[Authority.NATIONAL]),
        guangxi=frozenset(entered[Authority.GUANGXI]),
        overlay_known=frozenset(known),
    )


def _certain_marks(years: Years) -> dict[date, Mark]:
    """What the law fixes, for the years that have no national notice."""
    return {
        day: Mark(working=False, name=name)
        for year in years.all
        if year not in years.national
        for day, name in certain(year).items()
    }


def _noticed_marks() -> dict[date, Mark]:
    """What the notices say; the weightier and the later one wins."""
    rows = Day.objects.weighed().values_list("date", "working", "name")
    return {day: Mark(working=working, name=name) for day, working, name in rows}
