"""Several entries to ask for together, of providers on different routes."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse

from catalog.models import Entry
from catalog.publishing import publish_new
from sharing.basket import Wish
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ENTERPRISES, World

COMMON = {
    "purpose": "核验参保单位的登记信息。",
    "legal_basis": "《社会保险法》第七十四条",
    "system": "社会保险经办系统",
    "mode": "api",
    "until": "2027-12-31",
}
LIST = "/sharing/list/"
BUNDLES = "/api/v1/sharing/bundles/"


def three(world: World) -> list[Entry]:
    """The market authority's entry, one of the education department, one of Nanning."""
    school, shop = replace(ENTERPRISES, name="学籍信息"), replace(ENTERPRISES, name="南宁市商户信息")
    return [world.entry, publish_new(school, world.cast.edu), publish_new(shop, world.cast.nanning_market)]


def put(pages: Pages, *entries: Entry) -> None:
    for entry in entries:
        assert pages.client.post(f"{LIST}put/", {"entry": entry.code}).status_code == 302


def ticked(entries: list[Entry], *names: str) -> dict[str, list[str]]:
    """The boxes of each entry."""
    return {f"{entry.code}-fields": list(names) for entry in entries}


def send(pages: Pages, entries: list[Entry], act: str = "file", **changed: Any) -> HttpResponse:
    return pages.client.post(LIST, COMMON | ticked(entries, "uniscid") | {"act": act} | changed)


def body(entries: list[Entry], *names: str, **changed: Any) -> dict[str, Any]:
    asked = [{"entry": entry.code, "fields": list(names or ["uniscid"])} for entry in entries]
    return COMMON | {"entries": asked} | changed


def file(rest: Rest, entries: list[Entry], key: str = "", **changed: Any) -> HttpResponse:
    headers = {"Idempotency-Key": key} if key else {}
    return rest.post(BUNDLES, body(entries, **changed), **headers)


def listed() -> list[str]:
    return list(Wish.objects.order_by("pk").values_list("entry__code", flat=True))
