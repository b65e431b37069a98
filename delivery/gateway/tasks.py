"""What the gateway does by the clock: unusual use, silent services, cut-off deliveries (art. 42, 47)."""

import time
from datetime import timedelta

from celery import shared_task

from delivery.gateway import clues, deliveries, probes
from delivery.pipes import PIPES
from workdays import clock

OLD_SECONDS = 86_400


@shared_task(name="delivery.look_for_clues")
def look_for_clues() -> int:
    """Today and yesterday, so that a missed hour loses nothing; twice finds nothing twice."""
    today = clock.today()
    return sum(len(clues.look(day)) for day in (today - timedelta(days=1), today))


@shared_task(name="delivery.probe_services")
def probe_services() -> int:
    return probes.probe_all()


@shared_task(name="delivery.probe_service")
def probe_service(source: int) -> int:
    """One service, sooner than its turn: a call of it failed."""
    return probes.probe_one(source)


@shared_task(name="delivery.close_deliveries")
def close_deliveries() -> int:
    """End deliveries whose process is gone, and clear away the pipes that it left."""
    for pipe in PIPES.glob("*"):
        if time.time() - pipe.lstat().st_mtime > OLD_SECONDS:
            pipe.unlink(missing_ok=True)
    return deliveries.give_up()
