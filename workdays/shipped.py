"""The notices that ship with the portal: national ones of 2015 to 2026, and Guangxi's for 壮族三月三.

National days come from the `chinesecalendar` package, their document numbers from `data/national.csv`;
Guangxi's days from `data/guangxi.csv`, where a year marked `unknown` has no known notice and no overlay.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter

import chinese_calendar
from django.db import transaction

from audit.trail import Snapshot
from workdays.certain import DATA
from workdays.counting import Mark
from workdays.models import Authority, CalendarVersion, Change, Day, Notice
from workdays.wording import SANYUESAN

SHIPPED_BY = "Guishu"
RENAMED = {
    "Mid-autumn Festival": "Mid-Autumn Festival",
    "Anti-Fascist 70th Day": "70th anniversary of victory in the war of resistance",
}


@dataclass(frozen=True)
class Shipped:
    """One notice of the package, not stored yet."""

    notice: Notice
    marks: dict[date, Mark]


@transaction.atomic
def establish() -> int:
    """Enters the shipped notices of which the authority and year are not entered yet; how many that were."""
    entered = set(Notice.objects.values_list("authority", "year"))
    missing = [each for each in _all() if (each.notice.authority, each.notice.year) not in entered]
    for each in missing:
        each.notice.save(force_insert=True)
    Day.objects.bulk_create(
        Day(notice=each.notice, date=day, working=mark.working, name=mark.name)
        for each in missing
        for day, mark in sorted(each.marks.items())
    )
    if missing:
        _change(missing)
    return len(missing)


def _change(missing: list[Shipped]) -> None:
    """A new version; on a portal in use also a change that due dates follow."""
    in_use = CalendarVersion.objects.exists()
    version, turned = CalendarVersion.objects.bump(), sorted(day for each in missing for day in each.marks)
    if in_use and turned:
        actor = asdict(Snapshot.clock())
        Change.objects.create(
            version=version, notice=missing[-1].notice, first=turned[0], last=turned[-1], by=actor
        )


def _all() -> Iterator[Shipped]:
    yield from map(_national, _rows("national.csv"))
    for year, rows in groupby(_rows("guangxi.csv"), key=itemgetter("year")):
        yield _guangxi(int(year), list(rows))


def _national(row: dict[str, str]) -> Shipped:
    year = int(row["year"])
    source = f"chinesecalendar {chinese_calendar.__version__}"
    if row["amended_by"]:
        source = f"{source}; {row['amended_by']}"
    title = f"国务院办公厅关于{year}年部分节假日安排的通知"
    notice = Notice(
        authority=Authority.NATIONAL,
        year=year,
        number=row["number"],
        title=title,
        source=source,
        entered_by=SHIPPED_BY,
    )
    return Shipped(notice, _national_marks(year))


def _national_marks(year: int) -> dict[date, Mark]:
    """The days of one year's notice; days of late December arranged for a New Year are in that year's notice.

    Raises LookupError when the package does not cover the year.
    """
    table = _in_notice(year, chinese_calendar.holidays, working=False)
    table |= _in_notice(year, chinese_calendar.workdays, working=True)
    if not table:
        raise LookupError(f"chinesecalendar {chinese_calendar.__version__} does not cover {year}.")
    return table


def _in_notice(year: int, days: dict[date, str], *, working: bool) -> dict[date, Mark]:
    return {
        day: Mark(working=working, name=RENAMED.get(name, name))
        for day, name in days.items()
        if day.year + (day.month == 12 and name == "New Year's Day") == year
    }


def _guangxi(year: int, rows: Iterable[dict[str, str]]) -> Shipped:
    marks = {
        date.fromisoformat(row["date"]): Mark(working=row["day"] == "worked", name=SANYUESAN)
        for row in rows
        if row["day"] != "unknown"
    }
    noticed = f"广西壮族自治区人民政府办公厅关于{year}年“壮族三月三”放假的通知"
    unknown = f"{year}年“壮族三月三”放假安排（未获知）"
    notice = Notice(
        authority=Authority.GUANGXI,
        year=year,
        title=noticed if marks else unknown,
        source="; ".join(sorted({row["source"] for row in rows})),
        overlay_unknown=not marks,
        entered_by=SHIPPED_BY,
    )
    return Shipped(notice, marks)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
