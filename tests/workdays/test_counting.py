"""The count against a naive one that walks day by day, on calendars of any shape."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workdays.counting import Calendar, Mark
from workdays.errors import BeforeCalendar, BeyondCalendar

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
dates = st.dates(FIRST, LAST)
inner = st.dates(FIRST, date(2025, 6, 30))
marks = st.dictionaries(dates, st.builds(Mark, st.booleans(), st.just("Named")), max_size=60)


def calendar(marked=None, provisional=()):
    return Calendar.build(1, 2024, 2026, marked or {}, frozenset(provisional))


def naive_is_working(marked, day):
    return marked[day].working if day in marked else day.weekday() < 5


def naive_working(marked, received, days):
    day, left = received, days
    while left:
        day += timedelta(days=1)
        left -= naive_is_working(marked, day)
    return day


@given(marks, inner, st.integers(1, 200))
def test_it_counts_working_days_as_a_clerk_does(marked, received, days):
    due = calendar(marked).due(received, days)
    assert due.date == naive_working(marked, received, days)
    assert due.counted[-1] == due.date
    assert len(due.counted) == days
    between = {received + timedelta(days=i) for i in range(1, (due.date - received).days + 1)}
    assert between == {*due.counted, *(skip.date for skip in due.skipped)}


@given(marks, inner, st.integers(1, 200))
def test_it_rolls_calendar_days_as_a_clerk_does(marked, received, days):
    due = calendar(marked).due(received, days, "calendar")
    day = received + timedelta(days=days)
    while not naive_is_working(marked, day):
        day += timedelta(days=1)
    assert due.date == day
    assert len(due.counted) == days


@given(marks, inner, inner)
def test_it_counts_what_lies_between(marked, one, other):
    start, end = sorted((one, other))
    days = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    worked = sum(naive_is_working(marked, day) for day in days)
    assert calendar(marked).between(start, end) == worked
    assert calendar(marked).between(end, start) == -worked


@given(marks, st.dates(date(2024, 9, 1), date(2025, 6, 30)), st.integers(1, 60))
def test_it_goes_back_as_it_came(marked, day, days):
    there = calendar(marked)
    start = there.on_or_after(day)
    assert there.add(there.add(start, days), -days) == start
    assert there.add(start, 0) == start


def test_it_tells_why_a_day_is_off():
    marked = {
        date(2024, 4, 11): Mark(working=False, name="Typhoon"),
        date(2024, 4, 13): Mark(working=True, name=""),
    }
    there = calendar(marked)
    assert there.reason(date(2024, 4, 11)) == "Typhoon"
    assert there.reason(date(2024, 4, 12)) == ""
    assert there.is_shifted(date(2024, 4, 13))
    assert not there.is_working(date(2024, 4, 14))


def test_it_is_provisional_when_any_year_on_the_way_is():
    there = calendar(provisional=[2025])
    assert there.due(date(2024, 12, 30), 2).provisional
    assert there.due(date(2024, 12, 30), 300).provisional
    assert not there.due(date(2024, 12, 27), 2).provisional
    assert not there.due(date(2025, 12, 31), 2).provisional


@pytest.mark.parametrize("unit", ["working", "calendar"])
def test_it_refuses_to_leave_the_calendar(unit):
    with pytest.raises(BeyondCalendar):
        calendar().due(date(2026, 12, 30), 5, unit)
    with pytest.raises(BeyondCalendar):
        calendar().due(date.max, 1, unit)
    with pytest.raises(BeforeCalendar):
        calendar().due(date.min, 1, unit)
    with pytest.raises(ValueError, match="at least one day"):
        calendar().due(FIRST, 0, unit)


def test_it_refuses_to_go_back_before_the_calendar():
    with pytest.raises(BeforeCalendar):
        calendar().add(FIRST, -1)
