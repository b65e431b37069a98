"""The notice of a late 三月三 moves exactly the due dates that it should; twice it changes nothing."""

from datetime import date, timedelta

import pytest
import time_machine

from audit.models import Entry
from procedure.models import WorkItem
from procedure.moving import Moved, replay
from sharing.law import State
from tests.procedure.moving import (
    BETTY,
    change,
    dues,
    duty,
    naive,
    noon,
    requests,
    sanyuesan,
    without_guangxi,
)
from workdays.models import Change, Day

LATE = {2017: date(2017, 3, 28), 2021: date(2021, 4, 12), 2023: date(2023, 4, 19)}
YEARS = pytest.mark.parametrize("year", LATE)


def around(example, holders, entered: date) -> list[WorkItem]:
    """Open duties of two lengths received in the five weeks around the festival."""
    starts = [entered - timedelta(days=20) + timedelta(days=i) for i in range(36)]
    cases = requests(example, len(starts) * 2)
    lengths = ((days, unit) for _ in starts for days, unit in ((5, "working"), (30, "calendar")))
    items = [
        duty(case, holders[number // 2 % 2], starts[number // 2], days, unit=unit)
        for number, (case, (days, unit)) in enumerate(zip(cases, lengths, strict=True))
    ]
    return WorkItem.objects.bulk_create(items)


def wall_calendar(year: int) -> dict[date, bool]:
    """The days of both notices of the year, Guangxi's laid over the national ones."""
    rows = Day.objects.filter(notice__year__in=(year, year + 1)).order_by("notice__authority")
    both = {"national": {}, "guangxi": {}}
    for day in rows.select_related("notice"):
        both[day.notice.authority][day.date] = day.working
    return both["national"] | both["guangxi"]


@pytest.fixture
def late(world, request):
    """The year's duties counted without Guangxi's notice, and that notice entered days before."""
    year = request.getfixturevalue("year")
    example, holders = world.bring_to(State.PROVIDER_REVIEW), (world.cast.market, world.cast.nanning)
    with time_machine.travel(noon(LATE[year]), tick=False):
        days = without_guangxi(year)
        items = around(example, holders, LATE[year])
        before = dues(items)
        sanyuesan(year, days)
        yield items, before


@YEARS
def test_it_moves_exactly_what_it_should(year, late):
    items, before = late
    done = replay(change().version, BETTY)
    marks, after = wall_calendar(year), dues(items)
    wanted = {item.pk: naive(item, marks) for item in items}
    floor = min(day for day in after.values() if day > LATE[year])
    wanted = {
        pk: day if day >= before[pk] else max(day, min(before[pk], floor)) for pk, day in wanted.items()
    }
    assert after == wanted
    assert done.moved == sum(after[pk] != before[pk] for pk in after) > 5


@YEARS
def test_it_changes_nothing_the_second_time(year, late):
    items, _ = late
    replay(change().version, BETTY)
    after, entries, version = dues(items), Entry.objects.count(), change().version
    assert replay(version, BETTY) == Moved()
    sanyuesan(year, {day.date: day_mark(day) for day in change().notice.days.all()})
    assert replay(change().version, BETTY) == Moved()
    assert (dues(items), Entry.objects.count(), change().version) == (after, entries, version)


def day_mark(day):
    return type("Mark", (), {"working": day.working, "name": day.name})()


@YEARS
def test_it_writes_one_entry_for_each_duty_and_one_message_for_each_holder(year, late):
    items, before = late
    replay(change().version, BETTY)
    moved = {pk for pk, day in dues(items).items() if day != before[pk]}
    entries = Entry.objects.filter(act="work_item.move")
    assert {entry.subject for entry in entries} == {f"work-item-{pk}" for pk in moved}
    assert len(entries) == len(moved)
    told = Entry.objects.filter(act="calendar.moved")
    assert sorted(entry.tells for entry in told) == [["450100-AUTH"], ["GX-MARKET"]]
    assert sum(entry.particulars["moved"] for entry in told) == len(moved)


@YEARS
def test_it_makes_the_year_final(year, late):
    items, _ = late
    assert WorkItem.objects.filter(pk__in=[item.pk for item in items], provisional=True).exists()
    replay(change().version, BETTY)
    assert not WorkItem.objects.filter(pk__in=[item.pk for item in items], provisional=True).exists()
    assert Change.objects.get(version=change().version).finished_at


@YEARS
def test_it_moves_reminders_and_escalations_along(year, late):
    replay(change().version, BETTY)
    moved = Entry.objects.filter(act="work_item.move").first()
    item = WorkItem.objects.get(pk=moved.subject.removeprefix("work-item-"))
    assert moved.after["remind_on"] == item.remind_on.isoformat()
    assert item.escalate_on == item.due + timedelta(days=1)
    assert item.remind_on < item.due
