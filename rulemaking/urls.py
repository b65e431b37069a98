"""Addresses of city procedures."""

from django.urls import path, register_converter

from rulemaking import api as programs
from rulemaking import pages as views
from rulemaking.drafts_api import Drafts


class CityCode:
    """Six digits of GB/T 2260 that name a city."""

    regex = "[1-9][0-9]{3}00"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class VersionNumber(CityCode):
    """1 to 9999, which a number of a version never leaves."""

    regex = "[1-9][0-9]{0,3}"

    def to_python(self, value: str) -> int:  # type: ignore[override] # a converter of its own
        return int(value)

    def to_url(self, value: object) -> str:
        return str(value)


register_converter(CityCode, "city")
register_converter(VersionNumber, "version")

CITY = "city-procedures/<city:code>/"
pages = [
    path("city-procedures/", views.cities, name="cities"),
    path(CITY, views.city, name="city"),
    path(f"{CITY}write/", views.write, name="write"),
    path(f"{CITY}repeal/", views.repeal, name="repeal"),
    path(f"{CITY}draft/discard/", views.discard, name="discard"),
    path(f"{CITY}<version:number>/", views.version, name="version"),
    path(f"{CITY}<version:number>/recall/", views.recall, name="recall"),
]
api = [
    path("city-procedures/", programs.Versions.as_view({"get": "list"}), name="versions"),
    path(
        CITY,
        programs.Versions.as_view({"get": "ruling", "post": "enact"}),
        name="city",
    ),
    path(
        f"{CITY}draft/",
        Drafts.as_view({"get": "retrieve", "put": "save", "delete": "discard"}),
        name="draft",
    ),
    path(f"{CITY}draft/enact/", Drafts.as_view({"post": "enact"}), name="enact-draft"),
    path(f"{CITY}repeals/", programs.Versions.as_view({"post": "repeal"}), name="repeal"),
    path(f"{CITY}<version:number>/", programs.Versions.as_view({"get": "retrieve"}), name="version"),
    path(f"{CITY}<version:number>/recall/", programs.Versions.as_view({"post": "recall"}), name="recall"),
]
