"""What happens to share requests by themselves: old drafts lapse."""

from celery import shared_task

from organizations.actors import CLOCK
from procedure.engine import take
from refusals.tree import Conflict
from sharing.law import State
from sharing.models import ShareRequest
from workdays import calendar, clock


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
