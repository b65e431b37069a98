"""A read of shared data as one act: find the grant, check, take the page, write the trail (art. 42, 44-46).

What is denied stands in the trail too; a resource that the actor cannot know of is simply not there.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from audit import context
from audit.trail import record
from catalog.vocabulary import Status
from delivery import errors, gateway, questions
from delivery.cursors import asked
from delivery.grants import note_first_read, still_in_force
from delivery.models import Grant, GrantStatus, Resource, ResourceStatus
from delivery.subscriptions import admits
from organizations.actors import Actor, Holding
from organizations.models import PostKind
from refusals.tree import Forbidden, Gone, NotFound, Refusal
from workdays import clock

READERS = (PostKind.HANDLER.value, PostKind.REVIEWER.value, PostKind.STEWARD.value)
ARTICLE = "42"
DENIALS = (Forbidden, Gone, errors.NotGranted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: from which resource, under which grant, which rows."""

    resource: Resource
    grant: Grant
    page: gateway.Page


def read(actor: Actor, code: str, parameters: questions.Parameters) -> Reading:
    """Read a page of a resource; the trail is written and committed before anything is handed over.

    Raises NotFound for a resource that the actor cannot know, Forbidden or Gone without a grant in force,
    BadQuestion for parameters that cannot be read, TryAgain when the data is busy.
    """
    resource, grant = known(actor, code), None
    try:
        grant = chosen(held(actor, resource), resource, parameters.get("grant"))
        holding = permitted(grant, actor)
        question = questions.read(parameters, columns(grant, resource))
    except DENIALS as denial:
        deny(actor, resource, grant, denial)
        raise
    page = gateway.rows(grant, resource, question)
    if not still_in_force(grant.pk):  # stopped while the page was being read
        stopped = errors.SupplyStopped(grant.number)
        deny(actor, resource, grant, stopped)
        raise stopped
    note(actor, holding, Reading(resource=resource, grant=grant, page=page), question)
    return Reading(resource=resource, grant=grant, page=page)


def known(actor: Actor, code: str) -> Resource:
    """The resource, if the actor may know of it: by its entry, or by a grant."""
    found = Resource.objects.visible_to(actor).with_entry().filter(code=code[:40]).first()
    if found is None:
        raise NotFound
    return found


def held(actor: Actor, resource: Resource) -> list[Grant]:
    """The grants of the actor's organizations on the entry, the last to end first."""
    mine = Grant.objects.held_by(actor).filter(entry=resource.entry_id)
    found = list(mine.select_related("case", "holder", "subscription").order_by("-ends", "-pk"))
    for grant in found:
        grant.entry = resource.entry
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


def permitted(grant: Grant, actor: Actor) -> Holding:
    """The post in which the actor may read under this grant today."""
    holding = next((found for post in READERS if (found := actor.holds(post, grant.holder_id))), None)
    if holding is None:
        raise errors.WrongPost
    admits(grant, key=getattr(actor, "key", None), address=context.address())
    return holding


def standing(grant: Grant) -> Refusal | None:
    """Why nothing can be read under the grant today; None while it is in force."""
    entry, today = grant.entry, clock.today()
    if entry.status == Status.OFFLINE:
        return errors.Offline(entry.code)
    if grant.status == GrantStatus.SUSPENDED:
        return errors.GrantSuspended(grant.number, entry.provider.name)
    if grant.status == GrantStatus.ENDED or (grant.ends < today and grant.renewal_id is None):
        return errors.GrantOver(grant.number, grant.ends, entry.code)
    return errors.GrantNotBegun(grant.number, grant.starts) if today < grant.starts else None


def columns(grant: Grant, resource: Resource) -> tuple[gateway.Column, ...]:
    """The granted columns that the table has now; Gone when none is left, or all is withdrawn."""
    if resource.status == ResourceStatus.WITHDRAWN:
        raise errors.Withdrawn
    left = gateway.granted(grant, resource)
    if not left:
        raise errors.NothingLeft
    return left


@transaction.atomic
def note(actor: Actor, holding: Holding, reading: Reading, question: questions.Question) -> None:
    """Write the read into the trail. What was searched for may be personal: a salted digest stands there."""
    page, grant, filters = reading.page, reading.grant, asked(question)
    record(
        "delivery.read",
        actor=actor.snapshot(grant.holder_id, holding.post),
        case=grant.case.number,
        subject=reading.resource.code,
        article=ARTICLE,
        particulars={
            "grant": grant.number,
            "fields": [column.name for column in page.columns],
            "rows": len(page.results),
            "bytes": len(page.text),
            "digest": page.digest,
            "load": reading.resource.digest,
            "continued": bool(question.cursor),
        },
        personal={"filters": json.dumps(filters, ensure_ascii=False)} if filters else None,
    )
    note_first_read(grant)


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
