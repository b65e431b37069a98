"""Who may read the trail, and which of its rows: auditors, each within reach (art. 5, 42).

Actors come from a room above and are known here by their shape only: `is_anonymous`, `holdings`.
"""

from typing import Any

from django.db.models import Q

from audit.models import Entry
from audit.querysets import TrailQuerySet

POST = "auditor"


def audits(actor: Any) -> list[Any]:
    """The organizations in which the actor is auditor, or stands in for one."""
    if actor is None or actor.is_anonymous or not actor.organization_ids(POST):
        return []
    return [holding.organization for holding in actor.holdings if holding.post == POST]


def may_read(actor: Any) -> bool:
    return bool(audits(actor))


def rows(actor: Any) -> TrailQuerySet:
    """The Bureau's auditor reads the whole trail, any other the acts of the own organization."""
    if sees_all(actor):
        return Entry.objects.all()
    return Entry.objects.by_organizations(organization.code for organization in audits(actor))


def sees_all(actor: Any) -> bool:
    """Is the actor auditor of the Bureau?"""
    return any(is_bureau(organization) for organization in audits(actor))


def visible(actor: Any) -> TrailQuerySet:
    """Whose seals and proofs the actor may see: what he may read, and what he did himself."""
    if actor is None or actor.user is None:
        return Entry.objects.none()
    if sees_all(actor):
        return Entry.objects.all()
    codes = [organization.code for organization in audits(actor)]
    return Entry.objects.filter(Q(person=actor.user.username) | Q(organization__in=codes))


def is_bureau(organization: Any) -> bool:
    return (organization.kind, organization.tier) == ("authority", "region")
