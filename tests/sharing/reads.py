"""Rows of granted data as tests read them: whoever reads has accepted the duties first (art. 44)."""

from typing import Any

from delivery.gateway import reading
from delivery.models import Grant
from delivery.subscription import duties, policy
from delivery.subscription import subscribing as subscriptions
from organizations.actors import Actor


def read(actor: Actor, code: str, parameters: Any) -> reading.Reading:
    """Accept what is still to be accepted, then read."""
    for grant in Grant.objects.held_by(actor).filter(entry__resources__code=code, subscription=None):
        if policy.subscribes(actor, grant):
            subscriptions.accept(grant, actor=actor, version=duties.VERSION)
    return reading.read(actor, code, parameters)
