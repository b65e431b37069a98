"""Notices and their corrections, outages, the days as typed, and the page of a year."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from audit.models import Entry
from audit.trail import Snapshot
from organizations.models import Division
from refusals.tree import Conflict
from workdays import lines, shipped
from workdays.calendar import current
from workdays.counting import Mark
from workdays.models import Change, Notice, Outage
from workdays.notices import days_of, enter
from workdays.outages import Outages, record_outage

pytestmark = pytest.mark.django_db
BETTY = Snapshot(person="betty", person_name="Betty", organization="GX-BUREAU", post="reviewer")
OFF, WORKED = Mark(working=False, name="台风"), Mark(working=True, name="")
DAY = date(2026, 11, 25)


def closure(number="桂防〔2026〕1号", **given: object):
    return Notice(
        **{"authority": "closure", "year": 2026, "number": number, "title": "停工", "source": "公报"} | given
    )


def test_it_returns_the_stored_notice_when_it_is_entered_again():
    first = enter(closure(), {DAY: OFF}, actor=BETTY)
    version, entries = current().version, Entry.objects.count()
    again = enter(closure(title="停工（重）"), {DAY: OFF}, actor=BETTY)
    assert again == first
    assert (current().version, Entry.objects.count()) == (version, entries)


def test_it_remembers_what_changed_between_which_days():
    enter(closure(), {DAY: OFF, date(2026, 11, 28): OFF, date(2026, 11, 29): WORKED}, actor=BETTY)
    change = Change.objects.get(version=current().version)
    assert (change.first, change.last, change.by["person"]) == (DAY, date(2026, 11, 29), "betty")
    assert change.finished_at is None


def test_it_replaces_a_notice_by_its_correction_and_keeps_it():
    old = enter(closure(), {DAY: OFF}, actor=BETTY)
    new = enter(closure(replaces=old), {date(2026, 11, 26): OFF}, actor=BETTY)
    assert (new.edition, old.edition) == (2, 1)
    assert current().is_working(DAY)
    assert not current().is_working(date(2026, 11, 26))
    assert set(days_of(Notice.objects.get(pk=old.pk))) == {DAY}
    entry = Entry.objects.get(act="workdays.correct_notice")
    assert (entry.before["days"], entry.particulars["days"]) == ({"2026-11-25": False}, {"2026-11-26": False})


def test_it_takes_a_correction_twice_as_one():
    old = enter(closure(), {DAY: OFF}, actor=BETTY)
    assert enter(closure(replaces=old), {DAY: OFF}, actor=BETTY) == old
    new = enter(closure(replaces=old), {}, actor=BETTY)
    assert enter(closure(replaces=old), {}, actor=BETTY) == new
    with pytest.raises(Conflict):
        enter(closure(replaces=old), {DAY: WORKED}, actor=BETTY)


def test_it_refuses_a_correction_that_takes_the_number_of_another():
    old = enter(closure(), {DAY: OFF}, actor=BETTY)
    enter(closure("桂防〔2026〕2号"), {date(2026, 11, 26): OFF}, actor=BETTY)
    with pytest.raises(Conflict):
        enter(closure("桂防〔2026〕2号", replaces=old), {DAY: OFF}, actor=BETTY)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2027-04-09 off 壮族三月三", {date(2027, 4, 9): Mark(working=False, name="壮族三月三")}),
        ("\n 2027-04-11   worked \r\n", {date(2027, 4, 11): WORKED}),
        ("2027-04-09　休　三月三 第一天", {date(2027, 4, 9): Mark(working=False, name="三月三 第一天")}),
        ("", {}),
    ],
)
def test_it_reads_days_as_people_type_them(text, days):
    read = lines.marks(lines.read(text))
    assert read == days
    assert lines.marks(lines.read(lines.written(read))) == days


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("2027-04-09", ["bad_line"]),
        ("2027-02-30 off", ["bad_date"]),
        ("20270409 off\n2027-04-10 maybe", ["bad_date", "bad_word"]),
        ("2027-04-09 off\n\n2027-04-09 worked", ["twice"]),
        ("2027-04-09 off " + "名" * 101, ["long_name"]),
        ("2027-04-09 off\n" * 121, ["too_many"]),
        ("x" * 5000, ["bad_line"]),
    ],
)
def test_it_tells_each_wrong_line(text, codes):
    with pytest.raises(ValidationError) as wrong:
        lines.read(text)
    assert [error.code for error in wrong.value.error_list] == codes
    assert len(str(wrong.value.messages)) < 300


def test_it_postpones_dates_of_the_city_and_all_below_it(cast):
    outage = Outage(
        division_id="450100", starts=date(2026, 11, 23), ends=date(2026, 11, 27), reason="停电", source="函"
    )
    record_outage(outage, actor=BETTY)
    days, recorded = current(), Outages.recorded()
    monday = date(2026, 11, 30)
    assert recorded.postponed(DAY, "450100", days) == recorded.postponed(DAY, "450126", days) == monday
    assert recorded.postponed(DAY, "450200", days) == recorded.postponed(DAY, None, days) == DAY
    assert recorded.postponed(monday, "450100", days) == monday


def test_it_records_an_outage_once(cast):
    city = Division.objects.get(code="450100")
    given = {"division": city, "starts": DAY, "ends": DAY, "reason": "停电", "source": "函"}
    first = record_outage(Outage(**given), actor=BETTY)
    assert record_outage(Outage(**given | {"reason": "又停电"}), actor=BETTY) == first
    assert Entry.objects.filter(act="workdays.record_outage").count() == 1


@time_machine.travel("2026-11-24 09:00 +0800", tick=False)
def test_it_shows_a_year_to_everybody(client):
    page = client.get("/workdays/calendar/").content.decode()
    assert "2026 年 2 月" in page
    assert "2 月 15 日至 23 日" in page
    assert "暂定" in page
    assert "/workdays/notices/enter/" not in page


def test_it_names_a_final_year_and_its_notices(client):
    page = client.get("/workdays/calendar/?year=2023").content.decode()
    assert "暂定" not in page
    assert "壮族三月三" in page
    assert "国办发明电" in page


@pytest.mark.parametrize("year", ["1999", "2031", "x", "", "²⁰²⁶", "9" * 5000, "-2026"])
def test_it_has_no_page_for_other_years(client, year):
    assert client.get("/workdays/calendar/", {"year": year}).status_code == 404


@pytest.mark.parametrize(
    ("who", "keeps"), [("betty", True), ("sue", True), ("audrey", False), ("alice", False)]
)
def test_it_lets_the_bureau_keep_it(client, cast, who, keeps):
    client.force_login(getattr(cast, who))
    page = client.get("/workdays/calendar/?year=2026").content.decode()
    assert ("/workdays/notices/enter/" in page) == keeps


def test_it_takes_few_queries(client, cast, django_assert_max_num_queries):
    client.force_login(cast.betty)
    client.get("/workdays/calendar/?year=2026")
    with django_assert_max_num_queries(10):
        client.get("/workdays/calendar/?year=2026")


def test_it_lets_due_dates_follow_a_notice_that_ships_later():
    late = Notice.objects.get(authority="guangxi", year=2023)
    late.days.all().delete()
    late.delete()
    assert shipped.establish() == 1
    change = Change.objects.get(version=current().version)
    assert (change.first, change.last, change.finished_at) == (date(2023, 4, 21), date(2023, 4, 23), None)
