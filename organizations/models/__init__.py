"""Divisions, organizations, people, posts, stand-ins and personal tokens (art. 2, 4, 9-11, 16)."""

from organizations.kinds import AdministratorKind, Level, OrganizationKind, PersonKind, PostKind, Tier
from organizations.models.bodies import CODE, BusinessLine, Division, Organization, OrganizationName
from organizations.models.changes import ChangeKind, OrganizationChange
from organizations.models.people import AccessToken, Post, StandIn, User

__all__ = [
    "CODE",
    "AccessToken",
    "AdministratorKind",
    "BusinessLine",
    "ChangeKind",
    "Division",
    "Level",
    "Organization",
    "OrganizationChange",
    "OrganizationKind",
    "OrganizationName",
    "PersonKind",
    "Post",
    "PostKind",
    "StandIn",
    "Tier",
    "User",
]
