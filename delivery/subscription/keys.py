"""Keys of subscribed systems: bound to grant and system, shown once, replaced with overlap (art. 44)."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from delivery.models import Subscription, SubscriptionKey
from delivery.subscription import subscribing as subscriptions
from organizations.actors import Actor
from organizations.prepared import Prepared
from refusals.tree import Conflict, FieldError, Invalid, NotFound
from workdays import clock

MARK = "gsk_"
SHOWN = 12
MOST = 5
LONGEST_DAYS = 365
LONGEST_OVERLAP_HOURS = 72
TOO_MANY = _("The subscription has 5 keys that open. Revoke one that your system no longer uses.")
DAYS = _("Choose between 1 and 365 days.")
HOURS = _("Choose between 0 and 72 hours.")


def issue(subscription: Subscription, *, actor: Actor, days: int) -> tuple[SubscriptionKey, str]:
    """A new key and its secret, which is stored nowhere.

    Raises:
        NotYours: the actor is no handler or reviewer of the user.
        Invalid: fewer than 1 or more than 365 days.
        Conflict: the subscription has as many keys as it may have.
    """
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid([FieldError("days", "out_of_range", DAYS)])
    with transaction.atomic():
        _lock(subscription)
        if len([key for key in subscription.keys.all() if key.is_open]) >= MOST:
            raise Conflict(TOO_MANY, code="too_many_keys")
        return _made(subscription, actor, days)


def replace(key: SubscriptionKey, *, actor: Actor, days: int, hours: int) -> tuple[SubscriptionKey, str]:
    """A new key; the old one opens for some hours more, so that the system can change over."""
    if not 0 <= hours <= LONGEST_OVERLAP_HOURS:
        raise Invalid([FieldError("hours", "out_of_range", HOURS)])
    if not 1 <= days <= LONGEST_DAYS:
        raise Invalid([FieldError("days", "out_of_range", DAYS)])
    with transaction.atomic():
        _lock(key.subscription)
        key.refresh_from_db(fields=["ends_at", "revoked_at"])
        key.ends_at = min(key.ends_at, clock.now() + timedelta(hours=hours))
        key.save(update_fields=["ends_at"])
        _write("replace_key", key, actor)
        return _made(key.subscription, actor, days)


@transaction.atomic
def revoke(key: SubscriptionKey, *, actor: Actor) -> None:
    """End a key at once; a second time changes nothing."""
    _write("revoke_key", key, actor)
    SubscriptionKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=clock.now())


def of(subscription: Subscription, prefix: str) -> SubscriptionKey:
    """The key of that beginning; NotFound for another subscription's."""
    found = subscription.keys.filter(prefix=prefix[:16]).first()
    if found is None:
        raise NotFound
    return found


def known(secret: str) -> SubscriptionKey | None:
    """The key of this secret, with all that a read needs to know; None when nobody issued it."""
    return next(iter(KEYS.rows(digest(secret))), None)


def _key(digest: str) -> QuerySet[SubscriptionKey]:
    return SubscriptionKey.objects.filter(digest=digest).select_related("subscription__grant__holder")


KEYS = Prepared(_key)


def digest(secret: str) -> str:
    """What is stored: the secret has 256 bits of its own, so that no salt or slow hash is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def note_use(key: SubscriptionKey) -> None:
    """Remember the day on which the key was used; one statement a day."""
    today = clock.today()
    if key.last_used_on != today:
        SubscriptionKey.objects.filter(pk=key.pk).update(last_used_on=today)


def _made(subscription: Subscription, actor: Actor, days: int) -> tuple[SubscriptionKey, str]:
    secret = MARK + secrets.token_urlsafe(32)
    key = SubscriptionKey.objects.create(
        subscription=subscription,
        prefix=secret[:SHOWN],
        digest=digest(secret),
        system=subscription.grant.system,
        issued_at=clock.now(),
        issued_by=actor.user.username if actor.user else "",
        ends_at=_end(subscription, days),
    )
    _write("issue_key", key, actor)
    return key, secret


def _end(subscription: Subscription, days: int) -> datetime:
    """At midnight after the last day."""
    last = clock.today() + timedelta(days=days)
    return datetime.combine(last, datetime.min.time(), tzinfo=clock.SHANGHAI)


def _lock(subscription: Subscription) -> None:
    Subscription.objects.select_for_update(no_key=True).only("pk").get(pk=subscription.pk)


def _write(act: str, key: SubscriptionKey, actor: Actor) -> None:
    grant = key.subscription.grant
    ends = key.ends_at.astimezone(clock.SHANGHAI).isoformat(timespec="minutes")
    told = {"key": key.prefix, "ends": ends, "system": key.system}
    subscriptions.write(act, grant, actor, told)
