"""The calendar in force: what ships, what is certain, and how it follows what is entered."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from audit.models import Entry
from audit.trail import Snapshot
from refusals.tree import Conflict, Invalid
from workdays import shipped
from workdays.calendar import current
from workdays.counting import Mark
from workdays.errors import BeyondCalendar
from workdays.models import CalendarVersion, Day, Notice
from workdays.notices import enter

pytestmark = pytest.mark.django_db
ALICE = Snapshot(
    person="alice", person_name="Alice", organization="GX-BUREAU", organization_name="Bureau", post="reviewer"
)


def notice(authority="closure", year=2026, number="桂防〔2026〕1号"):
    return Notice(authority=authority, year=year, number=number, title="A notice", source="Gazette")


def close(day, name="Typhoon closure"):
    return enter(notice(), {day: Mark(working=False, name=name)}, actor=ALICE)


def test_it_asks_one_query_while_nothing_changed(django_assert_num_queries):
    current()
    with django_assert_num_queries(1):
        current()


def test_it_reloads_when_a_notice_is_entered(django_assert_num_queries):
    before = current()
    close(date(2026, 11, 25))
    with django_assert_num_queries(3):
        after = current()
    assert after.version == before.version + 1
    assert before.due(date(2026, 11, 24), 1).date == date(2026, 11, 25)
    assert after.due(date(2026, 11, 24), 1).date == date(2026, 11, 26)
    assert after.reason(date(2026, 11, 25)) == "Typhoon closure"


def test_it_forgets_a_notice_that_was_rolled_back():
    with transaction.atomic():
        close(date(2026, 11, 25))
        assert not current().is_working(date(2026, 11, 25))
        transaction.set_rollback(True)
    close(date(2026, 11, 26))
    assert current().is_working(date(2026, 11, 25))
    assert not current().is_working(date(2026, 11, 26))


def test_it_lets_a_closure_override_guangxi_and_that_the_national_notice():
    assert current().is_working(date(2018, 4, 15))
    assert not current().is_working(date(2023, 4, 23))
    enter(notice(year=2018), {date(2018, 4, 15): Mark(working=False, name="Flood")}, actor=ALICE)
    assert current().reason(date(2018, 4, 15)) == "Flood"


@pytest.mark.parametrize("year", [2019, 2020, 2026])
def test_it_marks_years_without_a_known_overlay(year):
    assert Notice.objects.get(authority="guangxi", year=year).overlay_unknown
    assert current().due(date(year, 6, 1), 3).provisional
    assert not current().due(date(2024, 6, 3), 3).provisional


def test_it_computes_the_year_after_the_last_final_one_from_what_is_certain():
    due = current().due(date(2026, 12, 31), 1)
    assert (due.date, due.provisional) == (date(2027, 1, 4), True)
    assert current().reason(date(2027, 2, 5)) == "春节"
    assert current().due(date(2027, 2, 4), 1).date == date(2027, 2, 9)


def test_it_refuses_dates_beyond_that_year_in_a_clear_sentence():
    with pytest.raises(BeyondCalendar) as refused:
        current().due(date(2027, 12, 30), 3)
    assert "2027 年 12 月 31 日" in str(refused.value.sentence)
    with override("en"):
        assert "31 December 2027" in str(refused.value.sentence)


def test_it_makes_a_year_final_when_both_notices_are_entered():
    enter(notice("guangxi", 2026), {date(2026, 4, 20): Mark(working=False, name="三月三")}, actor=ALICE)
    assert not current().due(date(2026, 6, 1), 3).provisional
    enter(notice("national", 2027), {date(2027, 1, 1): Mark(working=False, name="元旦")}, actor=ALICE)
    assert current().last == date(2027, 12, 31)
    enter(notice("guangxi", 2027), {date(2027, 4, 9): Mark(working=False, name="三月三")}, actor=ALICE)
    assert current().last == date(2028, 12, 31)
    assert not current().due(date(2027, 6, 1), 3).provisional


def test_it_ships_once():
    notices, days, version = Notice.objects.count(), Day.objects.count(), current().version
    assert shipped.establish() == 0
    assert (notices, days, version) == (Notice.objects.count(), Day.objects.count(), current().version)
    assert notices == 24


def test_it_puts_late_december_into_the_notice_of_the_new_year():
    assert Day.objects.get(date=date(2018, 12, 29)).notice.year == 2019
    assert Day.objects.get(date=date(2022, 12, 31)).notice.year == 2023


def test_it_fails_loudly_for_a_year_the_package_does_not_cover():
    with pytest.raises(LookupError, match="does not cover 2099"):
        shipped._national_marks(2099)


def test_it_writes_the_entry_into_the_trail():
    close(date(2026, 11, 25))
    entry = Entry.objects.get(act="workdays.enter_notice")
    assert (entry.subject, entry.person) == ("closure-2026", "alice")
    assert entry.particulars["days"] == {"2026-11-25": False}


def test_it_refuses_a_notice_twice_and_a_day_outside_its_year():
    close(date(2026, 11, 25))
    with pytest.raises(Conflict):
        close(date(2026, 11, 26))
    with pytest.raises(Invalid):
        enter(notice(number="2"), {date(2025, 11, 30): Mark(working=False, name="")}, actor=ALICE)


def test_it_keeps_one_row_of_the_version():
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarVersion.objects.create(id=2, number=9)
