"""The sweep and the housekeeping of the engine, run by Celery beat (art. 9, 10)."""

from dataclasses import asdict
from datetime import timedelta
from logging import getLogger

from celery import shared_task

from procedure.models import IdempotentAnswer
from procedure.moving.replay import catch_up
from procedure.staffing.unattended import tell_of_unattended
from procedure.sweep import sweep as sweep_once
from workdays import clock

REMEMBERED_DAYS = 7
logger = getLogger(__name__)


@shared_task(name="procedure.sweep")
def sweep() -> None:
    """Remind, escalate, and take the clock's steps."""
    swept = sweep_once()
    logger.info("Swept", extra=asdict(swept))


@shared_task(name="procedure.unattended")
def unattended() -> None:
    """Tell administrators and authorities of duties whose post nobody holds."""
    tell_of_unattended()


@shared_task(name="procedure.forget_answers")
def forget_answers() -> int:
    """Forget answers kept for repeated requests after a week; says how many."""
    old = clock.now() - timedelta(days=REMEMBERED_DAYS)
    return IdempotentAnswer.objects.filter(created__lt=old).delete()[0]


@shared_task(name="procedure.follow_calendar")
def follow_calendar() -> int:
    """Let due dates follow a changed calendar, where that is not finished yet; says how many moved."""
    return catch_up().moved
