"""What happens to share requests by themselves: old drafts lapse, removed fields fall out (art. 21)."""

from logging import getLogger

from celery import shared_task
from django.db import transaction

from organizations.actors import CLOCK
from procedure.engine import lock, take
from refusals.tree import Conflict
from sharing.changes import FOLLOWING
from sharing.law import State
from sharing.models import ShareRequest
from workdays import calendar, clock

logger = getLogger(__name__)


@shared_task(name="sharing.follow_entries")
def follow_entries() -> int:
    """Let fall out what entries no longer have, in every request that is still open; says in how many."""
    rows = ShareRequest.objects.whose_entry_changed().filter(state__in=FOLLOWING).with_parties()
    return sum(_follow(request) for request in rows.order_by("pk").iterator())


def _follow(request: ShareRequest) -> int:
    """One case that cannot move must not hold up the others."""
    try:
        with transaction.atomic():
            request = lock(request)  # two runs, or a run and a reviewer, may come at once
            due = request.due_to_the_entry() if request.is_open else None
            if due:
                take(request, due[0], actor=CLOCK, seen=None, **due[1])
    except Conflict:  # somebody moved it meanwhile
        return 0
    except Exception:
        logger.exception("A request could not follow its entry", extra={"case": request.number})
        return 0
    return int(due is not None)


@shared_task(name="sharing.lapse_drafts")
def lapse_drafts() -> int:
    """Let the drafts lapse that nobody submitted within the days of their rule set; says how many."""
    lapsed = 0
    for draft in ShareRequest.objects.filter(state=State.DRAFT).with_parties().iterator():
        if is_too_old(draft):
            lapsed += _lapse(draft)
    return lapsed


def is_too_old(draft: ShareRequest) -> bool:
    """Whether the day until which the draft may rest has passed."""
    days = draft.rule.draft_days
    opened = draft.opened.astimezone(clock.SHANGHAI).date()
    return days is not None and calendar.current().add(opened, days) < clock.today()


def _lapse(draft: ShareRequest) -> int:
    try:
        take(draft, "lapse", actor=CLOCK, seen=None)
    except Conflict:  # submitted meanwhile
        return 0
    return 1
