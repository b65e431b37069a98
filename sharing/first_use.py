"""The first read of granted data starts the term for feedback (30(4))."""

from typing import Any

from django.dispatch import receiver

from delivery.grants import first_read
from delivery.models import Grant
from organizations.actors import CLOCK
from procedure.engine import take
from sharing.law import State
from sharing.models import ShareRequest


@receiver(first_read, dispatch_uid="sharing.first_use")
def begin_the_use(grant: Grant, **_: Any) -> None:
    """In the transaction of the read: the clock takes the step, once."""
    request = ShareRequest.objects.filter(pk=grant.case_id, state=State.AWAITING_USE).first()
    if request is not None:
        take(request, "use_begins", actor=CLOCK, seen=None)
