"""Own cases: an authority that is a party acts as authority; marked, and told to supervisors (art. 9, 10)."""

from audit.trail import Snapshot, record
from organizations.actors import Holding
from organizations.models import Organization, PostKind
from procedure.holders import resolve
from procedure.models import Case, WorkItem

AUTHORITIES = frozenset({"bureau", "authority_of_requester", "authority_of_provider"})
"""Resolvers of who holds a duty as authority; a provider that answers for itself is no own case."""


def is_own(case: Case, item: WorkItem | None) -> bool:
    """Does a party of the case hold this duty as authority?"""
    if item is None or item.holder_id not in {case.requester_id, case.provider_id}:
        return False
    rule = case.rule.stage(item.stage)
    return rule is not None and rule.holder in AUTHORITIES


def has_own(case: Case) -> bool:
    """Is, or was, one of the duties of the case such a one?"""
    return any(is_own(case, item) for item in case.items)


def acts_in_own(case: Case, item: WorkItem | None, capacity: Holding | None) -> bool:
    """Does the actor, in this post, do such a duty now?"""
    if item is None or capacity is None:
        return False
    seat = capacity.organization_id, capacity.post
    return seat == (item.holder_id, item.post) and is_own(case, item)


def report(case: Case, item: WorkItem, actor: Snapshot) -> None:
    """Tell the supervisors of the authority and of the Bureau; which step it was, the case itself says."""
    house: Organization = item.holder
    told = {"house": house.name, "item": item.pk, "stage": item.stage, "posts_told": [PostKind.SUPERVISOR]}
    codes = {house.code, *(organization.code for organization in resolve("bureau", case))}
    record(
        "work_item.own_case",
        actor=actor,
        case=case.number,
        article=item.article,
        particulars=told,
        tells=sorted(codes),
    )
