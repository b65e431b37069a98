"""The provider limits what may be taken in a day under a grant, and tells both sides (art. 44, 45).

A limit narrows the supply without a case: so only who may suspend sets it, and says why.
"""

from typing import Any

from django.db import transaction

from audit.trail import record
from delivery.errors import GrantOver
from delivery.models import Grant, GrantStatus, Quota
from delivery.quotas import counting as quotas
from delivery.stops import policy as stop_policy
from organizations.actors import Actor
from organizations.kinds import PostKind
from procedure.errors import NotYours

ARTICLE = "44"
LIMITS = ("rows_a_day", "reads_a_day")


@transaction.atomic
def limit(
    grant: Grant, *, actor: Actor, rows_a_day: int | None, reads_a_day: int | None, reason: str
) -> Quota | None:
    """Set the daily limits from the next read on; without any the grant is unlimited again.

    The same limits again change and tell nothing.

    Raises:
        NotYours: the actor is no reviewer of the provider.
        GrantOver: the grant has ended.
    """
    held = stop_policy.supplies(actor, grant.entry.provider_id)
    if held is None:
        raise NotYours
    if grant.status == GrantStatus.ENDED:
        raise GrantOver(grant.number, grant.ends, grant.entry.code)
    Grant.objects.select_for_update(no_key=True).only("pk").get(pk=grant.pk)
    known = Quota.objects.filter(grant=grant).first()
    before, after = limits_of(known), {"rows_a_day": rows_a_day, "reads_a_day": reads_a_day}
    if before == after:
        return known
    quota = _stored(grant, after)
    told = {"grant": grant.number, "reason": reason, "posts_told": [PostKind.HANDLER, PostKind.REVIEWER]}
    authority = grant.entry.provider.authority
    record(
        f"delivery.{'quota' if quota else 'quota_lifted'}",
        actor=actor.snapshot(held.organization_id, held.post),
        case=grant.case.number,
        subject=grant.number,
        article=ARTICLE,
        before=before,
        after=after,
        particulars=told | {name: limit or "—" for name, limit in after.items()},
        tells=[grant.holder.code, *([authority.code] if authority else [])],
    )
    return quota


def limits_of(quota: Quota | None) -> dict[str, int | None]:
    """Both limits; None for what is not limited."""
    return {name: getattr(quota, name, None) for name in LIMITS}


def told_of(grant: Grant) -> dict[str, Any]:
    """The limits of a grant, and what was taken today where anything is limited."""
    quota = Quota.objects.filter(grant=grant).first()
    taken = quotas.taken(grant) if quota else None
    today = {"rows_today": taken.rows, "reads_today": taken.reads} if taken else {}
    none = {"rows_today": 0, "reads_today": 0} if quota else {"rows_today": None, "reads_today": None}
    return {"grant": grant.number} | limits_of(quota) | none | today


def _stored(grant: Grant, limits: dict[str, int | None]) -> Quota | None:
    if not any(limits.values()):
        Quota.objects.filter(grant=grant).delete()
        return None
    quota, _new = Quota.objects.update_or_create(grant=grant, defaults=limits)
    return quota
