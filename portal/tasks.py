"""The beat that `/healthz` listens for."""

from celery import shared_task
from django.core.cache import cache

from portal.parts import BEAT_KEY
from workdays import clock

REMEMBERED_SECONDS = 300


@shared_task(name="portal.beat")
def beat() -> None:
    """Note that the beat reached a worker; `/healthz` calls it silent after five minutes."""
    cache.set(BEAT_KEY, clock.now().isoformat(), REMEMBERED_SECONDS)
