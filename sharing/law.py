"""What chapter 6 says of share requests, as words: routes, states, grounds (art. 24, 28-31)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Organization, Tier


class State(models.TextChoices):
    """Where a share request is."""

    DRAFT = "draft", pgettext_lazy("share request", "Draft")
    CONFORMANCE_REVIEW = "conformance_review", _("Conformance review")
    PROVIDER_REVIEW = "provider_review", _("Provider review")
    REPLY = "reply", _("Reply")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Route(models.TextChoices):
    """Which article a request follows; it depends on the two parties alone."""

    REGION = "region", _("Region department asks (article 29)")


class ConformanceGround(models.TextChoices):
    """Why a conformance review fails (29(2))."""

    PURPOSE = "purpose", _("The purpose or the legal basis is missing or does not show the need")
    FIELDS = "fields", _("Fields are asked for that the purpose does not need")
    SYSTEM = "system", _("The system that will use the data is not named clearly")
    DUPLICATE = "duplicate", _("The requester already holds this data or has asked for it")


class ProviderGround(models.TextChoices):
    """Why a provider does not share (29(3)); each needs its basis in words."""

    LAW = "law", _("A law or regulation forbids sharing this data")
    PURPOSE = "beyond_purpose", _("The request goes beyond the duties of the requester")
    RIGHTS = "rights", _("Personal information, business secrets or privacy would be harmed")
    NO_DATA = "no_data", _("The provider does not hold the data (article 35 applies)")
    SAFETY = "safety", _("The named system cannot keep the data safe")


class Answer(models.TextChoices):
    """What the provider answered; known to the requester only after the Bureau's reply (29(4))."""

    NONE = "", _("Not answered")
    AGREED = "agreed", _("Agreed")
    PARTLY = "partly", _("Agreed in part")
    DECLINED = "declined", _("Not agreed")


LONGEST_TERM_YEARS = 5


def route_of(requester: Organization, provider: Organization) -> str:
    """The route of a request between these two; empty when none is laid for them."""
    asks_within_the_region = requester.tier == Tier.REGION and not provider.is_outside
    return Route.REGION if asks_within_the_region else ""


def dispatch_of(requester: Organization, provider: Organization) -> str:
    """The kind of dispatch by article 6, from the two parties alone."""
    tiers = {requester.tier, provider.tier}
    if tiers == {Tier.REGION}:
        return "6(2)"
    return "6(1)" if requester.is_outside or provider.is_outside else "6(3)"
