"""Who may ask for shared data, and in which post (art. 11, 28)."""

from typing import Any

from organizations.actors import Actor, Holding
from organizations.models import OrganizationKind, PostKind, Tier
from procedure import policy

ASKING = (OrganizationKind.DEPARTMENT, OrganizationKind.AUTHORITY, OrganizationKind.GOVERNMENT)

by_requester = policy.of_the_requester(PostKind.HANDLER)


def may_ask(actor: Actor, particulars: dict[str, Any]) -> Holding | None:
    """A handler of a region organization; of the one named as requester when he serves several."""
    named = particulars.get("requester")
    return next((h for h in asking_posts(actor) if named is None or h.organization_id == named.pk), None)


def asking_posts(actor: Actor) -> list[Holding]:
    """The posts in which this actor may file a request."""
    return [
        holding
        for holding in actor.holdings
        if holding.post == PostKind.HANDLER
        and holding.organization.kind in ASKING
        and holding.organization.tier == Tier.REGION
    ]
