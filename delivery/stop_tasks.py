"""What happens by itself: messages and heads go out, ends are told, stops end (art. 29(4), 42, 44, 45)."""

from celery import shared_task

from delivery import expiry, heads, pushing
from delivery.law import StopState
from delivery.models import EmergencyStop
from delivery.stops import is_kept_stopped
from organizations.actors import CLOCK
from procedure.engine import take
from refusals.tree import Conflict


@shared_task(name="delivery.push")
def push() -> dict[str, int]:
    """Send the messages that are due; after a full batch the next task goes on."""
    told = pushing.send_due()
    if sum(told.values()) >= pushing.BATCH:
        push.delay()
    return told


@shared_task(name="delivery.send_heads")
def send_heads() -> dict[str, int]:
    """Send the newest signed head to the city platforms that are due."""
    return heads.send_due()


@shared_task(name="delivery.tell_of_ends")
def tell_of_ends() -> dict[str, int]:
    """Tell users whose grants end."""
    return expiry.tell_of_ends()


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
