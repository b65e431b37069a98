"""A change of law makes updates due: a duty for each entry, counted from the event (art. 39)."""

from datetime import date, timedelta
from typing import Any

import pytest

from audit.trail import Entry
from delivery.supply.mounting import OPERATOR, mount
from procedure.models import WorkItem
from quality.events import record_event
from quality.law import DutyState
from quality.models import ChangeEvent, UpdateDuty
from tests.quality.conftest import IssuePages, IssueRest, step
from tests.sharing.conftest import ROWS

EVENT = {
    "cause": "law",
    "title": "注册资本登记规则修订",
    "document": "桂政发〔2026〕12号",
    "happened_on": "2026-11-16",
    "content": "注册资本改为认缴登记，请更新。",
}


def event_said(world, **changed: Any):
    said = {**EVENT, "happened_on": date(2026, 11, 16), "entries": [world.entry]} | changed
    return record_event(world.actor("betty"), **said)


@pytest.fixture
def duty(world, resource) -> UpdateDuty:
    _event, [called] = event_said(world)
    return called.duty


@pytest.mark.article("39")
def test_it_runs_from_the_day_of_the_event(duty, world):
    [item] = duty.open_items()
    assert (item.received, item.due, item.days) == (date(2026, 11, 16), date(2026, 12, 7), 15)
    assert (item.holder, item.post, item.source) == (world.cast.market, "steward", "measures")


@pytest.mark.article("39")
def test_it_fans_out_through_both_doors_and_twice_changes_nothing(world, resource):
    pages, programs = IssuePages(world.cast.betty), IssueRest(world.cast.betty)
    first = pages.client.post("/quality/events/new/", EVENT | {"entries": world.entry.code})
    assert first.status_code == 302
    again = programs.post("/api/v1/quality/events/", EVENT | {"entries": [world.entry.code]})
    assert again.status_code == 201, again.content
    number = UpdateDuty.objects.get().number
    assert again.json()["called"] == [{"entry": world.entry.code, "duty": number, "refused": None}]
    assert ChangeEvent.objects.count() == 1
    assert world.entry.code in pages.client.get(first.url).content.decode() or number


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"entries": "GX-NONE"}, "entries"),
        ({"entries": ""}, "entries"),
        ({"happened_on": "2026-11-24"}, "happened_on"),
        ({"cause": "mood"}, "cause"),
        ({"document": ""}, "document"),
    ],
)
def test_it_refuses_what_cannot_be(world, resource, said, field):
    pages = IssuePages(world.cast.betty)
    answer = pages.client.post("/quality/events/new/", EVENT | {"entries": world.entry.code} | said)
    assert (answer.status_code, f"id_{field}" in answer.content.decode()) == (422, True)
    assert not ChangeEvent.objects.exists()


@pytest.mark.parametrize(
    ("who", "status"),
    [("stella", 302), ("sue", 302), ("bob", 403), ("alice", 403), ("nina", 422), ("audrey", 403)],
)
def test_it_is_for_the_steward_and_the_authority_over_him(world, resource, who, status):
    client = IssuePages(getattr(world.cast, who)).client
    answer = client.post("/quality/events/new/", EVENT | {"entries": world.entry.code})
    assert answer.status_code == status


def test_it_has_no_requester_when_the_provider_calls_itself(world, resource):
    client = IssuePages(world.cast.stella).client
    client.post("/quality/events/new/", EVENT | {"entries": world.entry.code})
    duty = UpdateDuty.objects.get()
    assert (duty.requester, duty.provider) == (None, world.cast.market)


@pytest.mark.article("39")
def test_it_is_done_by_a_version_loaded_since(world, monday, duty, resource):
    pages = IssuePages(world.cast.stella)
    assert pages.take(duty, "report_update", explanation="已更新", version="9").status_code == 422
    monday.shift(timedelta(hours=1))
    mount(world.entry, iter(ROWS[:1]), OPERATOR)
    resource.refresh_from_db()
    answer = pages.take(duty, "report_update", explanation="已更新", version=str(resource.current.number))
    assert answer.status_code == 302, answer.content.decode()
    duty = UpdateDuty.objects.get()
    assert (duty.state, duty.updated_by) == (DutyState.UPDATED, resource.current)


def test_it_ends_with_the_reason_why_an_entry_is_not_affected(world, duty):
    duty = step(world, duty, "not_affected", "stella", explanation="本目录不含注册资本")
    assert duty.state == DutyState.NOT_AFFECTED
    last = Entry.objects.of_case(duty.number).order_by("-id")[0]
    assert (last.article, last.tells) == ("39", ["GX-BUREAU"])
    assert not WorkItem.objects.is_open().filter(case=duty).exists()


def test_it_is_overdue_at_once_when_the_event_lies_far_back(world, resource):
    _event, [called] = event_said(world, happened_on=date(2026, 9, 1))
    [item] = called.duty.open_items()
    assert item.due < date(2026, 11, 23)
