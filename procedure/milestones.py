"""The dates that follow from a due date: reminder, escalations, the day of the clock's step (art. 9, 10).

They are set when a duty opens. The sweep completes those of duties that were opened before the columns were
there, or whose later dates lay beyond the calendar then.
"""

from datetime import date, timedelta

from django.db.models import Q

from procedure.models import Case, WorkItem
from procedure.rules import book_of
from workdays import calendar
from workdays.calendar import Calendar
from workdays.errors import BeyondCalendar

ONE_DAY = timedelta(days=1)
FURTHER = 2
"""Working days after the due date until the escalation goes up to the Bureau."""
DATES = ("remind_on", "escalate_on", "escalate_further_on", "expires_on")


def set_milestones(item: WorkItem, days: Calendar, expires_after: int | None = None) -> None:
    """Set every date that follows from `due`, `received` and `expires_by`; stores nothing.

    Whoever moves `due` calls it again and stores the columns named in `DATES`.
    """
    if item.due:
        item.remind_on = max(item.received, days.add(item.due, -1))
        item.escalate_on = item.due + ONE_DAY
        item.escalate_further_on = _further(item.due, days)
    if item.expires_by:
        item.expires_on = _expiry(item, days, expires_after)


def complete() -> int:
    """Set what is missing on stored open duties, and say how many; two look-ups when nothing is."""
    return _complete_further() + _complete_expiry()


def _further(due: date, days: Calendar) -> date | None:
    try:
        return days.add(due, FURTHER)
    except BeyondCalendar:
        return None


def _expiry(item: WorkItem, days: Calendar, expires_after: int | None) -> date | None:
    if expires_after is None:
        return item.due + ONE_DAY if item.due else None
    try:
        return days.add(item.received, expires_after) + ONE_DAY
    except BeyondCalendar:
        return None


def _complete_further() -> int:
    undated = WorkItem.objects.is_open().filter(due__isnull=False, escalate_further_on=None)
    found = 0
    for due in undated.order_by("due").values_list("due", flat=True).distinct():
        if due and (further := _further(due, calendar.current())):
            found += undated.filter(due=due).update(escalate_further_on=further)
    return found


def _complete_expiry() -> int:
    undated = WorkItem.objects.is_open().filter(~Q(expires_by=""), expires_on=None)
    found = 0
    for item in undated.select_related("case"):
        expiry = _expiry(item, calendar.current(), _expires_after(item.case, item.stage))
        if expiry:
            found += undated.filter(pk=item.pk).update(expires_on=expiry)
    return found


def _expires_after(case: Case, stage: str) -> int | None:
    rule = book_of(case.rules_id).route(case.kind, case.route).stage(stage)
    return rule.expires_after if rule else None
