"""Erases personal particulars, purges entries kept long enough; both stand in the trail (art. 42)."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection, transaction

from audit import context, heads, sealing
from audit.models import Entry, Head, Particular, Pending
from audit.querysets import ParticularQuerySet, TrailQuerySet
from audit.trail import Snapshot, record

YOUNGEST_DAYS = 180
AT_ONCE = 5_000
MOST_NAMED = 500


def check_retention(**kwargs: Any) -> list[checks.CheckMessage]:
    """Nobody sets the retention shorter than the law on network security allows."""
    if settings.AUDIT_RETENTION_DAYS >= YOUNGEST_DAYS:
        return []
    return [checks.Error(f"AUDIT_RETENTION_DAYS must be at least {YOUNGEST_DAYS}.", id="audit.E004")]


class Refused(ValueError):
    """What was asked for is not allowed; the sentence says why."""


def erase(chosen: ParticularQuerySet, *, reason: str, actor: Snapshot) -> int:
    """Erase the texts; digests without their salts stay, which nobody can guess. Says of how many entries."""
    if not reason.strip():
        raise Refused("An erasure needs its reason.")
    with transaction.atomic():
        rows = chosen.order_by("entry_id", "id")
        found = list(rows.values_list("pk", "entry_id", "name"))
        entries = sorted({entry for _, entry, _ in found})
        if not found:
            return 0
        Particular.objects.filter(pk__in=[pk for pk, _, _ in found]).delete()
        told = {
            "entries": len(entries),
            "numbers": entries[:MOST_NAMED],
            "names": sorted({name for _, _, name in found}),
            "reason": reason,
        }
        record("audit.erase", actor=actor, article="42", particulars=told)
    return len(entries)


def purgeable(days: int) -> Head | None:
    """The newest head older than so many days: what it covers is older still. None when there is none."""
    if days < YOUNGEST_DAYS:
        raise Refused(f"The trail is kept at least {YOUNGEST_DAYS} days; {days} are too few.")
    old = context.now() - timedelta(days=days)
    return Head.objects.select_related("key").filter(signed_at__lt=old).order_by("-size", "-id").first()


def purge(*, reason: str, actor: Snapshot, days: int | None = None) -> int:
    """Remove entries that were sealed before; works as the owner of the tables. Says how many went.

    The act is sealed under a signed head first; only then do the entries go, so that no verifier misses one
    that nobody named. A purge that was interrupted is finished by the next.
    """
    _insist_on_owner()
    head = purgeable(settings.AUDIT_RETENTION_DAYS if days is None else days)
    if head is None or not _rest(head.size).exists():
        return 0
    _announce(head, reason, actor)
    gone = 0
    while many := _remove(head.size):
        gone += many
    return gone


def _insist_on_owner() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('audit_entry', 'DELETE')")
        if not cursor.fetchone()[0]:
            raise Refused(
                "Only the owner of the tables purges: for this, set DATABASE_URL to DATABASE_OWNER_URL."
            )


def _rest(size: int) -> TrailQuerySet:
    """What is left of the entries that a head of this size covers."""
    return Entry.objects.filter(leaf__position__lt=size)


def _announce(head: Head, reason: str, actor: Snapshot) -> None:
    """Record the purge, with the head that it rests on, and seal it."""
    if not reason.strip():
        raise Refused("A purge needs its reason.")
    known = Entry.objects.filter(act="audit.purge", particulars__head=head.note.text)
    if not known.exists():
        told = {
            "size": head.size,
            "head": head.note.text,
            "before": head.signed_at.isoformat(),
            "reason": reason,
        }
        with transaction.atomic():
            record("audit.purge", actor=actor, article="42", particulars=told)
    sealing.seal(wait=True)
    if heads.sign(asked=True) is None:
        raise Refused(
            "AUDIT_SIGNING_KEY is not set: a purge must stand under a signed head before entries go."
        )


@transaction.atomic
def _remove(size: int) -> int:
    """The next few thousand, with what hung on them."""
    chosen = list(_rest(size).order_by("leaf__position").values_list("pk", flat=True)[:AT_ONCE])
    Particular.objects.filter(entry_id__in=chosen).delete()
    Pending.objects.filter(entry_id__in=chosen).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL guishu.purging = 'yes'")
        cursor.execute("DELETE FROM audit_entry WHERE id = ANY(%s)", [chosen])
        cursor.execute("SET LOCAL guishu.purging = ''")
        return len(chosen)
