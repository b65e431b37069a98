"""Two at once: a list is filed once, a merger and a step wait for each other, an entry changes in between."""

from dataclasses import replace
from functools import partial

import pytest

from catalog.publishing import revise
from organizations import succession
from procedure.engine import take
from procedure.errors import Stale, WrongState
from procedure.models import WorkItem
from sharing.basket import Wish
from sharing.law import State
from sharing.models import ShareRequest
from sharing.tasks import follow_entries
from tests.organizations.successions import merger
from tests.procedure.doors import Pages, Rest
from tests.procedure.threads import at_once
from tests.sharing.bundling import file, put, send, three
from tests.sharing.requests import ENTERPRISES, FIELDS, World, build_world

CLICKS = 6


@pytest.fixture
def world(committed_db) -> World:
    return build_world()


@pytest.mark.article("28")
def test_it_files_a_list_once_however_often_one_clicks(world):
    entries, pages = three(world), [Pages(world.cast.alice) for _ in range(CLICKS)]
    put(pages[0], *entries)
    answers = at_once([partial(send, one, entries) for one in pages])
    assert {answer.status_code for answer in answers} <= {200, 422}
    assert (ShareRequest.objects.count(), Wish.objects.count()) == (3, 0)
    assert len(set(ShareRequest.objects.values_list("number", flat=True))) == 3


def test_it_files_a_bundle_once_for_a_key(world):
    entries = three(world)
    programs = [Rest(world.cast.alice) for _ in range(CLICKS)]
    answers = at_once([partial(file, program, entries, key="one") for program in programs])
    assert [answer.json()["done"] for answer in answers] == [3] * CLICKS
    assert ShareRequest.objects.count() == 3


def test_it_passes_on_or_decides_but_never_both_halves(world):
    requests = [world.bring_to(State.PROVIDER_REVIEW) for _ in range(4)]
    change = merger(world.cast.market, world.cast.edu)
    told = {"fields": FIELDS[:1], "basis": "其余无关"}
    decide = [partial(take, r, "agree", actor=world.actor("bob"), seen=r.version, **told) for r in requests]
    results = at_once(
        [partial(succession.carry_out, change.pk), partial(succession.carry_out, change.pk), *decide]
    )
    assert sorted(result is True for result in results[:2]) == [False, True]
    for request, result in zip(requests, results[2:], strict=True):
        item = WorkItem.objects.get(case=request.pk, closed=None)
        decided = not isinstance(result, Exception)
        assert item.holder.code == ("GX-BUREAU" if decided else "GX-EDU"), result
        assert decided or isinstance(result, Stale | WrongState) or result.status in {403, 409}
    assert not WorkItem.objects.filter(holder=world.cast.market, closed=None).exists()


def test_it_lets_a_field_fall_out_once_while_others_act(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    revise(
        world.entry, replace(ENTERPRISES, fields=tuple(f for f in ENTERPRISES.fields if f.name != "regcap"))
    )
    told = {"fields": FIELDS, "conditions": "", "basis": ""}
    act = partial(take, request, "agree", actor=world.actor("bob"), seen=request.version, **told)
    at_once([follow_entries, follow_entries, act, follow_entries])
    found = ShareRequest.objects.get(pk=request.pk)
    assert (found.fields, found.fallen_fields) == (FIELDS[:2], ["regcap"])
