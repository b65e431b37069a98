"""Who may administer what in this room, and which rows anybody sees (ch. 2)."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db import models

from audit.trail import Snapshot
from organizations.actors import Actor, Holding
from organizations.kinds import AdministratorKind, PostKind
from organizations.models import (
    AccessToken,
    BusinessLine,
    Division,
    Organization,
    OrganizationName,
    Post,
    StandIn,
    User,
)
from organizations.querysets import OrganizationQuerySet

# The system administrator keeps organizations and accounts, the security administrator gives and takes
# authority, the audit administrator reads the trail. None of them does the work of another.
ADMINISTERED: dict[str, frozenset[type[models.Model]]] = {
    AdministratorKind.SYSTEM: frozenset({Division, BusinessLine, Organization, OrganizationName, User}),
    AdministratorKind.SECURITY: frozenset({Post, StandIn, AccessToken, User}),
    AdministratorKind.AUDIT: frozenset(),
}


def may_see_administration(user: User | AnonymousUser) -> bool:
    """Administrators of all three kinds may look."""
    return isinstance(user, User) and user.is_active and user.administrator_kind in ADMINISTERED


def may_administer(user: User | AnonymousUser, model: type[models.Model]) -> bool:
    return (
        isinstance(user, User)
        and user.is_active
        and model in ADMINISTERED.get(user.administrator_kind, frozenset())
    )


def may_appoint(user: User | AnonymousUser, person: User | None) -> bool:
    """May this user make the person an administrator? Nobody appoints himself."""
    is_security = isinstance(user, User) and user.administrator_kind == AdministratorKind.SECURITY
    return is_security and person is not None and person.pk != user.pk


def may_set_password(user: User | AnonymousUser, person: User) -> bool:
    """Whoever keeps accounts resets passwords, but no administrator's: he could become another one."""
    return may_administer(user, Organization) and person.administrator_kind == AdministratorKind.NONE


def organizations_seen() -> OrganizationQuerySet:
    """Which organizations there are is public."""
    return Organization.objects.all()


RECORDERS = frozenset({PostKind.REVIEWER, PostKind.SUPERVISOR, PostKind.ADMINISTRATOR})


def records(holdings: Iterable[Holding]) -> Holding | None:
    """The post of the Bureau in which renamings and mergers are recorded, if it is among these."""
    return next((h for h in holdings if h.post in RECORDERS and h.organization.is_bureau), None)


def recorder(actor: Actor) -> Snapshot | None:
    """Who may record renamings and mergers: the system administrator and these posts of the Bureau."""
    held = records(actor.holdings)
    if held:
        return actor.snapshot(held.organization_id, held.post)
    keeps = actor.user is not None and may_administer(actor.user, Organization)
    return actor.snapshot() if keeps else None
