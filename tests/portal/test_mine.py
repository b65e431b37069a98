"""The home of a handler: what was asked for, whose turn, what came back, grants that end soon (art. 11)."""

import pytest
import time_machine
from django.test import Client

from sharing.law import State
from tests.sharing.requests import build_world


@pytest.fixture
def world(db):
    with time_machine.travel("2027-12-10T09:00:00+08:00", tick=False):
        yield build_world()


def home(user) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/mine/").content.decode()


def test_it_lists_open_requests_with_whose_turn_and_until_when(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    draft = world.draft()
    shown = home(world.cast.alice)
    assert "2 件申请正在办理" in shown
    assert shown.index(case.number) < shown.index(draft.number)
    assert world.cast.market.label in shown
    assert "还有 5 个工作日" in shown


def test_it_names_what_was_answered_and_grants_that_end_soon(world):
    world.bring_to(State.GRANTED)
    shown = home(world.cast.alice)
    assert "已授权" in shown
    assert "12 月 31 日" in shown


def test_it_shows_nothing_of_other_organizations(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    assert case.number not in home(world.cast.nora)
    assert case.number not in home(world.cast.hank)


def test_it_says_what_to_do_when_nothing_is_under_way(world):
    assert "需要数据时，请先在目录中查找" in home(world.cast.alice)


def test_it_takes_few_queries_however_many_requests(world, client, django_assert_max_num_queries):
    for _ in range(4):
        world.bring_to(State.CONFORMANCE_REVIEW)
    client.force_login(world.cast.alice)
    with django_assert_max_num_queries(16):
        client.get("/mine/")
