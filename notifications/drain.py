"""Turns entries that are to be told into notices, in one transaction with the end of their waiting (art. 5).

Any number of drains may run at once: each takes rows that no other has locked. An entry that cannot be told
stays pending, holds up no other, and is tried again by the next drain.
"""

from __future__ import annotations

from collections.abc import Iterator
from logging import getLogger
from typing import Any

from django.conf import settings
from django.db import transaction

from audit.models import Entry, Pending, Purpose
from notifications import unread
from notifications.models import Channel, Notice, Preference
from notifications.recipients import Recipient, Recipients
from notifications.wording import words_of
from procedure.models import Case
from workdays import clock

BATCH = 200
logger = getLogger(__name__)


def store() -> int:
    """Make notices of everything that is pending; says of how many entries."""
    told, failed = 0, set[int]()
    while True:
        done, refused = store_batch(failed)
        told, failed = told + done, failed | refused
        if not done and not refused:
            return told


def store_batch(passed_over: set[int]) -> tuple[int, set[int]]:
    """One batch in one transaction: how many entries were told, and which pending rows could not be."""
    with transaction.atomic():
        pending = list(next_pending(passed_over))
        if not pending:
            return 0, set()
        made, refused = notices_for(pending)
        Notice.objects.bulk_create(made, ignore_conflicts=True)
        done = [row.pk for row in pending if row.pk not in refused]
        Pending.objects.filter(pk__in=done).delete()
        readers = {notice.recipient_id for notice in made if notice.channel == Channel.PORTAL}
        transaction.on_commit(lambda: unread.forget(readers))
    return len(done), refused


def next_pending(passed_over: set[int]) -> Any:
    """The oldest entries to be told that nobody else is telling."""
    rows = Pending.objects.filter(purpose=Purpose.NOTIFY).exclude(pk__in=passed_over)
    locked = rows.select_for_update(skip_locked=True, of=("self",))
    return locked.select_related("entry").order_by("entry_id")[:BATCH]


def notices_for(pending: list[Pending]) -> tuple[list[Notice], set[int]]:
    """The notices of these entries, and the pending rows of those that failed."""
    made, refused = [], set()
    batch = Batch([row.entry for row in pending])
    for row in pending:
        try:
            made += list(batch.notices(row.entry))
        except Exception:  # one entry that cannot be told must not hold up the others
            logger.exception("An entry could not be told", extra={"entry": row.entry_id})
            refused.add(row.pk)
    return made, refused


class Batch:
    """What the entries of a batch have in common, read once."""

    def __init__(self, entries: list[Entry]) -> None:
        self.now = clock.now()
        numbers = {entry.case for entry in entries if entry.case}
        self.cases = {case.number: case for case in Case.objects.filter(number__in=numbers)}
        self.recipients = Recipients(entries, self.cases, self.now.date())
        known = Preference.objects.filter(user__in=self.recipients.directory.everybody())
        self.preferences = {preference.user_id: preference for preference in known}

    def notices(self, entry: Entry) -> Iterator[Notice]:
        """Every notice of the entry, on each channel."""
        case = self.cases.get(entry.case)
        words = words_of(entry, case)
        for recipient in self.recipients.of(entry):
            for channel in self.channels(recipient):
                yield Notice(
                    entry=entry,
                    recipient=recipient.seat.user,
                    channel=channel,
                    case=case,
                    organization=recipient.seat.organization,
                    post=recipient.seat.post,
                    asks=recipient.asks,
                    words=words,
                    created=self.now,
                )

    def channels(self, recipient: Recipient) -> Iterator[str]:
        """The portal always; e-mail where the installation sends any, and the person has an address."""
        yield Channel.PORTAL
        user = recipient.seat.user
        preference = self.preferences.get(user.pk) or Preference(user=user)
        if settings.SENDS_MAIL and user.email and preference.wants_mail(asks=recipient.asks):
            yield Channel.MAIL
