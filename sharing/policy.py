"""Who may ask for shared data, and in which post (art. 11, 28)."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from audit.trail import Entry
from organizations.actors import Actor, Holding
from organizations.kinds import OUTSIDE
from organizations.models import Organization, OrganizationKind, PostKind
from organizations.querysets import OrganizationQuerySet
from procedure import policy
from procedure.errors import OtherSide
from procedure.models import Case
from procedure.steps import Step
from refusals.tree import FieldError, Invalid
from sharing.law import State

ASKING = (OrganizationKind.DEPARTMENT, OrganizationKind.AUTHORITY, OrganizationKind.GOVERNMENT)
PROVIDING = frozenset({State.CATALOGUING, State.PROVIDER_REVIEW, State.AUTHORITY_REVIEW})
PROVIDING_ACTS = ("agree", "decline")
OWN_DATA = _("This is your own organization's data; no request is needed.")
REVIEWING_ACTS = ("approve", "return_for_correction")


def by_requester(case: Case, actor: Actor, step: Step) -> Holding | None:
    """A handler of the requester; for a body outside the region, a handler of the Bureau (6(1))."""
    asking = case.requester
    if asking is not None and asking.is_outside:
        return files_for_outside(actor)
    return policy.first_holding(actor, case.requester_id, (PostKind.HANDLER,))


def decides(case: Case, actor: Actor, step: Step) -> Holding | None:
    """Who holds the duty; where one organization reviews and provides, not who acted for its other side."""
    holding = policy.holds_the_item(case, actor, step)
    if holding and _has_acted_for_the_other_side(case, actor):
        raise OtherSide
    return holding


def _has_acted_for_the_other_side(case: Case, actor: Actor) -> bool:
    sides = {item.stage in PROVIDING for item in case.items if item.holder_id == case.provider_id}
    if len(sides) < 2 or actor.user is None:  # the provider holds no duty of a reviewer
        return False
    others = REVIEWING_ACTS if case.state in PROVIDING else PROVIDING_ACTS
    acts = [f"{case.KIND}.{act}" for act in others]
    own = Entry.objects.of_case(case.number).filter(person=actor.user.username, act__in=acts)
    if case.state in PROVIDING:  # what he returned as the provider he did for this side
        own = own.exclude(before__state__in=[str(state) for state in PROVIDING])
    return own.exists()


def check_parties_differ(requester: Organization | None, provider: Organization | None) -> None:
    """The requester is never the provider; raises Invalid."""
    if requester is not None and requester == provider:
        raise Invalid([FieldError("provider", "own_data", OWN_DATA)])


def may_ask(actor: Actor, particulars: dict[str, Any]) -> Holding | None:
    """A handler of an organization of the region; of the one named as requester when he serves several."""
    named: Organization | None = particulars.get("requester")
    if named is not None and named.is_outside:
        return files_for_outside(actor)
    return next((h for h in asking_posts(actor) if named is None or h.organization_id == named.pk), None)


def may_ask_at_all(actor: Actor) -> bool:
    """Does the actor file requests for some organization?"""
    return bool(asking_posts(actor))


def asking_posts(actor: Actor) -> list[Holding]:
    """The posts in which this actor may file a request."""
    return [h for h in actor.holdings if h.post == PostKind.HANDLER and h.organization.kind in ASKING]


def files_for_outside(actor: Actor) -> Holding | None:
    """The Bureau's handler registers what ministries and other provinces ask for."""
    return next((h for h in asking_posts(actor) if h.organization.is_bureau), None)


def may_ask_for(actor: Actor) -> OrganizationQuerySet:
    """The organizations in whose name this actor may file."""
    own = Q(pk__in={h.organization_id for h in asking_posts(actor)})
    outside = Q(tier__in=OUTSIDE) if files_for_outside(actor) else Q(pk__in=[])
    return Organization.objects.filter(own | outside)
