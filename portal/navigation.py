"""Where one can go from any page: by post, in the order of use."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from organizations.models import Organization
from organizations.policy import may_administer
from portal.figures.scope import may_see
from procedure.board.overdue import supervises


@dataclass(frozen=True)
class Place:
    """One entry of the navigation; `here` when the page shown lies under it."""

    label: str | Promise
    address: str
    here: bool = False


STAFF: list[tuple[str | Promise, str, str]] = [
    (pgettext_lazy("navigation", "My work"), "procedure:inbox", ""),
    (pgettext_lazy("navigation", "Catalogue"), "catalog:entries", ""),
    (pgettext_lazy("navigation", "Share requests"), "sharing:requests", ""),
    (pgettext_lazy("navigation", "Requests to us"), "sharing:requests", "?side=provider"),
    (pgettext_lazy("navigation", "Grants"), "delivery:grants", ""),
    (pgettext_lazy("navigation", "Quality"), "quality:issues", ""),
]
AUDITOR = (pgettext_lazy("navigation", "Audit"), "procedure:whole-trail", "")
BODIES = (pgettext_lazy("navigation", "Organizations"), "procedure:organization-changes", "")
BOARD = (pgettext_lazy("navigation", "Supervision"), "procedure:board", "")
POSTS = (pgettext_lazy("navigation", "Posts"), "procedure:posts", "")
FIGURES = (pgettext_lazy("navigation", "Figures"), "portal:figures", "")
ANYONE: list[tuple[str | Promise, str, str]] = [
    (pgettext_lazy("navigation", "Find data"), "catalog:entries", ""),
    (pgettext_lazy("navigation", "Working-day calculator"), "workdays:calculator", ""),
]


def places(request: HttpRequest, holdings: Iterable[Any]) -> list[Place]:
    """The navigation for who holds these posts; nobody holds none."""
    holdings = list(holdings)
    posts = {str(getattr(held.post, "value", held.post)) for held in holdings}
    offered = list(STAFF) if posts else list(ANYONE)
    if supervises(holdings):
        offered.append(BOARD)
    if may_see(holdings):
        offered.append(FIGURES)
    if "administrator" in posts:
        offered.append(POSTS)
    if may_administer(getattr(request, "user", AnonymousUser()), Organization):
        offered.append(BODIES)
    if "auditor" in posts:
        offered.append(AUDITOR)
    known = [(label, address + query) for label, name, query in offered if (address := _address(name))]
    return _mark_here(request, known)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _mark_here(request: HttpRequest, known: list[tuple[str | Promise, str]]) -> list[Place]:
    """The longest address that the page's own begins with is where one is."""
    here = request.get_full_path()
    under = [address for _label, address in known if here.startswith(address)]
    nearest = max(under, key=len, default=None)
    return [Place(label, address, here=address == nearest) for label, address in known]
