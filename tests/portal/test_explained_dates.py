"""Every due date that a page shows leads to the page that explains it; every page leads to the calendar."""

import re

import pytest
import time_machine
from django.test import Client

from notifications import drain
from procedure.models import WorkItem
from sharing.law import State
from tests.sharing.requests import World, build_world

CHIP = re.compile(r'<(a|span) class="due [a-z]+"(?: href="([^"]*)")?')
PAGES = [
    ("bob", "/work/"),
    ("bob", "/work/together/"),
    ("bob", "/sharing/requests/"),
    ("bob", "/cases/{number}/"),
    ("bob", "/cases/{number}/steps/agree/"),
    ("alice", "/mine/"),
    ("alice", "/sharing/requests/"),
    ("bob", "/notices/"),
    ("sue", "/supervision/board/?organization=GX-MARKET"),
    ("sue", "/supervision/board/{item}/urge/"),
]


@pytest.fixture
def world(db) -> World:
    with time_machine.travel("2026-11-09T09:00:00+08:00", tick=False):
        return build_world()


def shown(world: World, who: str, place: str) -> str:
    """The page as that person reads it when a duty of the provider is overdue."""
    with time_machine.travel("2026-11-09T10:00:00+08:00", tick=False):
        request = world.bring_to(State.PROVIDER_REVIEW)
        drain.store()
    [item] = WorkItem.objects.is_open()
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        browser = Client()
        browser.force_login(getattr(world.cast, who))
        query = {"case": request.number} if "together" in place else {}
        answer = browser.get(place.format(number=request.number, item=item.pk), query or None)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(("who", "place"), PAGES)
def test_it_explains_every_due_date(world, who, place):
    chips = CHIP.findall(shown(world, who, place))
    assert chips
    assert {address for _tag, address in chips} == {
        f"/work/{WorkItem.objects.is_open().get().pk}/explanation/"
    }


def test_it_leads_to_the_calendar_from_every_page(world):
    assert 'href="/workdays/calendar/"' in shown(world, "alice", "/mine/")
