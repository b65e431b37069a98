"""Rows of this room: what is in force on a day, the Bureau, the counterparts (art. 9, 16, 35)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import UserManager
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit import context
from organizations.kinds import AdministratorKind, OrganizationKind, Tier

if TYPE_CHECKING:
    from organizations.models import Organization, Post, User  # noqa: F401 - Post is named in a base class


def today() -> date:
    """The day in Asia/Shanghai."""
    return timezone.localdate(context.now())


def covering(on: date, prefix: str = "") -> Q:
    """Rows whose first and last day, both counted, enclose `on`; an open end has no last day."""
    begun = Q(**{f"{prefix}starts__isnull": True}) | Q(**{f"{prefix}starts__lte": on})
    unended = Q(**{f"{prefix}ends__isnull": True}) | Q(**{f"{prefix}ends__gte": on})
    return begun & unended


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def in_force(self, on: date | None = None) -> OrganizationQuerySet:
        return self.filter(covering(on or today()))

    def bureau(self) -> Organization:
        """The Bureau: the big-data authority of the region in force today (art. 9)."""
        return self.in_force().get(kind=OrganizationKind.AUTHORITY, tier=Tier.REGION)

    def within(self, authority: Organization) -> OrganizationQuerySet:
        """The organizations whose authority this is (art. 16), itself among them."""
        return self.filter(authority=authority)

    def counterparts(self, organization: Organization) -> OrganizationQuerySet:
        """The region's departments on the same business line, itself left out (art. 35)."""
        same_line = self.in_force().filter(tier=Tier.REGION, kind=OrganizationKind.DEPARTMENT)
        if organization.business_line_id is None:
            return same_line.none()
        return same_line.filter(business_line=organization.business_line_id).exclude(pk=organization.pk)

    def search(self, words: str) -> OrganizationQuerySet:
        """Organizations whose code or a name contains every word."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word)
                | Q(short_name__icontains=word)
                | Q(name_en__icontains=word)
                | Q(code__iexact=word)
            )
        return found


class PostQuerySet(models.QuerySet["Post"]):
    def in_force(self, on: date | None = None) -> PostQuerySet:
        """Posts in force, in organizations in force."""
        on = on or today()
        return self.filter(covering(on), covering(on, "organization__"))

    def held_by(self, user: User, on: date | None = None) -> PostQuerySet:
        """The posts this person may act in on the day: the own ones and those covered as stand-in."""
        on = on or today()
        stand_ins = apps.get_model("organizations", "StandIn")._default_manager
        covered = stand_ins.filter(covering(on), post=OuterRef("pk"), user=user)
        return self.in_force(on).filter(Q(user=user) | Exists(covered))


class PersonManager(UserManager["User"]):
    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **rest: Any
    ) -> User:
        """A superuser is a system administrator, never one of the two others."""
        rest.setdefault("administrator_kind", AdministratorKind.SYSTEM)
        return super().create_superuser(username, email, password, **rest)
