"""Who may take a step: each rule answers with the post in which the actor acts, or None."""

from collections.abc import Callable, Sequence

from organizations.actors import Actor, Holding
from organizations.models import PostKind
from procedure.errors import AlreadyDone, OwnRequest
from procedure.models import Case, WorkItem
from procedure.steps import Permission, Step


def the_clock(case: Case, actor: Actor, step: Step) -> Holding | None:
    """Only the clock takes this step; nobody else is ever asked."""
    return None


def holds_the_item(case: Case, actor: Actor, step: Step) -> Holding | None:
    """The post that holds a work item in which this step can be taken; four eyes bind."""
    holding = holds_own_item(case, actor, step)
    if holding and same_eyes(case, actor, holding):
        raise OwnRequest
    return holding


def holds_own_item(case: Case, actor: Actor, step: Step) -> Holding | None:
    """As `holds_the_item`, for the duties of the side that filed: four eyes do not apply."""
    holding = _holding(items_for(case, step), actor)
    if holding is None and _holding(_items_in(case, step.stages or step.sources), actor):
        raise AlreadyDone  # the duty was his in an earlier stage: the case has moved on
    return holding


def of_the_requester(*posts: str) -> Permission:
    """A rule for steps of the side that asks: one of these posts in the requesting organization."""

    def rule(case: Case, actor: Actor, step: Step) -> Holding | None:
        return first_holding(actor, case.requester_id, posts)

    return rule


def items_for(case: Case, step: Step) -> list[WorkItem]:
    """The duties in which the step can be taken: of the stage that the case is in; the newest first."""
    here = (case.state,) if case.state in step.sources else step.sources
    return _items_in(case, step.stages or here)


def _items_in(case: Case, stages: Sequence[str]) -> list[WorkItem]:
    return [item for item in reversed(case.items) if item.stage in stages]


def _holding(items: Sequence[WorkItem], actor: Actor) -> Holding | None:
    return next((found for item in items if (found := holder_of(item, actor))), None)


def holder_of(item: WorkItem, actor: Actor) -> Holding | None:
    return actor.holds(item.post, item.holder_id)


def first_holding(actor: Actor, organization_id: int | None, posts: tuple[str, ...]) -> Holding | None:
    """The first of these posts that the actor holds, or stands in for, in that organization."""
    if organization_id is None:
        return None
    return next((found for post in posts if (found := actor.holds(post, organization_id))), None)


def holds_post_anywhere(*posts: str) -> Callable[[Actor], Holding | None]:
    """A rule for openings: one of these posts in any organization."""

    def rule(actor: Actor) -> Holding | None:
        return next((holding for holding in actor.holdings if holding.post in posts), None)

    return rule


HANDLERS = (PostKind.HANDLER.value,)


def same_eyes(case: Case, actor: Actor, holding: Holding) -> bool:
    """Whoever filed the case, or for whom it was filed, does not decide it: in person, nor by a stand-in."""
    filed = {case.filed_by_id, case.filed_for_id} - {None}
    absent = holding.standing_in_for.pk if holding.standing_in_for else None
    return (actor.user is not None and actor.user.pk in filed) or absent in filed
