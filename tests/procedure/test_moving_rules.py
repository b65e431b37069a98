"""What a replay does to duties that are closed, overdue, shortened, in an outage or in drafts."""

from datetime import date, timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connections

from audit.models import Entry
from procedure.models import WorkItem
from procedure.moving import replay as moving
from procedure.moving.preview import foresee
from procedure.moving.replay import Moved, catch_up, replay
from sharing.law import State
from tests.procedure.moving import BETTY, OFF, WORKED, change, duty, noon, requests
from workdays.models import Change, Concerned, Notice, Outage
from workdays.notices import enter
from workdays.outages import record_outage

MONDAY = date(2026, 11, 23)


def day(number: int) -> date:
    return date(2026, 11, number)


def at(moment: date) -> time_machine.travel:
    return time_machine.travel(noon(moment), tick=False)


def notice(number="桂防〔2026〕1号", **given: object) -> Notice:
    fixed = {"authority": "closure", "year": 2026, "title": "停工", "source": "公报"}
    return Notice(**fixed | {"number": number} | given)


def close(*days: date, number="桂防〔2026〕1号") -> Change:
    enter(notice(number), dict.fromkeys(days, OFF), actor=BETTY)
    return change()


@pytest.fixture(autouse=True)
def monday():
    with at(MONDAY):
        yield


@pytest.fixture
def case(world):
    return requests(world.bring_to(State.PROVIDER_REVIEW), 1)[0]


def stored(item: WorkItem) -> WorkItem:
    return WorkItem.objects.get(pk=item.pk)


def late(case, world, closed: date) -> WorkItem:
    """Three working days from Monday, due on Thursday 26 November, closed later."""
    item = duty(case, world.cast.market, MONDAY, 3, closed=noon(closed), closed_by_step="agree")
    item.save()
    return item


def test_it_annuls_the_lateness_of_what_was_in_time_after_all(world, case):
    item, too_late = late(case, world, day(27)), late(case, world, day(30))
    with at(date(2026, 12, 1)):
        assert replay(close(day(25)).version, BETTY).annulled == 1
    assert (stored(item).due, stored(too_late).due) == (day(27), day(26))
    entry = Entry.objects.get(act="work_item.annul_lateness")
    assert (entry.before["due"], entry.after["due"]) == ("2026-11-26", "2026-11-27")
    assert Entry.objects.get(act="calendar.moved").particulars["annulled"] == 1
    assert catch_up() == Moved()


def test_it_leaves_what_was_closed_in_time(world, case):
    item = late(case, world, day(26))
    assert replay(close(day(25)).version, BETTY).annulled == 0
    assert stored(item).due == day(26)


def test_it_tells_the_other_rooms_of_a_lateness_that_was_none(world, case, monkeypatch):
    told = []
    monkeypatch.setattr(
        moving, "annullers", [*moving.annullers, lambda items, why: told.append((items, why))]
    )
    item = duty(case, world.cast.market, MONDAY, 3)
    item.save()
    with at(day(27)):
        replay(close(day(25), day(26)).version, BETTY)
    assert told == [([item], "停工 桂防〔2026〕1号")]


def test_it_leaves_the_next_working_day_of_a_shortened_term(world, case):
    item = duty(case, world.cast.market, day(20), 6)
    item.save()
    assert item.due == date(2026, 11, 30)
    with at(day(27)):
        enter(notice(), {day(21): WORKED, day(22): WORKED, day(28): WORKED}, actor=BETTY)
        replay(change().version, BETTY)
    assert stored(item).due == day(28)
    assert replay(change().version, BETTY) == Moved()


def test_it_does_not_make_an_overdue_duty_later_or_earlier_by_shortening(world, case):
    item = duty(case, world.cast.market, day(20), 3)
    item.save()
    with at(day(27)):
        enter(notice(), {day(21): WORKED}, actor=BETTY)
        assert replay(change().version, BETTY) == Moved()
    assert stored(item).due == day(25)


@pytest.mark.article("15")
def test_it_moves_dates_in_an_outage_for_holders_of_that_city(world):
    cases = requests(world.bring_to(State.PROVIDER_REVIEW), 3)
    holders = (world.cast.nanning_hr, world.cast.binyang, world.cast.liuzhou)
    items = [duty(case, holder, MONDAY, 3) for case, holder in zip(cases, holders, strict=True)]
    WorkItem.objects.bulk_create(items)
    down = Outage(division_id="450100", starts=day(26), ends=day(28), reason="停电", source="函")
    with at(day(27)):
        record_outage(down, actor=BETTY)
        assert replay(change().version, BETTY).moved == 2
    assert [stored(item).due for item in items] == [day(30), day(30), day(26)]


def test_it_does_not_touch_duties_without_a_due_date(world, case):
    item = duty(case, world.cast.market, MONDAY, 3, due=None, remind_on=None, escalate_on=None)
    item.days = None
    item.save()
    replay(close(day(25)).version, BETTY)
    assert stored(item).due is None


def test_it_counts_drafts_and_shows_them_to_nobody(world, case):
    type(case).objects.filter(pk=case.pk).update(submitted=None)
    duty(case, world.cast.hr, MONDAY, 3).save()
    preview = foresee(lambda: enter(notice(), {day(25): OFF}, actor=BETTY))
    assert case.pk in preview.cases
    assert case.number not in {row.item.case.number for row in preview.rows}
    assert preview.more >= 1


def test_it_previews_what_the_replay_does(world):
    cases = requests(world.bring_to(State.PROVIDER_REVIEW), 20)
    WorkItem.objects.bulk_create(
        duty(case, world.cast.market, MONDAY - timedelta(days=number), 4) for number, case in enumerate(cases)
    )
    with at(MONDAY):
        preview = foresee(lambda: enter(notice(), {day(24): OFF, day(28): WORKED}, actor=BETTY))
        assert not Change.objects.exists()
        enter(notice(), {day(24): OFF, day(28): WORKED}, actor=BETTY)
        assert replay(change().version, BETTY).moved == preview.moved > 3
    assert {row.item.pk: row.new for row in preview.rows} == {
        row.item.pk: stored(row.item).due for row in preview.rows
    }


def test_it_tells_a_holder_once_of_two_notices(world, case):
    item = duty(case, world.cast.market, MONDAY, 3)
    item.save()
    WorkItem.objects.exclude(pk=item.pk).delete()
    close(day(25))
    assert replay(close(day(26), number="桂防〔2026〕2号").version, BETTY).moved == 1
    [entry] = Entry.objects.filter(act="calendar.moved")
    assert (entry.tells, entry.particulars["moved"]) == (["GX-MARKET"], 1)
    assert not Change.objects.filter(finished_at=None).exists()


def test_it_finishes_what_was_stopped(world, monkeypatch):
    monkeypatch.setattr(moving, "BATCH", 2)
    cases = requests(world.bring_to(State.PROVIDER_REVIEW), 7)
    WorkItem.objects.bulk_create(duty(case, world.cast.market, MONDAY, 3) for case in cases)
    running = moving._follow(close(day(25)), BETTY)
    for _ in range(3):
        next(running)
    running.close()
    assert not Entry.objects.filter(act="calendar.moved").exists()
    assert catch_up().moved >= 4
    assert Concerned.objects.untold().count() == 0
    told = Entry.objects.filter(act="calendar.moved", tells=["GX-MARKET"]).get()
    assert told.particulars["moved"] == Entry.objects.filter(act="work_item.move").count()


def test_it_counts_anew_when_another_notice_comes_in_between(world, monkeypatch):
    cases = requests(world.bring_to(State.PROVIDER_REVIEW), 3)
    items = WorkItem.objects.bulk_create(duty(case, world.cast.market, MONDAY, 3) for case in cases)
    first, recount, changes = close(day(25)), moving.recount_of, [lambda: close(day(26), number="2")]

    def and_then(of):
        found = recount(of)
        if changes:
            changes.pop()()
        return found

    monkeypatch.setattr(moving, "recount_of", and_then)
    replay(first.version, BETTY)
    assert {stored(item).due for item in items} == {day(30)}


def test_it_moves_thousands_in_batches(world, django_assert_max_num_queries):
    count, holder = 3000, world.cast.market
    (case,) = requests(world.bring_to(State.PROVIDER_REVIEW), 1)
    WorkItem.objects.bulk_create(
        duty(case, holder, MONDAY, 3, stage=f"stage{number}", provisional=number % 2 == 0)
        for number in range(count)
    )
    with django_assert_max_num_queries(60):
        preview = foresee(lambda: enter(notice(), {date(2026, 5, 7): OFF}, actor=BETTY))
    assert (preview.marked, preview.moved) == (count // 2, 0)
    with django_assert_max_num_queries(80):
        enter(notice(), {date(2026, 5, 7): OFF}, actor=BETTY)
        replay(change().version, BETTY)
    assert not WorkItem.objects.filter(case=case, provisional=False).exists()


@pytest.mark.usefixtures("committed_db")
def test_it_is_safe_in_two_workers_at_once():
    from tests.sharing.requests import build_world

    world = build_world()
    cases = requests(world.bring_to(State.PROVIDER_REVIEW), 30)
    items = WorkItem.objects.bulk_create(duty(case, world.cast.market, MONDAY, 3) for case in cases)
    version = close(day(25)).version

    def work() -> None:
        replay(version, BETTY)
        connections.close_all()

    threads = [Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    moved = Entry.objects.filter(act="work_item.move", subject__in=[f"work-item-{item.pk}" for item in items])
    assert moved.count() == 30
    assert Entry.objects.filter(act="calendar.moved", tells=["GX-MARKET"]).count() == 1
