"""Who may change the calendar: reviewers and supervisors of the Bureau; everybody may look at it."""

from organizations.actors import Actor, Holding
from organizations.models import OrganizationKind, PostKind, Tier

POSTS = (PostKind.REVIEWER, PostKind.SUPERVISOR)


def keeps_the_calendar(actor: Actor) -> Holding | None:
    """The post in which the actor may enter notices and outages, or None."""
    return next((held for held in actor.holdings if held.post in POSTS and _is_of_the_bureau(held)), None)


def _is_of_the_bureau(holding: Holding) -> bool:
    body = holding.organization
    return body.kind == OrganizationKind.AUTHORITY and body.tier == Tier.REGION
