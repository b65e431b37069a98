"""The closed lists of this room: tiers, kinds, posts and the three administrators (art. 2, 4, 9-11, 16)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where a division stands in GB/T 2260."""

    PROVINCE = "province", _("Province")
    CITY = "city", _("City")
    COUNTY = "county", _("County")


class Tier(models.TextChoices):
    """Where an organization stands in the order of government."""

    NATIONAL = "national", _("National")
    OTHER_PROVINCE = "other_province", _("Another province")
    REGION = "region", _("Autonomous region")
    CITY = "city", _("City")
    COUNTY = "county", _("County")
    TOWNSHIP = "township", _("Township")
    VILLAGE = "village", _("Village")


OUTSIDE = frozenset({Tier.NATIONAL, Tier.OTHER_PROVINCE})
WITHIN_A_CITY = frozenset({Tier.CITY, Tier.COUNTY, Tier.TOWNSHIP, Tier.VILLAGE})


class OrganizationKind(models.TextChoices):
    """What an organization is: a big-data authority, a people's government, a department, or another body."""

    AUTHORITY = "authority", _("Big-data authority")
    GOVERNMENT = "government", _("People's government")
    DEPARTMENT = "department", _("Department")
    OTHER = "other", _("Other body")


class PersonKind(models.TextChoices):
    """Who signs in: a member of staff, or a citizen."""

    STAFF = "staff", _("Staff")
    CITIZEN = "citizen", _("Citizen")


class AdministratorKind(models.TextChoices):
    """The three administrators of classified protection; one column, so that nobody is two of them."""

    NONE = "none", _("None")
    SYSTEM = "system", _("System administrator")
    SECURITY = "security", _("Security administrator")
    AUDIT = "audit", _("Audit administrator")


class PostKind(models.TextChoices):
    """The duties that people hold in an organization."""

    HANDLER = "handler", _("Handler")
    REVIEWER = "reviewer", _("Reviewer")
    STEWARD = "steward", _("Catalogue steward")
    SUPERVISOR = "supervisor", _("Supervisor")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")
