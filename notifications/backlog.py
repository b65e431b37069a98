"""How the mails get on: what is still to be told, what waits, what fails and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Min

from audit.models import Pending, Purpose
from notifications.models import Digest
from notifications.querysets import DigestQuerySet

SHOWN = 100


@dataclass(frozen=True)
class Backlog:
    """How much is not done yet, and since when; and the mails that failed, next attempt first."""

    untold: int
    untold_since: datetime | None
    waiting: int
    waiting_since: datetime | None
    failing: int
    sent: int
    failures: list[Digest]
    sends_mail: bool

    @classmethod
    def read(cls, *, since: datetime) -> Backlog:
        """As it stands now; mails sent are counted from `since` on."""
        untold = Pending.objects.filter(purpose=Purpose.NOTIFY).aggregate(
            number=Count("pk"), oldest=Min("created")
        )
        figures = Digest.objects.figures(since)
        return cls(
            untold=untold["number"],
            untold_since=untold["oldest"],
            waiting=figures["waiting"],
            waiting_since=figures["oldest"],
            failing=figures["failing"],
            sent=figures["sent"],
            failures=list(failures()[:SHOWN]),
            sends_mail=settings.SENDS_MAIL,
        )


def failures() -> DigestQuerySet:
    """The mails that failed and are still to be sent, next attempt first."""
    found: DigestQuerySet = Digest.objects.failing().select_related("recipient", "organization")
    return found.order_by("next_try", "pk")
