"""Issues grants; only a step calls this, and its entry in the trail speaks for both (art. 29(4), 44)."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.dispatch import Signal

from catalog.models import EntryVersion
from delivery.models import Grant, GrantStatus
from organizations.models import Organization
from procedure.models import Case
from procedure.numbers import next_number
from workdays import clock

PREFIX = "GR"

first_read = Signal()
"""Sent with `grant` inside the transaction of the first read, for the feedback of article 30(4)."""


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
