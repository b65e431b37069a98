"""Which notices and mails: of a person, unread, to be mailed, to be sent now."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from notifications.models import Digest, Notice  # noqa: F401 - named in the base classes


class NoticeQuerySet(models.QuerySet["Notice"]):
    def shown_to(self, user: Any) -> NoticeQuerySet:
        """What this person is told in the portal."""
        return self.filter(recipient=user, channel="portal")

    def unread(self) -> NoticeQuerySet:
        return self.filter(read__isnull=True)

    def to_be_mailed(self) -> NoticeQuerySet:
        """What is to go by mail, and is in no mail yet."""
        return self.filter(channel="email", digest__isnull=True)

    def with_entry(self) -> NoticeQuerySet:
        return self.select_related("entry", "case", "organization")

    def mark_read(self, now: datetime) -> int:
        """Whoever read before keeps the earlier time; says how many were unread."""
        return self.unread().update(read=now)


class DigestQuerySet(models.QuerySet["Digest"]):
    def waiting(self) -> DigestQuerySet:
        return self.filter(outcome="waiting")

    def due(self, now: datetime) -> DigestQuerySet:
        """What may be tried now, the longest waiting first."""
        return self.waiting().filter(next_try__lte=now).order_by("next_try", "pk")

    def failing(self) -> DigestQuerySet:
        """Tried, refused, and still to be sent."""
        return self.waiting().filter(attempts__gt=0).exclude(error="")

    def figures(self, since: datetime) -> dict[str, Any]:
        """How many wait, how many of them failed, how many were sent since then; and the oldest waiting."""
        waits = Q(outcome="waiting")
        return self.aggregate(
            waiting=models.Count("pk", filter=waits),
            failing=models.Count("pk", filter=waits & Q(attempts__gt=0) & ~Q(error="")),
            sent=models.Count("pk", filter=Q(sent__gte=since)),
            oldest=models.Min("created", filter=waits),
        )
