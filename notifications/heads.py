"""Signed heads leave the house: a daily mail to every auditor, who keeps them out of our reach (art. 42)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from audit import heads
from audit.models import Head
from notifications.digests import domain
from notifications.models import Preference
from notifications.sending import is_address
from organizations.kinds import PostKind
from organizations.models import Post, User
from workdays import clock

TEMPLATE = "notifications/email/head"


def mail() -> int:
    """Send the newest head to all auditors; says to how many. Sent again, a mail keeps its name."""
    head = heads.latest()
    if head is None or not settings.SENDS_MAIL:
        return 0
    connection = get_connection()
    return connection.send_messages([letter(head, person) for person in auditors()]) or 0


def auditors() -> Iterable[User]:
    """Everybody who is auditor somewhere today and can be reached."""
    today = clock.today()
    people = User.objects.filter(is_active=True, pk__in=_holders(today)).order_by("pk")
    return [person for person in people if is_address(person.email)]


def _holders(today: date) -> QuerySet[Any, int]:
    return Post.objects.in_force(today).filter(kind=PostKind.AUDITOR).values_list("user_id", flat=True)


def letter(head: Head, person: User) -> EmailMessage:
    """The head in words and as the signed note, in the person's language."""
    context = {"head": head, "person": person, "address": settings.PORTAL_ADDRESS.rstrip("/")}
    with translation.override(Preference.of(person).language):
        return EmailMessage(
            subject=" ".join(render_to_string(f"{TEMPLATE}_subject.txt", context).split()),
            body=render_to_string(f"{TEMPLATE}.txt", context),
            to=[person.email],
            headers={
                "Message-ID": f"<head-{head.pk}-{person.pk}@{domain()}>",
                "Auto-Submitted": "auto-generated",
            },
        )
