"""May this actor take this data, in this way, today: asked here only (art. 44-46).

What is denied stands in the trail too; a resource that the actor cannot know of is simply not there.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from audit import context
from audit.trail import Snapshot, record
from delivery import errors
from delivery.columns import Column
from delivery.gateway import lookup
from delivery.gateway import rows as gateway
from delivery.law import Use
from delivery.models import Grant, Resource, ResourceStatus
from delivery.modes import Way, allows
from delivery.quotas import counting as quotas
from delivery.subscription.subscribing import admits
from organizations.actors import Actor, Holding
from organizations.models import PostKind
from refusals.tree import Forbidden, Gone, NotFound, Refusal
from workdays import clock

READERS = (PostKind.HANDLER.value, PostKind.REVIEWER.value, PostKind.STEWARD.value)
ARTICLE = "42"
DENIALS = (Forbidden, Gone, errors.NotGranted, errors.QuotaSpent, errors.ServiceBroken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """Who was let in, to which resource, under which grant and in which post."""

    actor: Actor
    resource: Resource
    grant: Grant
    holding: Holding

    @property
    def snapshot(self) -> Snapshot:
        return self.actor.snapshot(self.grant.holder_id, self.holding.post)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The granted columns that the table has now; Gone when none is left, or all is withdrawn."""
        return columns(self.grant, self.resource)


@dataclass
class Attempt:
    """What is known so far of somebody who asks for data, for the trail if he is denied it."""

    actor: Actor
    resource: Resource
    grant: Grant | None = None


@contextmanager
def denials_noted(attempt: Attempt) -> Iterator[None]:
    """Whatever is denied inside stands in the trail before it is told."""
    try:
        yield
    except DENIALS as denial:
        deny(attempt.actor, attempt.resource, attempt.grant, denial)
        raise


def knock(actor: Actor, code: str) -> tuple[Attempt, list[Grant]]:
    """The resource asked for, and the actor's grants on it. Raises NotFound for one he cannot know of."""
    resource, grants = lookup.held(actor, code[:40])
    return Attempt(actor, resource or known(actor, code)), grants


def admit(attempt: Attempt, grants: Sequence[Grant], number: str | None, way: Way | None) -> Admission:
    """Let him in, or raise why not; without a way, to look at the first rows on the portal's own page."""
    attempt.grant = grant = chosen(grants, attempt.resource, number)
    whole = way in {Way.EXPORT, Way.FILE}
    holding = permitted(grant, attempt.actor, Use.WHOLE if whole else Use.ROWS)
    if way is not None and not allows(grant.mode, way):
        raise errors.WrongMode(grant.number, grant.get_mode_display())
    if attempt.resource.status == ResourceStatus.WITHDRAWN:
        raise errors.Withdrawn
    quotas.check(grant)
    return Admission(actor=attempt.actor, resource=attempt.resource, grant=grant, holding=holding)


def known(actor: Actor, code: str) -> Resource:
    """The resource, if the actor may know of it: by its entry, or by a grant."""
    found = Resource.objects.visible_to(actor).with_entry().filter(code=code[:40]).first()
    if found is None:
        raise NotFound
    return found


def chosen(own: Sequence[Grant], resource: Resource, number: str | None) -> Grant:
    """The grant named, else the only one in force, else the last one, whose standing says why not."""
    if number:
        own = [grant for grant in own if grant.number == number]
    current = [grant for grant in own if grant.is_in_force(clock.today())]
    if len(current) > 1:
        raise errors.SeveralGrants([grant.number for grant in current])
    if not own:
        raise errors.NoGrant(resource.entry.code)
    return current[0] if current else own[0]


def permitted(grant: Grant, actor: Actor, use: str = Use.ROWS) -> Holding:
    """The post in which the actor may read under this grant today; the rest `subscriptions.admits` says."""
    holding = next((found for post in READERS if (found := actor.holds(post, grant.holder_id))), None)
    if holding is None:
        raise errors.WrongPost
    admits(grant, key=getattr(actor, "key", None), address=context.address(), use=use)
    return holding


def columns(grant: Grant, resource: Resource) -> tuple[Column, ...]:
    """The granted columns that the table has now; Gone when none is left, or all is withdrawn."""
    if resource.status == ResourceStatus.WITHDRAWN:
        raise errors.Withdrawn
    left = gateway.granted(grant, resource)
    if not left:
        raise errors.NothingLeft
    return left


@transaction.atomic
def deny(actor: Actor, resource: Resource, grant: Grant | None, denial: Refusal) -> None:
    """Write down that data was asked for and not handed over, and why."""
    record(
        "delivery.denied",
        actor=actor.snapshot(grant.holder_id if grant else None),
        case=grant.case.number if grant else "",
        subject=resource.code,
        article=denial.article or ARTICLE,
        particulars={"reason": denial.code, "grant": grant.number if grant else ""},
    )
