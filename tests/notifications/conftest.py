"""A working Monday in the world of share requests; everybody has an address."""

from collections.abc import Iterator

import pytest
import time_machine
from django.core.cache import cache

from organizations.models import User
from tests.notifications.acts import MONDAY
from tests.sharing.requests import World, build_world


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Traveller]:
    """Time stands still until a test moves it."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def world(db) -> World:
    return furnished()


def furnished() -> World:
    world = build_world()
    for user in User.objects.all():
        User.objects.filter(pk=user.pk).update(email=f"{user.username}@guishu.example")
    cache.clear()
    return world


@pytest.fixture
def committed_world(committed_db) -> World:
    """The same world with real commits."""
    return furnished()
