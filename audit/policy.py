"""Who may read the trail, and which of its rows: auditors, each within reach (art. 5, 42).

Actors come from a room above and are known here by their shape only: `is_anonymous`, `holdings`.
"""

from typing import Any

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
    organizations = audits(actor)
    if any(is_bureau(organization) for organization in organizations):
        return Entry.objects.all()
    return Entry.objects.by_organizations(organization.code for organization in organizations)


def is_bureau(organization: Any) -> bool:
    return (organization.kind, organization.tier) == ("authority", "region")
