"""How dates and off days are named, in the language of the reader."""

from collections.abc import Iterable
from datetime import date

from django.utils.dateformat import format as formatted
from django.utils.functional import lazy
from django.utils.translation import gettext, gettext_noop, npgettext, pgettext
from django.utils.translation import gettext_lazy as _

WEEKEND = _("Weekend")

HOLIDAYS = (
    gettext_noop("New Year's Day"),
    gettext_noop("Spring Festival"),
    gettext_noop("Tomb-sweeping Day"),
    gettext_noop("Labour Day"),
    gettext_noop("Dragon Boat Festival"),
    gettext_noop("Mid-Autumn Festival"),
    gettext_noop("National Day"),
    gettext_noop("70th anniversary of victory in the war of resistance"),
    gettext_noop("Zhuang Sanyuesan festival (Guangxi)"),
)
"""The names under which shipped days are stored; names that were typed with a notice are shown as typed."""
SANYUESAN = HOLIDAYS[-1]


def _long(day: date) -> str:
    return formatted(day, pgettext("date format: day, month and year", "j F Y"))


def _short(day: date) -> str:
    return formatted(day, pgettext("date format: day and month", "j F"))


def _named(name: str) -> str:
    return gettext(name)


long_date = lazy(_long, str)
short_date = lazy(_short, str)
named = lazy(_named, str)
"""A stored name of a day, translated when it is shown."""


def month_name(day: date) -> str:
    """The month as the heading of a grid: 2026 年 11 月."""
    return formatted(day, pgettext("date format: month and year", "F Y"))


def date_beside(day: date, other: date) -> str:
    """The date as short as it can be next to the other one: day only, day and month, or all of it."""
    if (day.year, day.month) == (other.year, other.month):
        return formatted(day, pgettext("date format: day of this month", "j F"))
    return _short(day) if day.year == other.year else _long(day)


def dated(day: date) -> str:
    """The date with its weekday: 2026 年 11 月 20 日，星期五."""
    return formatted(day, pgettext("date format: weekday and full date", "l, j F Y"))


def listed(words: Iterable[object]) -> str:
    """Words one after another: 2 月 14 日、2 月 28 日."""
    return pgettext("between the parts of a list", ", ").join(str(word) for word in words)


def span(start: date, end: date) -> str:
    """The days from start to end in words: 2 月 15 日至 23 日."""
    if start == end:
        return _short(start)
    return pgettext("days off", "%(start)s to %(end)s") % {
        "start": _short(start),
        "end": date_beside(end, start),
    }


def counted_days(days: int, unit: str) -> str:
    """The length of a period in words: 3 个工作日."""
    if unit == "working":
        words = npgettext("length of a period", "%(days)d working day", "%(days)d working days", days)
    else:
        words = npgettext("length of a period", "%(days)d calendar day", "%(days)d calendar days", days)
    return words % {"days": days}
