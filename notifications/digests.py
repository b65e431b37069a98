"""One mail for each recipient, post and run: which notices it holds, what it is called, and what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from email.utils import parseaddr
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from notifications.models import Digest, Notice, Preference
from notifications.wording import Line, lines
from organizations.actors import Actor
from workdays import clock

MOST_LINES = 100
"""Notices told one by one in a mail; of more it gives the number."""
TEMPLATES = "notifications/email/digest"


def gather() -> int:
    """Put every notice that is to be mailed into a digest, those of one person and post together.

    Says how many mails there are to send. Two runs at once share the notices between them: each notice comes
    into one digest.
    """
    with transaction.atomic():
        waiting = Notice.objects.to_be_mailed().select_for_update(skip_locked=True, of=("self",))
        by_seat = waiting.select_related("organization").order_by(
            "recipient_id", "organization_id", "post", "pk"
        )
        made = [digest_of(list(notices)) for _seat, notices in groupby(by_seat, key=seat_of)]
    return len(made)


def seat_of(notice: Notice) -> tuple[int, int, str]:
    return notice.recipient_id, notice.organization_id, notice.post


def digest_of(notices: list[Notice]) -> Digest:
    """A digest of these notices, ready to be sent."""
    first, now = notices[0], clock.now()
    digest = Digest.objects.create(
        message_id=message_id(notices),
        recipient_id=first.recipient_id,
        organization=first.organization,
        post=first.post,
        created=now,
        next_try=now,
    )
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(digest=digest)
    return digest


def message_id(notices: Iterable[Notice]) -> str:
    """Follows from recipient, post and entries alone: whatever is sent again bears the same name."""
    notices = list(notices)
    first = notices[0]
    content = [first.recipient_id, first.organization.code, first.post, sorted(n.entry_id for n in notices)]
    digest = hashlib.sha256(json.dumps(content).encode()).hexdigest()
    return f"<{digest[:40]}@{domain()}>"


def domain() -> str:
    """Where our mails come from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"


def compose(digest: Digest, preference: Preference, connection: Any = None) -> EmailMultiAlternatives:
    """The mail in the recipient's language, saying what he may know at this moment."""
    with translation.override(preference.language):
        context = content(digest)
        message = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"{TEMPLATES}_subject.txt", context).split()),
            body=render_to_string(f"{TEMPLATES}.txt", context),
            to=[digest.recipient.email],
            headers={"Message-ID": digest.message_id, "Auto-Submitted": "auto-generated"},
            connection=connection,
        )
        message.attach_alternative(render_to_string(f"{TEMPLATES}.html", context), "text/html")
    return message


def content(digest: Digest) -> dict[str, Any]:
    """What the templates say: what waits on the recipient first, by due date, then the rest, oldest first."""
    kept: Any = digest.notices
    notices = list(kept.with_entry().order_by("-asks", "pk")[:MOST_LINES])
    told = lines(notices, Actor.of(digest.recipient))
    waiting = sorted((line for line in told if line.waits), key=by_due_date)
    more = digest.notices.exclude(pk__in=[notice.pk for notice in notices])
    return {
        "digest": digest,
        "waiting": [(line, address(line)) for line in waiting],
        "others": [(line, address(line)) for line in told if not line.waits],
        "number": len(told) + more.count(),
        "waiting_number": len(waiting) + more.filter(asks=True).count(),
        "more": more.count(),
        "language": translation.get_language(),
        "notices": absolute(reverse("notifications:notices")),
        "preferences": absolute(reverse("notifications:preferences")),
    }


def by_due_date(line: Line) -> tuple[bool, Any, int]:
    return line.due is None, line.due or "", line.notice.pk


def address(line: Line) -> str:
    """Where the notice's case is read; empty when there is none, or the portal's address is not known."""
    return absolute(line.case.get_absolute_url()) if line.case else ""


def absolute(path: str) -> str:
    return f"{settings.PORTAL_ADDRESS.rstrip('/')}{path}" if settings.PORTAL_ADDRESS else ""
