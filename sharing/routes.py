"""Which article a request follows, and its kind of dispatch: from the parties alone (art. 6, 28-31, 36)."""

from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Tier


class Party(Protocol):
    """What an organization is here: its tier, whether it is outside, and the city it counts under."""

    @property
    def tier(self) -> str: ...
    @property
    def is_outside(self) -> bool: ...
    @property
    def city_code(self) -> str: ...


class Route(models.TextChoices):
    """The ways of chapter 6. County and below count as their city (art. 16)."""

    REGION = "region", _("Region department asks (article 29)")
    CITY_TO_REGION = "city_to_region", _("City department asks a region department (article 30)")
    CITY_TO_CITY = "city_to_city", _("City department asks another city (article 30)")
    SAME_CITY = "same_city", _("Within one city (article 31)")
    EXTERNAL = "external", _("A ministry or another province is asked (article 36)")
    EXTERNAL_CITY = "external_city", _("A city asks a ministry or another province (article 36)")
    NEED = "need", _("Need that no entry covers yet")
    EXTERNAL_IN = "external_in", _("A ministry or another province asks (article 36)")


class Dispatch(models.TextChoices):
    """The kinds of dispatch that article 6 names; reports count by them. 6(5) is a room of its own."""

    OUTSIDE = "6(1)", _("With a ministry or another province")
    SAME_LEVEL = "6(2)", _("Between region departments, or departments of one city")
    REGION_AND_CITY = "6(3)", _("Between the region and a city")
    BETWEEN_CITIES = "6(4)", _("Between cities")
    OTHER = "6(6)", _("Other sharing")


def route_of(requester: Party, provider: Party) -> Route | None:
    """The route of a request between these two; None when both are outside the region."""
    if requester.is_outside or provider.is_outside:
        return _across_the_border(requester, provider)
    if requester.tier == Tier.REGION:
        return Route.REGION
    if provider.tier == Tier.REGION:
        return Route.CITY_TO_REGION
    return Route.SAME_CITY if requester.city_code == provider.city_code else Route.CITY_TO_CITY


def _across_the_border(requester: Party, provider: Party) -> Route | None:
    if requester.is_outside and provider.is_outside:
        return None
    if requester.is_outside:
        return Route.EXTERNAL_IN
    return Route.EXTERNAL if requester.tier == Tier.REGION else Route.EXTERNAL_CITY


def dispatch_of(requester: Party, provider: Party) -> Dispatch:
    """The kind of dispatch between these two, in either direction."""
    outside = [party for party in (requester, provider) if party.is_outside]
    inside = [party for party in (requester, provider) if not party.is_outside]
    regional = [party for party in inside if party.tier == Tier.REGION]
    if outside:
        return Dispatch.OUTSIDE if regional else Dispatch.OTHER
    if len(regional) == 1:
        return Dispatch.REGION_AND_CITY
    if regional or requester.city_code == provider.city_code:
        return Dispatch.SAME_LEVEL
    return Dispatch.BETWEEN_CITIES
