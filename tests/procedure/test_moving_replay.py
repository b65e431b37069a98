"""The notice of a late 三月三 moves exactly the due dates that it should; twice it changes nothing."""

from datetime import date, timedelta

import pytest
import time_machine

from audit.models import Entry
from organizations.models import Post
from procedure.models import WorkItem
from procedure.moving.replay import Moved, replay
from sharing.law import State
from tests.procedure.doors import Pages, Rest
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
from tests.procedure.sanyuesan import entered_on, lines_of, marks_of, next_worked, noticed, wall_calendar
from workdays.models import Change, Notice

LATE_YEARS = (2017, 2021, 2023)
YEARS = pytest.mark.parametrize("year", LATE_YEARS)
LENGTHS = ((2, "working"), (5, "working"), (30, "calendar"))
# Counted by hand from the two notices: received, days of work, due without Guangxi's notice, due with it.
BY_HAND = [
    (2017, "2017-03-27", 5, "2017-04-01", "2017-04-07"),
    (2017, "2017-03-30", 5, "2017-04-07", "2017-04-10"),
    (2017, "2017-04-06", 2, "2017-04-10", "2017-04-08"),
    (2021, "2021-04-09", 5, "2021-04-16", "2021-04-20"),
    (2021, "2021-04-16", 1, "2021-04-19", "2021-04-18"),
    (2023, "2023-04-18", 5, "2023-04-24", "2023-04-26"),
    (2023, "2023-04-17", 3, "2023-04-20", "2023-04-20"),
]


def around(example, holders, entered: date) -> list[WorkItem]:
    """Open duties of three lengths received on each of the five weeks around the festival."""
    starts = [entered - timedelta(days=20) + timedelta(days=i) for i in range(36)]
    told = [(start, days, unit) for start in starts for days, unit in LENGTHS]
    cases = requests(example, len(told))
    items = [
        duty(case, holders[number // 2 % 2], start, days, unit=unit)
        for number, (case, (start, days, unit)) in enumerate(zip(cases, told, strict=True))
    ]
    return WorkItem.objects.bulk_create(items)


def expected(item: WorkItem, old: date, year: int) -> date:
    """By the wall calendar; a duty that becomes shorter keeps the next worked day after the entry."""
    marks = wall_calendar(year)
    new = naive(item, marks)
    return new if new >= old else max(new, min(old, next_worked(entered_on(year), marks)))


@pytest.fixture
def late(world, request):
    """The year's duties counted without Guangxi's notice, and that notice entered days before."""
    year = request.getfixturevalue("year")
    example, holders = world.bring_to(State.PROVIDER_REVIEW), (world.cast.market, world.cast.nanning)
    with time_machine.travel(noon(entered_on(year)), tick=False):
        without_guangxi(year)
        items = around(example, holders, entered_on(year))
        before = dues(items)
        sanyuesan(year, marks_of(year))
        yield items, before


@YEARS
def test_it_ships_the_notice_as_the_file_has_it(db, year):
    stored = Notice.objects.get(authority="guangxi", year=year).days
    assert dict(stored.values_list("date", "working")) == noticed(year)
    assert len(noticed(year)) == {2017: 4, 2021: 4, 2023: 2}[year]


@YEARS
def test_it_moves_exactly_what_it_should(year, late):
    items, before = late
    done = replay(change().version, BETTY)
    after = dues(items)
    assert after == {item.pk: expected(item, before[item.pk], year) for item in items}
    moved = [pk for pk in after if after[pk] != before[pk]]
    assert done.moved == len(moved) > 10
    assert done.moved < len(items)
    written = {entry.subject for entry in Entry.objects.filter(act="work_item.move")}
    assert written == {f"work-item-{pk}" for pk in moved}


@pytest.mark.parametrize(("year", "received", "days", "old", "new"), BY_HAND)
def test_it_counts_as_one_does_by_hand(world, year, received, days, old, new):
    case = world.bring_to(State.PROVIDER_REVIEW)
    with time_machine.travel(noon(entered_on(year)), tick=False):
        without_guangxi(year)
        item = duty(case, world.cast.market, date.fromisoformat(received), days, stage="naming")
        item.save()
        assert item.due.isoformat() == old
        sanyuesan(year, marks_of(year))
        replay(change().version, BETTY)
    assert dues([item])[item.pk].isoformat() == new


@YEARS
def test_it_changes_nothing_the_second_time(year, late):
    items, _ = late
    replay(change().version, BETTY)
    after, entries, version = dues(items), Entry.objects.count(), change().version
    assert replay(version, BETTY) == Moved()
    sanyuesan(year, marks_of(year))
    assert replay(change().version, BETTY) == Moved()
    assert (dues(items), Entry.objects.count(), change().version) == (after, entries, version)


@YEARS
@pytest.mark.parametrize("door", ["pages", "rest"])
def test_it_is_entered_twice_at_the_door_and_moves_once(world, year, door):
    example = world.bring_to(State.PROVIDER_REVIEW)
    Post.objects.update(starts=date(2015, 1, 1))
    with time_machine.travel(noon(entered_on(year)), tick=False):
        without_guangxi(year)
        items = around(example, (world.cast.market, world.cast.nanning), entered_on(year))
        before = dues(items)
        enter(door, world.cast.betty, year)
        once = dues(items)
        assert once == {item.pk: expected(item, before[item.pk], year) for item in items}
        entries, version = Entry.objects.filter(act="work_item.move").count(), change().version
        enter(door, world.cast.betty, year)
    assert (dues(items), change().version) == (once, version)
    assert Entry.objects.filter(act="work_item.move").count() == entries
    assert Notice.objects.filter(authority="guangxi", year=year).count() == 1


def enter(door: str, betty, year: int) -> None:
    """The notice of the file, typed in the browser and confirmed, or sent by a program."""
    said = {"authority": "guangxi", "year": year, "number": f"桂政办发〔{year}〕1号", "source": "公报"}
    said |= {"title": f"关于{year}年壮族三月三放假的通知", "days": lines_of(year)}
    if door == "rest":
        assert Rest(betty).post("/api/v1/workdays/notices/", said).status_code in {200, 201}
        return
    client, typed = Pages(betty).client, said | {"days": "\r\n".join(lines_of(year))}
    seen = client.post("/workdays/notices/enter/", typed).context["preview"].version
    answer = client.post("/workdays/notices/enter/", typed | {"confirm": "1", "seen": seen})
    assert answer.status_code == 302


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
