"""Acts that tell somebody, and what comes of them."""

from typing import Any

from django.db import transaction

from audit.models import Entry
from audit.trail import Snapshot, record
from notifications.models import Notice
from organizations.actors import Actor
from organizations.models import User

MONDAY = "2026-11-23T09:00:00+08:00"


def act(name: str = "work_item.escalate", *, by: User | None = None, **given: Any) -> Entry:
    """An entry by the calendar, or by a person, as the portal writes it."""
    person = Actor.of(by).snapshot() if by else Snapshot.clock()
    with transaction.atomic():
        return record(name, actor=person, **given)


def told(entry: Entry | None = None, channel: str = "portal") -> list[str]:
    """Whom the portal told of it, by user name."""
    rows = Notice.objects.filter(channel=channel)
    rows = rows.filter(entry=entry) if entry else rows
    return sorted(rows.values_list("recipient__username", flat=True))


def last_entry(act_name: str) -> Entry:
    return Entry.objects.filter(act=act_name).latest("pk")
