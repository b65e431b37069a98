"""What Celery beat asks of this room: tell, mail, and forget what is old."""

from datetime import timedelta
from smtplib import SMTPException

from celery import shared_task
from django.db import transaction

from notifications import digests, drain, heads, sending
from notifications.models import Digest, Notice
from workdays import clock

KEPT_DAYS = 150
"""The trail may be purged after 180 days: what refers to its entries goes before."""


@shared_task(name="notifications.deliver")
def deliver() -> None:
    """Make notices, put them into mails, send those that are due. May run at any time, any number at once."""
    drain.store()
    digests.gather()
    sending.send()


@shared_task(name="notifications.forget")
@transaction.atomic
def forget() -> int:
    """Forget old notices and their mails; what they told stands in the trail. Says how many."""
    old = clock.now() - timedelta(days=KEPT_DAYS)
    forgotten = Notice.objects.filter(created__lt=old).delete()[0]
    Digest.objects.filter(created__lt=old, notices=None).delete()
    return forgotten


@shared_task(
    name="notifications.mail_head",
    autoretry_for=(OSError, SMTPException),
    retry_backoff=60,
    retry_kwargs={"max_retries": 6},
)
def mail_head() -> int:
    """Send the newest signed head of the trail to its auditors, once a day. Says to how many."""
    return heads.mail()
