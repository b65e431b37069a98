"""Subscribing to granted data, and at each read who may have it (art. 29(4), 44, 46)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from audit.trail import record
from catalog.vocabulary import ShareMode
from delivery import networks
from delivery.grants import standing
from delivery.law import Use, Way
from delivery.models import Grant, Subscription, SubscriptionKey
from delivery.stops import holds
from delivery.subscription import duties, errors, policy
from organizations.actors import Actor, Holding
from procedure.errors import NotYours
from refusals.tree import Forbidden
from workdays import clock

WAYS = {
    ShareMode.API: (Way.ON_DEMAND, Way.PUSH),
    ShareMode.FILE: (Way.DOWNLOAD, Way.PUSH),
    ShareMode.DATABASE: (Way.ON_DEMAND, Way.DOWNLOAD, Way.PUSH),
}
"""Which ways of supply the mode that was granted allows; the first is proposed."""


def admits(
    grant: Grant, *, key: SubscriptionKey | None = None, address: str | None = None, use: str = Use.ROWS
) -> None:
    """Let a read of the grant pass, or say why not. `key` is None for a person; `address` the caller's.

    A person looks at what the grant allows; the way of supply binds the subscribed system.

    Raises:
        GrantSuspended, GrantOver, GrantNotBegun, Offline: the grant is not in force.
        DutiesNotAccepted: nobody accepted the duties, or not with the conditions of today.
        KeyOver, WrongSystem: the key is at its end, or for something else.
        AddressNotAllowed: the call comes from outside the networks named.
        WayDoesNotFit: the subscription is for another way of supply.
    """
    refusal = standing(grant)
    if refusal is not None:
        raise refusal
    subscription = of(grant)
    if subscription is None or not subscription.binds:
        raise errors.DutiesNotAccepted(grant.number)
    if key is not None:
        _admits_key(grant, subscription, key, use)
    if subscription.networks and not networks.admits(address, subscription.networks):
        raise errors.AddressNotAllowed(address)


def _admits_key(grant: Grant, subscription: Subscription, key: SubscriptionKey, use: str) -> None:
    if not key.opens(clock.now()):
        raise errors.KeyOver
    if key.subscription_id != subscription.pk or key.system != grant.system:
        raise errors.WrongSystem(grant.number, grant.system)
    if not subscription.fits(use):
        raise errors.WayDoesNotFit(subscription.get_way_display())


def of(grant: Grant) -> Subscription | None:
    """The subscription of the grant; None before the duties were accepted. One query for each instance."""
    try:
        return grant.subscription
    except Subscription.DoesNotExist:
        return None


def ways_of(grant: Grant) -> Sequence[Way]:
    """The ways of supply that fit the mode granted."""
    return WAYS[ShareMode(grant.mode)]


@transaction.atomic
def accept(grant: Grant, *, actor: Actor, version: str) -> Subscription:
    """Accept the duties for the user of the grant, with the conditions as they are now.

    Raises:
        NotYours: the actor is no handler or reviewer of the user.
        Forbidden: the duties were rewritten since the actor read them.
    """
    held = holding(grant, actor)
    if version != duties.VERSION:
        raise Forbidden(errors.DUTIES_REWRITTEN, code="duties_rewritten", article=duties.ARTICLE)
    _lock(grant)
    said = _signed(actor, held) | {"duties": version, "conditions": grant.conditions}
    first = {"way": ways_of(grant)[0]}
    subscription, _new = Subscription.objects.update_or_create(
        grant=grant, defaults=said, create_defaults=said | first
    )
    holds.join(grant)
    told = {"duties": version, "digest": duties.digest(), "system": grant.system}
    write("accept_duties", grant, actor, told | {"conditions": grant.conditions})
    grant.subscription = subscription
    return subscription


@transaction.atomic
def arrange(subscription: Subscription, *, actor: Actor, way: str, allowed: list[str]) -> Subscription:
    """Change the way of supply and the networks from which may be read."""
    grant = subscription.grant
    holding(grant, actor)
    _lock(grant)
    before = {"way": subscription.way, "networks": subscription.networks}
    subscription.way, subscription.networks = way, allowed
    subscription.save(update_fields=["way", "networks"])
    write("arrange", grant, actor, {"way": way, "networks": allowed}, before=before)
    return subscription


def holding(grant: Grant, actor: Actor) -> Holding:
    """The post in which the actor keeps the subscription. Raises NotYours."""
    held = policy.subscribes(actor, grant)
    if held is None:
        raise NotYours
    return held


def _signed(actor: Actor, held: Holding) -> dict[str, Any]:
    snapshot = actor.snapshot(held.organization_id, held.post)
    return {
        "accepted_at": clock.now(),
        "accepted_by": snapshot.person,
        "accepted_name": snapshot.person_name,
        "accepted_post": snapshot.post,
    }


def _lock(grant: Grant) -> None:
    """Two who subscribe at once wait for each other."""
    Grant.objects.select_for_update(no_key=True).only("pk").get(pk=grant.pk)


def write(
    act: str,
    grant: Grant,
    actor: Actor,
    told: dict[str, Any],
    *,
    before: Any = None,
    article: str = duties.ARTICLE,
) -> None:
    """What somebody of the user did about the subscription, in the trail. Raises NotYours."""
    held = holding(grant, actor)
    record(
        f"delivery.{act}",
        actor=actor.snapshot(held.organization_id, held.post),
        case=grant.case.number,
        subject=grant.number,
        article=article,
        before=before,
        particulars={"grant": grant.number} | told,
    )
