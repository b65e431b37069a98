"""Who may suspend, stop and resume a supply (art. 45)."""

from typing import Any

from delivery import law
from delivery.stops.errors import NotHeard
from organizations.actors import Actor, Holding
from organizations.kinds import PostKind
from procedure.models import Case
from procedure.policy import first_holding
from procedure.steps import Permission, Step
from workdays import clock


def of_the_provider(*posts: str) -> Permission:
    """A rule for steps of the side that supplies: one of these posts in the providing organization."""

    def rule(case: Case, actor: Actor, step: Step) -> Holding | None:
        return first_holding(actor, case.provider_id, posts)

    return rule


def may_suspend(actor: Actor, particulars: dict[str, Any]) -> Holding | None:
    """A reviewer of the organization that supplies the granted data."""
    return supplies(actor, particulars["grant"].entry.provider_id)


def may_stop(actor: Actor, particulars: dict[str, Any]) -> Holding | None:
    """A reviewer of the organization that supplies the entry."""
    return supplies(actor, particulars["entry"].provider_id)


def supplies(actor: Actor, provider: int) -> Holding | None:
    return actor.holds(PostKind.REVIEWER, provider)


def may_burden(case: Case) -> None:
    """Nothing is decided against a user that was not heard, while its days for that run.

    Raises:
        NotHeard: the user's item is open, and its last day has not passed.
    """
    waiting = (item for item in case.open_items() if item.stage == law.HEARING)
    if any(item.due is None or clock.today() <= item.due for item in waiting):
        raise NotHeard
