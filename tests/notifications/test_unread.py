"""The number of unread notices stands on every page, is right at once, and needs no cache."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notifications import drain, reading, unread
from notifications.models import Digest, Notice
from notifications.tasks import forget
from tests.notifications.acts import act
from tests.notifications.test_pages import browser, read


def badge(page: str) -> str:
    """What stands behind the word "notices" in the frame."""
    _before, found, after = page.partition('<span class="pill near" aria-hidden="true">')
    return after.partition("<")[0] if found else ""


def test_it_stands_on_every_page_and_falls_with_reading(world):
    client = browser(world, "alice")
    assert badge(read(client, "/work/")) == ""
    act(tells=["GX-HR"])
    act(tells=["GX-HR"])
    drain.store()
    unread.forget([world.cast.alice.pk])  # in a test nothing is committed
    assert badge(read(client, "/work/")) == "2"
    client.post(f"/notices/{Notice.objects.shown_to(world.cast.alice).latest('pk').pk}/read/")
    assert badge(read(client, "/work/")) == "1"
    reading.read_all(world.cast.alice)
    assert badge(read(client, "/work/")) == ""


def test_a_delivery_is_seen_at_once(committed_world):
    alice = committed_world.cast.alice
    assert unread.count(alice) == 0
    act(tells=["GX-HR"])
    drain.store()
    assert unread.count(alice) == 1


def test_it_is_asked_once_and_remembered(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert unread.count(world.cast.alice) == unread.count(world.cast.alice) == 0


def test_it_stops_counting_at_a_hundred(world, monkeypatch):
    monkeypatch.setattr(unread, "MOST", 3)
    for _ in range(5):
        act(tells=["GX-HR"])
    drain.store()
    assert unread.count(world.cast.alice) == 3


@pytest.fixture
def no_cache(settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "unix:///nowhere/valkey.sock",
        }
    }


def test_it_needs_no_cache(world, no_cache):
    client = browser(world, "alice")
    act(tells=["GX-HR"])
    drain.store()
    assert badge(read(client, "/work/")) == "1"


def test_a_page_takes_no_query_for_it(world):
    client = browser(world, "alice")
    client.get("/account/tokens/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/tokens/")
    assert not [query for query in queries if "notifications_" in query["sql"]]


def test_strangers_have_none(world):
    assert "/notices/" not in read(Client(), "/")
    assert unread.count(world.cast.cindy) == 0


def test_old_notices_are_forgotten_before_the_trail_is_purged(world, monday):
    act(tells=["GX-HR"])
    drain.store()
    from notifications.digests import gather

    gather()
    monday.move_to("2027-04-21T09:00:00+08:00")
    act(tells=["GX-HR"])
    drain.store()
    assert forget() == 0
    monday.move_to("2027-04-23T09:00:00+08:00")
    assert forget() == 4
    assert (Notice.objects.count(), Digest.objects.count()) == (4, 0)
