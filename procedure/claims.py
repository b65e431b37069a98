"""Claiming a duty out of the queue, and giving it back; both stand in the trail."""

from django.db import transaction

from audit.trail import record
from organizations.actors import Actor, Holding
from organizations.models import PostKind
from procedure.engine import signature
from procedure.errors import AlreadyDone, ClaimedByAnother, NotYours, OwnRequest
from procedure.models import WorkItem
from procedure.policy import first_holding, holder_of, same_eyes
from procedure.rules import book_of
from workdays import clock

RELEASERS = (PostKind.SUPERVISOR.value, PostKind.ADMINISTRATOR.value)


def claim(item: WorkItem, *, actor: Actor) -> WorkItem:
    """Take an open duty upon oneself; 409 when it is done or a colleague was first."""
    capacity = holder_of(item, actor)
    if capacity is None:
        raise NotYours
    if not is_duty_of_the_filer(item) and same_eyes(item.case, actor, capacity):
        raise OwnRequest
    with transaction.atomic():
        free = WorkItem.objects.is_open().filter(pk=item.pk, claimed_by=None)
        if not free.update(claimed_by=actor.user, claimed_at=clock.now()):
            raise _why_not_free(item)
        record(
            "work_item.claim", actor=signature(actor, capacity), case=item.case.number, article=item.article
        )
    item.refresh_from_db()
    return item


def release(item: WorkItem, *, actor: Actor) -> WorkItem:
    """Give a claimed duty back; by who claimed it, or by the organization's supervisor or administrator."""
    capacity = _may_release(item, actor)
    if capacity is None:
        raise NotYours
    with transaction.atomic():
        claimed = WorkItem.objects.is_open().filter(pk=item.pk, claimed_by__isnull=False)
        if not claimed.update(claimed_by=None, claimed_at=None):
            raise AlreadyDone
        record(
            "work_item.release", actor=signature(actor, capacity), case=item.case.number, article=item.article
        )
    item.refresh_from_db()
    return item


def is_duty_of_the_filer(item: WorkItem) -> bool:
    """A duty of the side that filed, such as a correction: four eyes do not apply."""
    case = item.case
    rule = book_of(case.rules_id).route(case.kind, case.route).stage(item.stage)
    return rule is not None and rule.holder == "requester"


def _why_not_free(item: WorkItem) -> AlreadyDone | ClaimedByAnother:
    item.refresh_from_db()
    return AlreadyDone() if item.closed else ClaimedByAnother()


def _may_release(item: WorkItem, actor: Actor) -> Holding | None:
    if actor.user and item.claimed_by_id in {None, actor.user.pk}:
        return holder_of(item, actor)
    return first_holding(actor, item.holder_id, RELEASERS)
