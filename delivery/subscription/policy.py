"""Who subscribes to granted data and keeps its keys (art. 29(4), 44)."""

from delivery.models import Grant
from organizations.actors import Actor, Holding
from organizations.kinds import PostKind
from procedure.policy import first_holding

SUBSCRIBERS = (PostKind.HANDLER.value, PostKind.REVIEWER.value)


def subscribes(actor: Actor, grant: Grant) -> Holding | None:
    """A handler or reviewer of the user: who accepts the duties, and who keeps the keys."""
    return first_holding(actor, grant.holder_id, SUBSCRIBERS)
