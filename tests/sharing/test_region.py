"""Route REGION from draft to grant: states, holders, due dates, articles (art. 29)."""

from datetime import date

import pytest
import time_machine

from audit.trail import Entry
from delivery.models import Grant
from sharing.law import State


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


@pytest.mark.article("29(1)", "28")
def test_it_starts_as_a_draft_that_only_the_requester_sees(world):
    request = world.draft()
    assert request.state == State.DRAFT
    assert request.number == "GX-SR-2026-000001"
    assert type(request).objects.visible_to(world.actor("alice")).count() == 1
    assert type(request).objects.visible_to(world.actor("bob")).count() == 0
    assert type(request).objects.visible_to(world.actor("betty")).count() == 0


@pytest.mark.article("29(2)")
def test_it_gives_the_bureau_two_working_days_for_the_conformance_review(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    (item,) = request.open_items()
    assert (item.holder, item.article, item.days) == (world.cast.bureau, "29(2)", 2)
    assert item.due == date(2026, 11, 25)


@pytest.mark.article("29(3)")
def test_it_gives_the_provider_five_working_days(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    (item,) = request.open_items()
    assert (item.holder, item.article, item.days) == (world.cast.market, "29(3)", 5)
    assert item.due == date(2026, 11, 30)


@pytest.mark.article("29(4)", "44")
def test_it_grants_only_what_was_agreed_and_only_at_the_reply(world):
    request = world.bring_to(State.REPLY)
    assert not Grant.objects.exists()
    request = world.step(request, "reply", "betty")
    grant = Grant.objects.get(case=request)
    assert request.state == State.GRANTED
    assert request.closed is not None
    assert grant.fields == ["uniscid", "entname"]
    assert (grant.holder, grant.system) == (world.cast.hr, "社会保险经办系统")


@pytest.mark.article("5", "29(4)")
def test_it_writes_one_entry_in_the_trail_for_each_step(world):
    request = world.bring_to(State.GRANTED)
    acts = Entry.objects.of_case(request.number).order_by("id").values_list("act", "article")
    assert list(acts) == [
        ("share_request.draft", "29(1)"),
        ("share_request.submit", "29(1)"),
        ("share_request.approve", "29(2)"),
        ("share_request.agree", "29(3)"),
        ("share_request.reply", "29(4)"),
    ]
