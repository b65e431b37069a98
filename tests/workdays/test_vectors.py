"""Every worked case, counted by the calendar that ships."""

import csv
from datetime import date
from pathlib import Path

import pytest

from workdays.calendar import current

pytestmark = pytest.mark.django_db
with (Path(__file__).parent / "vectors.csv").open(encoding="utf-8", newline="") as file:
    VECTORS = list(csv.DictReader(file))


@pytest.mark.parametrize(
    "case", VECTORS, ids=lambda case: f"{case['received']}+{case['days']}-{case['unit']}"
)
def test_it_ends_on_the_day_of_the_worked_case(case):
    due = current().due(date.fromisoformat(case["received"]), int(case["days"]), case["unit"])
    assert due.date == date.fromisoformat(case["due"]), case["why"]


def test_it_covers_all_worked_cases():
    assert len(VECTORS) == 32
