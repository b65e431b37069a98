"""The route and the kind of dispatch of every pair of parties, as one table (art. 6, 16, 28-31, 36)."""

from dataclasses import dataclass

import pytest

from sharing.routes import dispatch_of, route_of


@dataclass(frozen=True)
class Body:
    """An organization as the rules see it."""

    tier: str
    city_code: str = ""
    is_outside: bool = False


MINISTRY = Body("national", is_outside=True)
GUANGDONG = Body("other_province", is_outside=True)
REGION = Body("region")
NANNING = Body("city", "450100")
BINYANG = Body("county", "450100")
TOWN = Body("township", "450100")
LIUZHOU = Body("city", "450200")
VILLAGE = Body("village", "450200")

TABLE = [
    # requester, provider, route, kind of dispatch
    (REGION, REGION, "region", "6(2)"),
    (REGION, NANNING, "region", "6(3)"),
    (REGION, BINYANG, "region", "6(3)"),
    (NANNING, REGION, "city_to_region", "6(3)"),
    (TOWN, REGION, "city_to_region", "6(3)"),
    (NANNING, LIUZHOU, "city_to_city", "6(4)"),
    (BINYANG, VILLAGE, "city_to_city", "6(4)"),
    (NANNING, NANNING, "same_city", "6(2)"),
    (BINYANG, TOWN, "same_city", "6(2)"),
    (NANNING, BINYANG, "same_city", "6(2)"),
    (REGION, MINISTRY, "external", "6(1)"),
    (REGION, GUANGDONG, "external", "6(1)"),
    (LIUZHOU, MINISTRY, "external_city", "6(6)"),
    (VILLAGE, GUANGDONG, "external_city", "6(6)"),
    (MINISTRY, REGION, "external_in", "6(1)"),
    (GUANGDONG, REGION, "external_in", "6(1)"),
    (GUANGDONG, NANNING, "external_in", "6(6)"),
    (MINISTRY, GUANGDONG, None, "6(6)"),
]


@pytest.mark.article("6(1)", "6(2)", "6(3)", "6(4)", "6(6)", "16", "28", "36")
@pytest.mark.parametrize(("requester", "provider", "route", "dispatch"), TABLE)
def test_it_follows_from_the_parties_alone(requester, provider, route, dispatch):
    assert route_of(requester, provider) == route
    assert dispatch_of(requester, provider) == dispatch
