"""Where a subscribed system is told of new versions: named, signed for, switched on again (art. 29(4))."""

import secrets
from typing import Any

from django.db import transaction

from delivery.models import Message, PushTarget, Subscription
from delivery.subscription import pushing
from delivery.subscription import subscribing as subscriptions
from organizations.actors import Actor
from refusals.tree import NotFound


@transaction.atomic
def name(subscription: Subscription, *, actor: Actor, address: str) -> PushTarget:
    """Set the address; a new one gets a new secret. The same again switches it on after it was disabled."""
    known = PushTarget.objects.select_for_update(no_key=True).filter(subscription=subscription).first()
    salt = known.salt if known and known.address == address else secrets.token_hex(16)
    said = {"address": address, "salt": salt, "failures": 0, "disabled_at": None}
    target, _new = PushTarget.objects.update_or_create(subscription=subscription, defaults=said)
    _write("name_target", subscription, actor, {"address": address})
    return target


def message(subscription: Subscription, number: str) -> Message:
    """The message of that id to this subscription's system; NotFound for any other."""
    found = Message.objects.filter(target__subscription=subscription, number=number[:40]).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def send_again(subscription: Subscription, number: str, *, actor: Actor) -> Message:
    """Have a message sent again, under the same id."""
    found = message(subscription, number)
    _write("send_again", subscription, actor, {"message": found.number})
    pushing.send_again(found)
    return found


def _write(act: str, subscription: Subscription, actor: Actor, told: dict[str, Any]) -> None:
    subscriptions.write(act, subscription.grant, actor, told, article="29(4)")
