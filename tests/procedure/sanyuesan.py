"""Guangxi's notices of 壮族三月三 from the project's own file, and a wall calendar to count by hand."""

import csv
from datetime import date, timedelta

import chinese_calendar

from workdays.certain import DATA
from workdays.counting import Mark

NAME = "壮族三月三"


def noticed(year: int) -> dict[date, bool]:
    """The days that the notice of that year turns: worked, or off. The rows of the file, nothing else."""
    with (DATA / "guangxi.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["year"] == str(year) and row["date"]]
    return {date.fromisoformat(row["date"]): row["day"] == "worked" for row in rows}


def marks_of(year: int) -> dict[date, Mark]:
    """The same days as the calendar takes them."""
    return {day: Mark(working=worked, name=NAME) for day, worked in noticed(year).items()}


def lines_of(year: int) -> list[str]:
    """The same days as they are typed."""
    return [
        f"{day.isoformat()} {'worked' if worked else 'off'} {NAME}" for day, worked in noticed(year).items()
    ]


def entered_on(year: int) -> date:
    """So late that it was two days before the first day off."""
    return min(day for day, worked in noticed(year).items() if not worked) - timedelta(days=2)


def wall_calendar(year: int) -> dict[date, bool]:
    """Every day of that year: worked in the whole country, and as Guangxi's notice turns it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return {day: chinese_calendar.is_workday(day) for day in days} | noticed(year)


def next_worked(day: date, marks: dict[date, bool]) -> date:
    day += timedelta(days=1)
    while not marks[day]:
        day += timedelta(days=1)
    return day
