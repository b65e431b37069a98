"""How many notices a person has not read: counted once, then remembered for a minute by the cache.

Nothing depends on the cache: while it does not answer, the database counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.cache import cache
from django.db import connection
from redis.exceptions import RedisError

from notifications.models import Notice

REMEMBERED_SECONDS = 60
MOST = 100
"""Nobody needs an exact number above this one."""


def count(user: Any) -> int:
    """How many, up to MOST."""
    key = key_of(user.pk)
    try:
        known = cache.get(key)
    except RedisError:
        return counted(user)
    if known is None:
        known = counted(user)
        remember(key, known)
    return int(known)


def counted(user: Any) -> int:
    return Notice.objects.shown_to(user).unread().order_by()[:MOST].count()


def remember(key: str, number: int) -> None:
    try:
        cache.set(key, number, REMEMBERED_SECONDS)
    except RedisError:
        return


def forget(people: Iterable[int]) -> None:
    """Count anew for these people at the next asking."""
    try:
        cache.delete_many([key_of(person) for person in people])
    except RedisError:
        return


def key_of(person: int) -> str:
    """By database, since several may share one cache."""
    return f"notices.unread.{connection.settings_dict['NAME']}.{person}"
