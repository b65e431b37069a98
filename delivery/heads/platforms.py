"""Signed heads of the trail go to city platforms: at most one an hour, always the newest (art. 12, 42).

Nothing is queued. A head covers all that went before, so that a platform which was away misses nothing: the
next head that it gets holds it, and the proofs of growth between any two heads are public.
"""

import json
import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit import heads
from audit.models import Head
from audit.trail import Snapshot, record
from delivery.models import HeadTarget
from delivery.subscription import posting
from organizations.actors import Actor, Holding
from organizations.kinds import PostKind
from refusals.tree import Forbidden, NotFound
from workdays import clock

EVENT = "audit.head"
EVERY = timedelta(hours=1)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 60, 180, 360))
ARTICLE = "42"
NAMERS = (PostKind.ADMINISTRATOR, PostKind.SUPERVISOR, PostKind.REVIEWER)


class NotAPlatform(Forbidden):
    """Only the authority that runs a city's platform says where it is told."""

    code = "not_a_city_platform"
    sentence = _("Reviewers, supervisors and administrators of a city's big-data authority name its address.")


def names_for(actor: Actor) -> Holding | None:
    """The post in which the actor speaks for the platform of a city, or None."""
    held = (one for one in actor.holdings if one.organization.is_city_authority)
    return next((one for one in held if one.post in NAMERS), None)


def capacity(actor: Actor) -> Holding:
    """That post; raises NotAPlatform."""
    held = names_for(actor)
    if held is None:
        raise NotAPlatform
    return held


def of(held: Holding) -> HeadTarget | None:
    return HeadTarget.objects.filter(organization=held.organization_id).first()


@transaction.atomic
def name(actor: Actor, *, address: str) -> HeadTarget:
    """Set the address; a new one gets a new secret. The same again switches it on after it was disabled."""
    held = capacity(actor)
    rows = HeadTarget.objects.filter(organization=held.organization_id)
    known = rows.select_for_update(no_key=True).first()
    said: dict[str, Any] = {"failures": 0, "disabled_at": None, "next_at": clock.now()}
    if known is None or known.address != address:
        said |= {"address": address, "salt": secrets.token_hex(16), "told": 0, "told_at": None, "answer": ""}
    target, _new = HeadTarget.objects.update_or_create(organization_id=held.organization_id, defaults=said)
    _write("name_head_target", actor, held, {"address": address})
    return target


@transaction.atomic
def drop(actor: Actor) -> None:
    """Tell that platform no more; raises NotFound when it was not told."""
    held = capacity(actor)
    found = HeadTarget.objects.select_for_update().filter(organization=held.organization_id).first()
    if found is None:
        raise NotFound
    _write("drop_head_target", actor, held, {"address": found.address})
    found.delete()


def send_due() -> dict[str, int]:
    """Tell every platform that is due; any number of workers may do so at once."""
    told = {"delivered": 0, "failed": 0}
    head = heads.latest()
    while head is not None and (target := _leased(head)) is not None:
        told["delivered" if send(head, target) else "failed"] += 1
    return told


def send(head: Head, target: HeadTarget) -> bool:
    """One attempt. What is answered with a 2xx status is delivered; a repeat has the same id."""
    body = json.dumps(message(head), ensure_ascii=False).encode()
    number = f"head_{head.pk}_{target.pk}"
    answer = posting.attempt(number, body, address=target.address, salt=target.salt)
    _note(head, target, answer)
    return answer.is_good


def message(head: Head) -> dict[str, Any]:
    """What a platform is told: the signed note, which needs nobody's word."""
    return {
        "type": EVENT,
        "timestamp": clock.now().isoformat(timespec="seconds"),
        "data": {
            "size": head.size,
            "root": head.root_text,
            "signed_at": head.signed_at.isoformat(),
            "key": head.key.text,
            "note": head.note.text,
            "heads": f"{settings.PORTAL_ADDRESS.rstrip('/')}{reverse('audit-api:heads')}",
        },
    }


@transaction.atomic
def _leased(head: Head) -> HeadTarget | None:
    """A platform that is due and does not have this head, ours until the lease ends."""
    now = clock.now()
    due = HeadTarget.objects.filter(disabled_at=None, next_at__lte=now, told__lt=head.size)
    target = due.select_for_update(skip_locked=True).order_by("next_at").first()
    if target is not None:
        target.next_at = now + posting.LEASE
        target.save(update_fields=["next_at"])
    return target


@transaction.atomic
def _note(head: Head, target: HeadTarget, answer: posting.Answer) -> None:
    """What came of it; an address that was changed meanwhile is not touched."""
    row = HeadTarget.objects.filter(pk=target.pk, salt=target.salt)
    now, words = clock.now(), answer.words[:100]
    if answer.is_good:
        row.update(told=head.size, told_at=now, next_at=now + EVERY, failures=0, answer=words)
        return
    failures = target.failures + 1
    later = now + BACKOFF[min(failures, len(BACKOFF)) - 1]
    changed = row.update(next_at=later, failures=failures, answer=words)
    if changed and posting.is_hopeless(answer, failures):
        _disable(target, answer)


def _disable(target: HeadTarget, answer: posting.Answer) -> None:
    """No more is sent there until the authority looks after it; it is told."""
    HeadTarget.objects.filter(pk=target.pk).update(disabled_at=clock.now())
    record(
        "delivery.head_target_disabled",
        actor=Snapshot.clock(),
        subject=target.organization.code,
        article=ARTICLE,
        particulars={"address": target.address, "answer": answer.words, "posts_told": list(NAMERS)},
        tells=[target.organization.code],
    )


def _write(act: str, actor: Actor, held: Holding, told: dict[str, Any]) -> None:
    record(
        f"delivery.{act}",
        actor=actor.snapshot(held.organization_id, held.post),
        subject=held.organization.code,
        article=ARTICLE,
        particulars=told,
    )
