"""Issues grants; only a step calls this, and its entry in the trail speaks for both (art. 29(4), 44)."""

from collections.abc import Iterable, Iterator
from datetime import date
from time import monotonic
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal

from catalog.models import EntryVersion
from catalog.vocabulary import Status
from delivery import errors
from delivery.models import Grant, GrantStatus
from organizations.models import Organization
from organizations.prepared import Prepared
from procedure.models import Case
from procedure.numbers import next_number
from refusals.tree import Refusal
from workdays import clock

PREFIX = "GR"
LOOK_EVERY = 0.5
"""Seconds after which a running answer looks again whether its grant is still in force."""

first_read = Signal()
"""Sent with `grant` inside the transaction of the first read, for the feedback of article 30(4)."""


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


def issue(
    *,
    case: Case,
    version: EntryVersion,
    organization: Organization,
    fields: Iterable[str],
    purpose: str,
    system: str,
    mode: str,
    ends: date,
    conditions: str = "",
) -> Grant:
    """Grant these fields from today to `ends`, which counts; two statements, in the caller's transaction."""
    with transaction.atomic(savepoint=False):
        return Grant.objects.create(
            number=next_number(PREFIX),
            case_id=case.pk,
            entry_id=version.entry_id,
            entry_version=version,
            holder=organization,
            fields=list(dict.fromkeys(fields)),
            purpose=purpose,
            system=system,
            mode=mode,
            conditions=conditions,
            starts=clock.today(),
            ends=ends,
            issued_at=clock.now(),
        )


def hold(grant: Grant, renewal: Case) -> None:
    """Let the grant last until its renewal is decided, because that was filed in time."""
    Grant.objects.filter(pk=grant.pk).update(renewal_id=renewal.pk)


def release(grant: Grant, renewal: Case) -> None:
    """The renewal that held the grant was not granted: the grant ends on its own day again."""
    Grant.objects.filter(pk=grant.pk, renewal_id=renewal.pk).update(renewal=None)


def end(grant: Grant, last: date) -> None:
    """End the grant with this day, because another one takes its place."""
    ends = max(grant.starts, min(grant.ends, last))
    Grant.objects.filter(pk=grant.pk).update(renewal=None, status=GrantStatus.ENDED, ends=ends)


def still_in_force(grant_id: int) -> bool:
    """Whether the grant can be read at this moment, asked of the database: one statement by the key."""
    return bool(IN_FORCE.rows(grant_id, clock.today()))


def while_it_is(grant_id: int) -> tuple[str, list[Any]]:
    """The same question as SQL, for a statement that writes only then."""
    return IN_FORCE.bound(grant_id, clock.today())


def _in_force(grant_id: int, on: date) -> QuerySet[Grant]:
    return Grant.objects.in_force(on).filter(pk=grant_id).exclude(entry__status=Status.OFFLINE).only("pk")


IN_FORCE = Prepared(_in_force)


def while_in_force(grant: Grant, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a running answer, as long as the grant is in force.

    Raises SupplyStopped within half a second after the supply was stopped: the connection breaks off, so
    that nobody takes what came for the whole.
    """
    looked = -LOOK_EVERY
    for piece in pieces:
        if monotonic() - looked >= LOOK_EVERY:
            if not still_in_force(grant.pk):
                raise errors.SupplyStopped(grant.number)
            looked = monotonic()
        yield piece


def note_first_read(grant: Grant) -> None:
    """In the transaction of a read, by whatever way: the first one starts the term for feedback (30(4))."""
    if grant.first_read_at is not None:
        return
    grant.first_read_at = clock.now()
    if Grant.objects.filter(pk=grant.pk, first_read_at=None).update(first_read_at=grant.first_read_at):
        first_read.send(sender=Grant, grant=grant)
