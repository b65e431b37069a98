"""Reading: a notice is read when its recipient opens it or says so; later readings change nothing."""

from __future__ import annotations

from typing import Any

from notifications import policy, unread
from notifications.models import Notice
from refusals.tree import NotFound
from workdays import clock


def find(user: Any, pk: int) -> Notice:
    """One of the own notices; NotFound for those of others, which look as if there were none."""
    notice = policy.own(user).filter(pk=pk).first()
    if notice is None:
        raise NotFound
    return notice


def read(notice: Notice) -> Notice:
    """Mark one notice as read."""
    now = clock.now()
    if Notice.objects.filter(pk=notice.pk).mark_read(now):
        notice.read = now
        unread.forget([notice.recipient_id])
    return notice


def read_all(user: Any, until: int | None = None) -> int:
    """Mark everything as read, or only up to this notice: what came since was not seen. Says how many."""
    mine = Notice.objects.shown_to(user)
    if until is not None:
        mine = mine.filter(pk__lte=until)
    marked = mine.mark_read(clock.now())
    unread.forget([user.pk])
    return marked
