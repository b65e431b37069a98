"""Emergency stops end by themselves when what kept them up is over (art. 45)."""

from celery import shared_task

from delivery.law import StopState
from delivery.models import EmergencyStop
from delivery.stops.holds import is_kept_stopped
from organizations.actors import CLOCK
from procedure.engine import take
from refusals.tree import Conflict


@shared_task(name="delivery.end_carried_stops")
def end_carried_stops() -> int:
    """End the emergency stops that another case kept up, once that case is over; says how many."""
    ended = 0
    for stop in EmergencyStop.objects.filter(state=StopState.CARRIED).with_parties():
        if not is_kept_stopped(stop):
            ended += _end(stop)
    return ended


def _end(stop: EmergencyStop) -> int:
    try:
        take(stop, "end_at_last", actor=CLOCK, seen=None)
    except Conflict:  # the provider was quicker
        return 0
    return 1
