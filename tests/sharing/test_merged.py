"""Organizations merged or renamed mid-case: what is open passes on, the trail keeps names (art. 2, 28)."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import Pending
from audit.trail import Entry as Act
from catalog.models import Entry
from delivery.models import Grant
from organizations import succession
from organizations.models import PostKind
from procedure.models import WorkItem
from procedure.stages import way_of
from sharing.law import State
from sharing.models import ShareRequest
from tests.cast import seated
from tests.organizations.successions import merger, renaming
from tests.procedure.doors import Pages, Rest


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False) as clock:
        yield clock


def again(request: ShareRequest) -> ShareRequest:
    return ShareRequest.objects.with_parties().get(pk=request.pk)


@pytest.mark.article("28")
def test_it_passes_open_duties_and_parties_to_the_successor(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    before = WorkItem.objects.get(case=request, closed=None)
    merger(world.cast.market, world.cast.edu)
    assert succession.carry_out_due() == 1
    item, found = WorkItem.objects.get(case=request, closed=None), again(request)
    assert (item.holder, item.due, found.provider) == (world.cast.edu, before.due, world.cast.edu)
    assert (found.route, found.rules_id, found.version) == (
        request.route,
        request.rules_id,
        request.version + 1,
    )
    told = Rest(world.cast.charlie).take(found, "agree", fields=["uniscid"], basis="其余无关")
    assert told.status_code == 200


@pytest.mark.article("28")
def test_it_closes_what_the_two_asked_of_each_other(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    merger(world.cast.hr, world.cast.market)
    succession.carry_out_due()
    found = again(request)
    assert (found.state, found.open_items()) == (State.MERGED, [])
    assert (found.requester, found.provider) == (world.cast.hr, world.cast.market)
    assert Act.objects.filter(case=request.number, act="share_request.close_on_merger").count() == 1


def test_it_closes_a_case_whose_parties_are_merged_into_a_third(world):
    request = world.bring_to(State.REPLY)
    merger(world.cast.hr, world.cast.edu)
    merger(world.cast.market, world.cast.edu)
    succession.carry_out_due()
    assert again(request).state == State.MERGED


@pytest.mark.article("44")
def test_it_passes_grants_and_entries(world):
    request = world.bring_to(State.GRANTED)
    merger(world.cast.hr, world.cast.edu)
    merger(world.cast.market, world.cast.nanning_market)
    succession.carry_out_due()
    grant, entry = Grant.objects.get(case=request), Entry.objects.get(pk=world.entry.pk)
    assert (grant.holder, entry.provider) == (world.cast.edu, world.cast.nanning_market)
    assert entry.version.provider == world.cast.market
    assert {e.pk for e in Entry.objects.search("南宁市市场监督管理局")} == {entry.pk}
    assert again(request).requester == world.cast.hr


def test_it_keeps_the_old_names_in_the_trail(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    old, new = world.cast.hr.name, world.cast.edu.name
    merger(world.cast.hr, world.cast.edu)
    succession.carry_out_due()
    page = Pages(world.cast.betty).read(request).content.decode()
    assert f"本事项中“{old}”由“{new}”承接（桂编〔2026〕9号）" in page
    assert Act.objects.get(case=request.number, act="share_request.submit").organization_name == old


def test_it_shows_the_old_name_where_it_acted(world, monday):
    request = world.bring_to(State.PROVIDER_REVIEW)
    monday.move_to("2026-11-25T10:00:00+08:00")
    renaming(world.cast.bureau, "广西壮族自治区数据局", on=date(2026, 11, 25))
    succession.carry_out_due()
    stages = {stage.label: stage.holder for stage in way_of(again(request))}
    assert stages[str(State.CONFORMANCE_REVIEW.label)] == "广西壮族自治区大数据发展局"
    assert stages[str(State.REPLY.label)] == "广西壮族自治区数据局"


def test_it_lets_the_successor_see_what_was_over(world):
    request = world.bring_to(State.GRANTED)
    assert Pages(world.cast.charlie).read(request).status_code == 404
    merger(world.cast.hr, world.cast.edu)
    succession.carry_out_due()
    assert Pages(world.cast.charlie).read(request).status_code == 200


def test_it_closes_a_duty_that_the_successor_has_already(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    item = WorkItem.objects.get(case=request, closed=None)
    WorkItem.objects.filter(pk=item.pk).update(claimed_by=world.cast.bob, claimed_at=item.opened)
    item.pk, item.holder = None, world.cast.edu
    item.save()
    merger(world.cast.market, world.cast.edu)
    succession.carry_out_due()
    held = WorkItem.objects.filter(case=request, stage="provider_review")
    assert list(held.order_by("pk").values_list("closed_by_step", "holder__code", "claimed_by")) == [
        ("pass_on", "GX-MARKET", world.cast.bob.pk),
        ("", "GX-EDU", None),
    ]


def test_it_gives_one_notice_to_each_concerned(world):
    for _ in range(3):
        world.bring_to(State.PROVIDER_REVIEW)
    Pending.objects.all().delete()
    merger(world.cast.market, world.cast.edu)
    succession.carry_out_due()
    acts = Act.objects.filter(pending__purpose="notify")
    assert [(a.act, a.tells) for a in acts] == [("organizations.merge", ["GX-EDU", "GX-HR"])]


def test_it_is_passed_on_once(world):
    world.bring_to(State.PROVIDER_REVIEW)
    change = merger(world.cast.market, world.cast.edu)
    assert [succession.carry_out_due(), succession.carry_out_due()] == [1, 0]
    assert not succession.carry_out(change.pk)
    assert Act.objects.filter(act="organizations.merge").count() == 1


def test_it_costs_two_statements_more_for_each_case(world):
    counts = []
    for body in (world.cast.market, world.cast.hr):
        world.bring_to(State.CONFORMANCE_REVIEW)
        change = merger(body, world.cast.edu)
        with CaptureQueriesContext(connection) as queries:
            succession.carry_out(change.pk)
        counts.append(len(queries))
    assert max(counts) <= 40, counts


@pytest.mark.parametrize("who", ["hr", "market"])
def test_it_goes_on_to_the_end_in_the_successors_name(world, who):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    merger(getattr(world.cast, who), world.cast.edu)
    succession.carry_out_due()
    seated("emma", world.cast.edu, PostKind.HANDLER)
    request = world.step(again(request), "approve", "betty", opinion="")
    decider = "charlie" if who == "market" else "bob"
    request = world.step(request, "agree", decider, fields=["uniscid"], basis="其余无关")
    request = world.step(request, "reply", "boris")
    assert (request.state, request.grants.get().holder) == (State.GRANTED, request.requester)
