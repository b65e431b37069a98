"""Housekeeping of the engine, run by Celery beat."""

from datetime import timedelta

from celery import shared_task

from procedure.models import IdempotentAnswer
from workdays import clock

REMEMBERED_DAYS = 7


@shared_task(name="procedure.forget_answers")
def forget_answers() -> int:
    """Forget answers kept for repeated requests after a week; says how many."""
    old = clock.now() - timedelta(days=REMEMBERED_DAYS)
    return IdempotentAnswer.objects.filter(created__lt=old).delete()[0]
