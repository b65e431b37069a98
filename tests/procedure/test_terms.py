"""Duties open with dates from the rule set and the calendar, and close as the step says (art. 29, 49-51)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from organizations.kinds import OrganizationKind, Tier
from organizations.models import Organization
from procedure import terms
from procedure.models import WorkItem
from procedure.rulebook import StageRule
from procedure.stages import outlook, way_of
from procedure.steps import Closes, Step
from sharing.law import State
from sharing.models import ShareRequest
from tests.cast import OrganizationFactory
from workdays import calendar

RULE = StageRule("review", "bureau", "reviewer", 2, "working", "29(2)", "measures")
ROAD = [
    ("2026-11-23T23:59:59+08:00", date(2026, 11, 25)),
    ("2026-11-20T00:00:00+08:00", date(2026, 11, 24)),
    ("2026-11-21T12:00:00+08:00", date(2026, 11, 24)),
    ("2026-11-22T16:30:00+00:00", date(2026, 11, 25)),
    ("2026-09-30T10:00:00+08:00", date(2026, 10, 9)),
    ("2026-02-13T10:00:00+08:00", date(2026, 2, 24)),
]


@pytest.mark.article("29(2)")
@pytest.mark.parametrize(("received", "due"), ROAD)
def test_it_counts_working_days_from_the_day_after_receipt_in_shanghai(world, received, due):
    with time_machine.travel(received, tick=False):
        (item,) = world.bring_to(State.CONFORMANCE_REVIEW).open_items()
    days = calendar.current()
    assert item.due == days.due(item.received, 2, "working").date
    assert days.between(item.received, item.due) == 2
    assert (item.due == due) or item.due.month in {2, 10}


@pytest.fixture
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def test_it_reminds_a_working_day_before_and_escalates_the_day_after(world, monday):
    (item,) = world.bring_to(State.PROVIDER_REVIEW).open_items()
    assert (item.due, item.remind_on, item.escalate_on) == (
        date(2026, 11, 30),
        date(2026, 11, 27),
        date(2026, 12, 1),
    )
    assert (item.received, item.days, item.unit, item.source) == (
        date(2026, 11, 23),
        5,
        "working",
        "measures",
    )


def test_it_does_not_remind_before_receipt(monday):
    item = WorkItem(holder=Organization(), received=date(2026, 11, 23), days=1, unit="working")
    terms._set_dates(item, RULE)
    assert (item.due, item.remind_on) == (date(2026, 11, 24), date(2026, 11, 23))


def test_it_gives_a_duty_without_a_term_no_dates(monday):
    item = WorkItem(holder=Organization(), received=date(2026, 11, 23), days=None, unit="working")
    terms._set_dates(item, RULE)
    assert (item.due, item.remind_on, item.escalate_on) == (None, None, None)


def test_it_ends_calendar_days_on_the_next_working_day(monday):
    item = WorkItem(holder=Organization(), received=date(2026, 11, 23), days=5, unit="calendar")
    terms._set_dates(item, RULE)
    assert item.due == date(2026, 11, 30)


def test_it_marks_dates_of_a_year_that_is_not_final(world):
    with time_machine.travel("2027-12-28T02:00:00+08:00", tick=False):
        item = WorkItem(holder=Organization(), received=date(2027, 12, 28), days=2, unit="working")
        if calendar.current().last >= item.received + timedelta(days=30):
            terms._set_dates(item, RULE)
            assert item.provisional


def step_that_closes(closes: Closes) -> Step:
    declared = ShareRequest.step("approve")
    return Step(**vars(declared) | {"closes": closes})


@pytest.mark.parametrize(
    ("closes", "closed"), [(Closes.OWN, [1]), (Closes.STAGE, [0, 1, 2]), (Closes.KEEP, [])]
)
def test_it_closes_its_own_duty_the_stage_or_none(world, monday, closes, closed):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    (first,) = case.open_items()
    rule = case.rule.stage(case.state)
    for holder in (world.cast.nanning, world.cast.liuzhou):
        item = terms._item(case, rule, holder, first.opened)
        item.save()
        case.items.append(item)
    terms.close_items(case, step_that_closes(closes), case.items[1])
    stored = WorkItem.objects.filter(case=case).order_by("pk")
    assert [place for place, item in enumerate(stored) if item.closed] == closed
    assert {item.closed_by_step for item in stored if item.closed} <= {"approve"}


def test_it_keeps_one_open_duty_for_each_stage_and_holder(world, monday):
    (item,) = world.bring_to(State.CONFORMANCE_REVIEW).open_items()
    item.pk = None
    with pytest.raises(IntegrityError, match="one_open_item"), transaction.atomic():
        item.save(force_insert=True)


@pytest.mark.parametrize("broken", [{"closed_by_step": "approve"}, {"closed": "2026-11-23T00:00:00+08:00"}])
def test_it_always_knows_which_step_closed_a_duty(world, monday, broken):
    world.bring_to(State.CONFORMANCE_REVIEW)
    with pytest.raises(IntegrityError, match="closed_items_name"), transaction.atomic():
        WorkItem.objects.update(**broken)


@pytest.mark.article("29")
def test_it_tells_when_every_stage_ends_at_the_latest(world, monday):
    draft = outlook(world.draft())
    assert [(rule.stage, day) for rule, _, day in draft] == [
        ("conformance_review", date(2026, 11, 25)),
        ("provider_review", date(2026, 12, 2)),
        ("reply", date(2026, 12, 4)),
    ]
    waiting = outlook(world.bring_to(State.PROVIDER_REVIEW))
    assert [day for _, _, day in waiting] == [date(2026, 11, 30), date(2026, 12, 2)]


def test_it_counts_later_stages_from_today_when_one_is_overdue(world, monday):
    case = world.bring_to(State.PROVIDER_REVIEW)
    with time_machine.travel("2026-12-03T02:00:00+08:00", tick=False):
        assert [day for _, _, day in outlook(case)] == [date(2026, 11, 30), date(2026, 12, 7)]


def test_it_shows_what_was_what_is_and_what_comes(world, monday):
    tones = [stage.tone for stage in way_of(world.bring_to(State.PROVIDER_REVIEW))]
    assert tones == ["past", "past", "now", ""]
    refused = world.step(
        world.bring_to(State.CONFORMANCE_REVIEW), "refuse", "betty", ground="purpose", basis="无"
    )
    assert [stage.tone for stage in way_of(refused)] == ["past", "past", "past"]


def test_it_gives_a_stage_to_the_authority_in_force(world, monday):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    old = world.cast.bureau
    type(old).objects.filter(pk=old.pk).update(ends=date(2026, 11, 22))
    new = OrganizationFactory(kind=OrganizationKind.AUTHORITY, tier=Tier.REGION, starts=date(2026, 11, 23))
    rule = StageRule("reply", "bureau", "reviewer", 2, "working", "29(4)", "measures")
    assert terms.resolve(rule.holder, ShareRequest.objects.get(pk=case.pk)) == [new]
