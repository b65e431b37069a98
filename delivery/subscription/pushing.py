"""Tells subscribed systems of new versions: stored with the load, sent until answered (art. 29(4)).

A message is leased to whoever sends it. If he is killed, the lease ends and the next one sends it again, with
the same id: the receiver tells repeats apart by it.
"""

import json
import secrets
from datetime import datetime, timedelta
from logging import getLogger
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from kombu.exceptions import OperationalError

from audit.trail import Snapshot, record
from delivery.grants import still_in_force
from delivery.law import Way
from delivery.models import Message, MessageStatus, PushTarget, Resource
from delivery.subscription import posting
from organizations.kinds import PostKind
from workdays import clock

EVENT = "resource.new_version"
BACKOFF = tuple(timedelta(seconds=s) for s in (5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000))
"""How long to wait after each failed attempt; after the last one a message is given up."""
BATCH = 100
logger = getLogger(__name__)


def new_version(resource: Resource, version_number: int, digest: str) -> int:
    """In the transaction of a load: a message for every system that wants to be told; says for how many."""
    now = clock.now()
    targets = PushTarget.objects.filter(
        subscription__way=Way.PUSH, subscription__grant__entry=resource.entry_id
    ).exclude(subscription__grant__status="ended")
    messages = [
        _message(target, resource, version_number, digest, now)
        for target in targets.select_related("subscription__grant")
    ]
    Message.objects.bulk_create(messages, ignore_conflicts=True)
    if messages:
        transaction.on_commit(_ask_the_worker)
    return len(messages)


def _message(target: PushTarget, resource: Resource, version: int, digest: str, now: datetime) -> Message:
    grant = target.subscription.grant
    told = {
        "type": EVENT,
        "timestamp": now.isoformat(timespec="seconds"),
        "data": {
            "resource": resource.code,
            "grant": grant.number,
            "version": version,
            "digest": digest,
            "rows": f"{settings.PORTAL_ADDRESS}{resource.get_absolute_url()}?grant={grant.number}",
        },
    }
    return Message(
        number=f"msg_{secrets.token_hex(16)}",
        target=target,
        resource=resource,
        version=version,
        body=json.dumps(told, ensure_ascii=False),
        created_at=now,
        next_at=now,
    )


def _ask_the_worker() -> None:
    """The worker sends at once; when it cannot be reached, the next beat does."""
    from delivery.subscription.tasks import push  # the tasks import this module

    try:
        push.delay()
    except OperationalError:
        logger.warning("The broker did not answer; the next beat sends the messages.")


def send_due() -> dict[str, int]:
    """Send what is due, one message after the other; any number of workers may do so at once."""
    told = {"delivered": 0, "failed": 0}
    for _number in range(BATCH):
        message = _leased()
        if message is None:
            break
        told["delivered" if send(message) else "failed"] += 1
    return told


@transaction.atomic
def _leased() -> Message | None:
    """The oldest message that is due, taken by us until the lease ends."""
    now = clock.now()
    due = Message.objects.filter(status=MessageStatus.WAITING, next_at__lte=now)
    due = due.filter(target__disabled_at=None, target__subscription__grant__status="active")
    locked = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at")
    message: Message | None = locked.select_related("target__subscription__grant__holder").first()
    if message is not None:
        message.next_at, message.attempts = now + posting.LEASE, message.attempts + 1
        message.save(update_fields=["next_at", "attempts"])
    return message


def send(message: Message) -> bool:
    """One attempt. What is answered with a 2xx status is delivered."""
    if not still_in_force(message.target.subscription.grant_id):
        _settle(message, MessageStatus.GIVEN_UP, "grant not in force")
        return False
    target = message.target
    answer = posting.attempt(message.number, message.body.encode(), address=target.address, salt=target.salt)
    _note(message, answer)
    return answer.is_good


@transaction.atomic
def _note(message: Message, answer: posting.Answer) -> None:
    target = PushTarget.objects.select_for_update(no_key=True).get(pk=message.target_id)
    if answer.is_good:
        PushTarget.objects.filter(pk=target.pk).update(failures=0)
        _settle(message, MessageStatus.DELIVERED, answer.words)
        _record(message, "pushed", {"attempts": message.attempts})
        return
    PushTarget.objects.filter(pk=target.pk).update(failures=F("failures") + 1)
    if posting.is_hopeless(answer, target.failures + 1):
        _disable(target, message, answer)
    if message.attempts > len(BACKOFF):
        _settle(message, MessageStatus.GIVEN_UP, answer.words)
    else:
        later = clock.now() + BACKOFF[message.attempts - 1]
        Message.objects.filter(pk=message.pk).update(next_at=later, answer=answer.words[:100])


def _settle(message: Message, status: MessageStatus, words: str) -> None:
    delivered = clock.now() if status == MessageStatus.DELIVERED else None
    row = Message.objects.filter(pk=message.pk)
    row.update(status=status, answer=words[:100], delivered_at=delivered)


def _disable(target: PushTarget, message: Message, answer: posting.Answer) -> None:
    """No more is sent there until the user looks after it; its handlers are told."""
    if target.disabled_at is None:
        PushTarget.objects.filter(pk=target.pk).update(disabled_at=clock.now())
        holder = message.target.subscription.grant.holder
        _record(message, "push_disabled", {"answer": answer.words}, tells=[holder.code])


def _record(message: Message, act: str, told: dict[str, Any], tells: list[str] | None = None) -> None:
    grant = message.target.subscription.grant
    record(
        f"delivery.{act}",
        actor=Snapshot.clock(),
        case=grant.case.number,
        subject=grant.number,
        article="29(4)",
        particulars={"grant": grant.number, "message": message.number, "posts_told": [PostKind.HANDLER]}
        | told,
        tells=tells or [],
    )


def send_again(message: Message) -> None:
    """Put a message back into the queue, whatever became of it; it keeps its id."""
    row = Message.objects.filter(pk=message.pk)
    row.update(status=MessageStatus.WAITING, next_at=clock.now(), attempts=0)
    transaction.on_commit(_ask_the_worker)
