"""A duty that opens while the platform of its city is down is dated after it at once (art. 15)."""

from datetime import date, timedelta

import pytest
import time_machine

from catalog.publishing import publish_new
from procedure.engine import begin, take
from procedure.models import WorkItem
from procedure.moving.replay import Moved, replay
from procedure.stages import outlook
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.moving import BETTY
from tests.procedure.test_statements import MOST, statements
from tests.sharing.requests import ASKED, ENTERPRISES, World
from workdays.models import Change, Outage
from workdays.outages import record_outage

MONDAY, DUE, AFTER = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T09:00:00+08:00", tick=False):
        yield


def down(city: str, starts: date = DUE, ends: date = date(2026, 11, 27)) -> Outage:
    outage = Outage(division_id=city, starts=starts, ends=ends, reason="机房停电", source="函")
    return record_outage(outage, actor=BETTY)


def within_nanning(world: World) -> ShareRequest:
    """A draft of one department of Nanning for data of another."""
    entry = publish_new(ENTERPRISES, world.cast.nanning_market)
    return begin(ShareRequest, actor=world.actor("nora"), entry=entry, **ASKED)


def city_review(world: World) -> WorkItem:
    """The first duty of such a request, which Nanning's authority holds for two days."""
    asked = within_nanning(world)
    [item] = world.step(asked, "submit", "nora").open_items()
    return item


@pytest.mark.article("15")
def test_it_dates_a_duty_after_an_outage_that_is_known(world):
    down("450100")
    item = city_review(world)
    stored = WorkItem.objects.get(pk=item.pk)
    assert (item.due, stored.due) == (AFTER, AFTER)
    assert (stored.remind_on, stored.escalate_on) == (date(2026, 11, 27), AFTER + timedelta(days=1))
    assert stored.escalate_further_on == date(2026, 12, 2)


@pytest.mark.parametrize(("city", "due"), [("450200", DUE), ("450000", AFTER), ("450126", DUE)])
def test_it_knows_whose_platform_is_down(world, city, due):
    down(city)
    assert city_review(world).due == due


@pytest.mark.parametrize(
    ("starts", "ends", "due"),
    [
        (MONDAY, date(2026, 11, 24), DUE),
        (MONDAY, DUE, date(2026, 11, 26)),
        (DUE, DUE, date(2026, 11, 26)),
        (date(2026, 11, 26), AFTER, DUE),
    ],
)
def test_it_moves_only_a_date_that_falls_into_the_outage(world, starts, ends, due):
    down("450100", starts, ends)
    assert city_review(world).due == due


def test_it_follows_an_outage_entered_while_the_process_runs(world):
    assert city_review(world).due == DUE
    down("450100")
    assert city_review(world).due == AFTER


def test_it_leaves_nothing_to_move_later(world):
    down("450100")
    city_review(world)
    assert replay(Change.objects.latest("version").version, BETTY) == Moved()


def test_it_foresees_the_outage_in_the_way_of_a_draft(world):
    down("450100")
    assert next(day for _rule, _holder, day in outlook(within_nanning(world))) == AFTER


def test_it_costs_a_step_no_statement_more(world):
    down("450100")
    city_review(world)
    asked, nora = within_nanning(world), world.actor("nora")
    sent = statements(lambda: take(asked, "submit", actor=nora, seen=asked.version))
    assert len(sent) <= MOST
    assert "outage" not in " ".join(sent)


def test_it_dates_no_duty_of_the_bureau_by_the_outage_of_a_city(world):
    down("450100")
    [item] = world.bring_to(State.CONFORMANCE_REVIEW).open_items()
    assert item.due == DUE
