"""Sends the mails that wait: at least once each, outside any transaction, again later when it fails.

Whoever takes a mail first moves its next attempt ahead of the time that sending may take. When he is killed
before he notes that it was sent, it is sent once more, under the same message id.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from logging import getLogger
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPSenderRefused
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.db import transaction

from notifications.digests import compose
from notifications.models import Digest, Outcome, Preference
from workdays import clock

TAKEN_FOR = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=12)
FIRST_WAIT = timedelta(minutes=1)
MOST = 500
"""Mails in one run; the next run sends the rest."""
OF_THIS_MAIL = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
"""The server's answers to one mail; after any other fault of the line, the run ends."""
logger = getLogger(__name__)


class LineDown(Exception):
    """The mail server cannot be reached: the mails wait for the next run."""


def send() -> int:
    """Send what is due; says how many mails went out."""
    if not settings.SENDS_MAIL:
        return 0
    connection, sent = get_connection(), 0
    try:
        for digest in due_digests():
            sent += send_one(digest, connection)
    except LineDown:
        logger.warning("The mail server cannot be reached")
    finally:
        hang_up(connection)
    return sent


def due_digests() -> Iterator[Digest]:
    """Mails taken one by one, until none is due."""
    for _count in range(MOST):
        digest = take_next()
        if digest is None:
            return
        yield digest


def take_next() -> Digest | None:
    """The mail that has waited longest, now ours for as long as sending may take."""
    now = clock.now()
    with transaction.atomic():
        rows = Digest.objects.due(now).select_for_update(skip_locked=True, of=("self",))
        digest = rows.select_related("recipient", "organization").first()
        if digest is not None:
            digest.attempts, digest.next_try = digest.attempts + 1, now + TAKEN_FOR
            digest.save(update_fields=["attempts", "next_try"])
    return digest


def send_one(digest: Digest, connection: Any) -> int:
    """1 when the mail went out. When it does not, it waits for another attempt, and the next has its turn.

    Raises LineDown when no other mail would go out either.
    """
    preference = Preference.of(digest.recipient)
    if reason := needless(digest, preference):
        digest.conclude(reason)
        return 0
    try:
        message = compose(digest, preference, connection)
        connection.open()  # one line for all mails of the run
        message.send()
    except Exception as error:  # noqa: BLE001 - one mail must not hold up the others
        hang_up(connection)
        fail(digest, error)
        return 0
    digest.conclude(Outcome.SENT, sent=clock.now(), address=digest.recipient.email, error="")
    return 1


def needless(digest: Digest, preference: Preference) -> str:
    """Why it need not be sent any more; empty when it must."""
    if not preference.email:
        return Outcome.SWITCHED_OFF
    return "" if is_address(digest.recipient.email) and digest.recipient.is_active else Outcome.NO_ADDRESS


def is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def fail(digest: Digest, error: Exception) -> None:
    """Put the mail off, longer each time, and note why."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    digest.postpone(clock.now() + wait_after(digest.attempts), said[:300])
    logger.warning("A mail could not be sent", extra={"mail": digest.message_id, "attempts": digest.attempts})
    if isinstance(error, SMTPException | OSError) and not isinstance(error, OF_THIS_MAIL):
        raise LineDown


def wait_after(attempts: int) -> timedelta:
    """One minute, two, four, and so on up to twelve hours."""
    return min(FIRST_WAIT * 2 ** min(attempts - 1, 16), LONGEST_WAIT)


def hang_up(connection: Any) -> None:
    """Close the line; a broken one has nothing to say."""
    with suppress(OSError):
        connection.close()
