"""Versions and their days: in force, to come, recalled, repealed; what is published stays (art. 31, 51)."""

from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, transaction

from procedure.models import RuleSet
from procedure.rulebook import RuleBook
from procedure.rules import in_force, shipped_measures
from refusals.tree import Invalid
from rulemaking.history import chronicle
from rulemaking.making import (
    InForceAlready,
    NothingToRepeal,
    Overtaken,
    lay_over_the_shipped_set,
    recall,
    rehearse,
)
from rulemaking.models import CityProcedure
from tests.rulemaking.desk import NANNING, TUESDAY, WEDNESDAY, today

FRIDAY = date(2026, 11, 27)


def standing() -> list[tuple[int, str, date | None]]:
    return [(line.version.number, line.status, line.last_day) for line in chronicle(NANNING).lines]


@pytest.mark.article("31")
def test_it_numbers_versions_and_dates_them(desk):
    desk.enact(**today())
    desk.enact(in_force=WEDNESDAY.isoformat())
    desk.enact(in_force=FRIDAY.isoformat())
    assert standing() == [
        (3, "to_come", None),
        (2, "to_come", date(2026, 11, 26)),
        (1, "in_force", date(2026, 11, 24)),
    ]
    with time_machine.travel("2026-11-25T08:00:00+08:00", tick=False):
        assert [status for _, status, _ in standing()] == ["to_come", "in_force", "past"]


def test_it_lets_the_later_of_two_versions_of_one_day_count(desk):
    desk.enact(**today())
    desk.enact(provider_review_days=9, **today())
    assert standing() == [(2, "in_force", None), (1, "past", date(2026, 11, 23))]
    assert desk.ask().rule.stage("provider_review").days == 9


@pytest.mark.article("31")
def test_it_recalls_what_is_not_in_force_yet(desk):
    desk.enact(**today())
    second = desk.enact(in_force=TUESDAY.isoformat())
    recalled = recall(second, actor=desk.actor("nina"))
    assert (recalled.is_recalled, recalled.recalled_by.username) == (True, "nina")
    assert standing() == [(2, "recalled", None), (1, "in_force", None)]
    with time_machine.travel("2026-11-24T08:00:00+08:00", tick=False):
        assert desk.ask().laid_by.version == 1


@pytest.mark.parametrize("day", ["2026-11-24T00:00:01", "2027-01-04T09:00:00"])
def test_it_recalls_nothing_that_is_in_force(desk, day):
    version = desk.enact(in_force=TUESDAY.isoformat())
    with time_machine.travel(f"{day}+08:00", tick=False), pytest.raises(InForceAlready):
        recall(version, actor=desk.actor("nina"))


def test_it_recalls_once(desk):
    version = desk.enact()
    recall(version, actor=desk.actor("nina"))
    with pytest.raises(InForceAlready):
        recall(version, actor=desk.actor("nina"))


@pytest.mark.article("31")
def test_it_repeals_from_a_day_on(desk):
    desk.enact(**today())
    version = desk.repeal(in_force=WEDNESDAY.isoformat())
    assert (version.is_repeal, version.number, version.book) == (True, 2, shipped_measures())
    assert in_force(TUESDAY, "share_request", NANNING) != shipped_measures().digest
    assert in_force(WEDNESDAY, "share_request", NANNING) == shipped_measures().digest


def test_it_repeals_nothing_where_the_default_holds(desk):
    with pytest.raises(NothingToRepeal):
        desk.repeal()
    desk.enact(**today())
    desk.repeal(**today())
    with pytest.raises(NothingToRepeal):
        desk.repeal()


def test_it_refuses_a_day_before_one_that_was_published(desk):
    desk.enact(in_force=FRIDAY.isoformat())
    with pytest.raises(Invalid) as refused:
        desk.enact(in_force=TUESDAY.isoformat())
    assert [(e.field, e.code) for e in refused.value.errors] == [("in_force", "before_another")]
    assert "2026-11-27" in str(refused.value.errors[0].sentence)


def test_it_refuses_a_form_that_was_filled_in_before_midnight(desk):
    given = desk.given(title="t", reason="r", provider_review_days=2, draft_days=20, **today())
    with time_machine.travel("2026-11-24T00:00:01+08:00", tick=False), pytest.raises(Invalid) as refused:
        desk.publish(given)
    assert [e.code for e in refused.value.errors] == ["past"]


def test_it_refuses_an_author_who_has_not_read_the_last_version(desk):
    desk.enact()
    with pytest.raises(Overtaken):
        desk.enact(replaces=0)
    assert CityProcedure.objects.count() == 1


def test_it_stores_nothing_when_it_only_rehearses(desk):
    done = rehearse(lambda: desk.enacting(**today()))
    assert (done.version.number, done.book.city) == (1, NANNING)
    assert (CityProcedure.objects.count(), RuleSet.objects.filter(name="450100-1").count()) == (0, 0)
    assert flow_days(done.version.book) == 2


def flow_days(book: RuleBook) -> int:
    return book.route("share_request", "same_city").order[0].days or 0


@pytest.mark.parametrize("change", [{"title": "x"}, {"in_force": FRIDAY}, {"arrangement": {}}, {"number": 5}])
def test_it_keeps_what_was_published(desk, change):
    version = desk.enact()
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        CityProcedure.objects.filter(pk=version.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        version.delete()
    with pytest.raises(DatabaseError, match="kept for ever"), transaction.atomic():
        RuleSet.objects.filter(pk=version.rules_id).update(text="")


@pytest.mark.article("31", "49")
def test_it_follows_when_the_measures_change_and_running_cases_do_not(desk, monkeypatch):
    version = desk.enact(**today())
    running = desk.ask()
    changed = RuleBook.parse(shipped_measures().text.replace("days = 5", "days = 9"))
    RuleSet.objects.create(pk=changed.digest, name="m", title="m", text=changed.text, in_force=TUESDAY)
    monkeypatch.setattr("rulemaking.making.shipped_measures", lambda: changed)
    assert (lay_over_the_shipped_set(), lay_over_the_shipped_set()) == (1, 0)
    new = CityProcedure.objects.select_related("rules").get(pk=version.pk)
    assert (new.book.over, new.rules_id != version.rules_id) == (changed.digest, True)
    again = desk.ask(system="另一系统")
    assert (again.rules_id, running.rules_id) == (new.rules_id, version.rules_id)
