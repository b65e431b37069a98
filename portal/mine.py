"""The home of a handler: what his organization asked for, whose turn it is, what came back (art. 11)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from delivery.models import Grant
from organizations.actors import Actor, of_request
from organizations.kinds import PostKind
from organizations.staffing import covers_of
from procedure.inbox import Inbox
from procedure.lists import words_of
from procedure.staffing.unattended import unattended_for
from sharing.models import ShareRequest
from workdays import clock

SHOWN = 10
RECENT = 5
ENDING_DAYS = 30


@dataclass(frozen=True)
class Mine:
    """One handler's view: duties, drafts, what waits on others, what was answered, grants that end soon."""

    actor: Actor
    inbox: Inbox
    today: date

    @property
    def open(self) -> list[Any]:
        """What waits on others or on oneself, the nearest due date first, drafts last."""
        rows = list(
            self._asked().is_open().with_parties().prefetch_related("work_items__holder")[: SHOWN * 5]
        )
        return sorted((case.as_seen_by(self.actor) for case in rows), key=_urgency)[:SHOWN]

    @property
    def many(self) -> int:
        return int(self._asked().is_open().count())

    @property
    def answered(self) -> list[Any]:
        return list(self._asked().filter(closed__isnull=False).with_parties().order_by("-closed")[:RECENT])

    @property
    def ending(self) -> list[Any]:
        last = self.today + timedelta(days=ENDING_DAYS)
        held = Grant.objects.held_by(self.actor).in_force(self.today).filter(ends__lte=last)
        return list(held.with_parties().order_by("ends")[:RECENT])

    @property
    def unattended(self) -> list[Any]:
        """For an administrator: duties whose post nobody holds, the nearest due date first."""
        if not self.actor.organization_ids(PostKind.ADMINISTRATOR):
            return []
        return list(unattended_for(self.actor).with_case().order_by("due", "pk")[:SHOWN])

    @property
    def covers(self) -> list[Any]:
        """Whom the reader covers, and who covers him."""
        return list(covers_of(self.actor.user))

    def _asked(self) -> Any:
        return ShareRequest.objects.asked_by(self.actor)


def _urgency(case: Any) -> tuple[bool, date, int]:
    due = min((item.due for item in case.open_items() if item.due), default=None)
    return due is None, due or date.max, -case.pk


@require_safe
@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """What we asked for and where it stands."""
    actor = of_request(request)
    found = Mine(actor, Inbox(actor, words_of(request)), clock.today())
    context = {"mine": found, "requests": found.open, "many": found.many}
    context |= {"unattended": found.unattended, "covers": found.covers}
    return render(request, "portal/mine.html", context)
