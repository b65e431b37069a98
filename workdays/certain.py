"""The days off that are certain before any notice: those that the State Council's holiday decree fixes.

Decree of 1949 as revised in 2024, article 2. How days are shifted around them is for each year's notice.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
FIXED = (
    (1, 1, "New Year's Day"),
    (5, 1, "Labour Day"),
    (5, 2, "Labour Day"),
    (10, 1, "National Day"),
    (10, 2, "National Day"),
    (10, 3, "National Day"),
)


def certain(year: int) -> dict[date, str]:
    """The certain days off of a year with their names; moving ones as far as `data/certain.csv` goes."""
    fixed = {date(year, month, day): name for month, day, name in FIXED}
    return {day: name for day, name in _moving().items() if day.year == year} | fixed


@cache
def _moving() -> dict[date, str]:
    """Festivals of the lunar and solar-term calendar, by their dates in ours."""
    with (DATA / "certain.csv").open(encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["name"] for row in csv.DictReader(file)}
