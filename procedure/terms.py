"""Opening and closing duties: each item takes its dates from the rule set and the calendar when it opens.

An outage that is recorded already counts at once; one that is recorded later moves the date then.
"""

from datetime import date, datetime

from organizations.models import Organization
from procedure.holders import resolve
from procedure.milestones import set_milestones
from procedure.models import Case, WorkItem
from procedure.rulebook import StageRule
from procedure.steps import Closes, Step
from workdays import calendar, clock
from workdays.outages import known_with


def open_stage(case: Case) -> list[WorkItem]:
    """Open the duties of the state that the case has entered; none when it rests or is over."""
    now = clock.now()
    rules = case.rule.of_state(case.state)
    opened = [_item(case, rule, holder, now) for rule in rules for holder in resolve(rule.holder, case)]
    if opened:
        known = case.items  # read before the new ones are there, or they would stand in it twice
        WorkItem.objects.bulk_create(opened)
        known.extend(opened)
    return opened


def close_items(case: Case, step: Step, own: WorkItem | None) -> None:
    """Close what the step closes: the actor's own item, the whole stage, or nothing."""
    if step.closes is Closes.KEEP:
        return
    closing = [i for i in case.open_items() if step.closes is Closes.STAGE or i is own]
    now = clock.now()
    for item in closing:
        item.closed, item.closed_by_step = now, step.name
    if closing:
        WorkItem.objects.filter(pk__in=[i.pk for i in closing]).update(closed=now, closed_by_step=step.name)


def _item(case: Case, rule: StageRule, holder: Organization, now: datetime) -> WorkItem:
    item = WorkItem(
        case=case,
        stage=rule.stage,
        holder=holder,
        post=rule.post,
        article=rule.article,
        days=rule.days,
        unit=rule.unit,
        source=rule.source,
        opened=now,
        received=case.received_on(rule.stage, now.date()),
        expires_by=rule.expires_by,
    )
    _set_dates(item, rule)
    return item


def _set_dates(item: WorkItem, rule: StageRule) -> None:
    if item.days is None and not item.expires_by:
        return
    days = calendar.current()
    if item.days is not None:
        term = item.received, item.days, item.unit
        due = known_with(days).due(*term, item.holder.division_id, days)
        item.due, item.provisional = due.date, due.provisional
    set_milestones(item, days, rule.expires_after)


def latest_end(case: Case, rules: tuple[StageRule, ...], start: date) -> list[tuple[StageRule, date]]:
    """When each of these stages ends at the latest, if every holder takes all of his days."""
    days, received, ends = calendar.current(), start, []
    for rule in rules:
        received = _latest(case, rule, received, days) if rule.days else received
        ends.append((rule, received))
    return ends


def _latest(case: Case, rule: StageRule, received: date, days: calendar.Calendar) -> date:
    """The last due date among the holders of the stage; a platform that is down counts."""
    outages, term = known_with(days), (received, rule.days or 0, rule.unit)
    divisions = {holder.division_id for holder in resolve(rule.holder, case)} or {None}
    return max(outages.due(*term, division, days).date for division in divisions)
