"""The first read of granted data starts the term for feedback (30(4))."""

from contextlib import suppress
from typing import Any

from django.dispatch import receiver

from delivery.grants import first_read
from delivery.models import Grant
from organizations.actors import CLOCK
from procedure.engine import take
from procedure.errors import WrongState
from sharing.law import State
from sharing.models import ShareRequest


@receiver(first_read, dispatch_uid="sharing.first_use")
def begin_the_use(grant: Grant, **_: Any) -> None:
    """In the transaction of the read: the clock takes the step, once."""
    case = grant.case
    if case.kind == ShareRequest.KIND and case.state == State.AWAITING_USE:
        request = ShareRequest.objects.get(pk=case.pk)
        with suppress(WrongState):  # its feedback, or the clock, came first
            take(request, "use_begins", actor=CLOCK, seen=None)
