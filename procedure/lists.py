"""The lists of the portal by name: where each is shown, and which filters it takes from its address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from procedure.particulars import errors_of
from refusals.tree import FieldError, Invalid

FORMAT, XLSX = "format", "xlsx"
TURNED = ("page", "before")
"""Words of an address that turn the pages of a list."""


@dataclass(frozen=True)
class Listing:
    """One list: its name in addresses, its title, the name of its page, and the form of its filters."""

    name: str
    title: str | Promise
    page: str
    form: Callable[[QueryDict], forms.Form]

    def address(self, query: str = "") -> str:
        """The list, narrowed by a query string."""
        return f"{reverse(self.page)}?{query}" if query else reverse(self.page)

    def query(self, said: QueryDict) -> str:
        """What of these words filters the list, in the form's order; raises Invalid for a wrong value."""
        form = self.form(said)
        if not form.is_valid():
            raise Invalid(errors_of(form))
        chosen = QueryDict(mutable=True)
        for name in form.fields:
            if values := [value for value in said.getlist(name) if value]:
                chosen.setlist(name, values)
        return chosen.urlencode()


LISTS: dict[str, Listing] = {}


def register(listing: Listing) -> Listing:
    """Let people save filters of this list, and take it with them as a spreadsheet."""
    return LISTS.setdefault(listing.name, listing)


def named(name: str) -> Listing:
    """The list of that name; raises Invalid for another word."""
    if name not in LISTS:
        raise Invalid([FieldError("list", "unknown_list", _("There is no such list."))])
    return LISTS[name]


def words_of(request: HttpRequest) -> QueryDict:
    """The words in the address, less the one that asks for a spreadsheet: a filter may be called so too."""
    said = request.GET.copy()
    said.setlist(FORMAT, [word for word in said.getlist(FORMAT) if word != XLSX])
    if not said.getlist(FORMAT):
        del said[FORMAT]
    return said


def filters_of(request: HttpRequest) -> QueryDict:
    """The words that filter the list: less those that turn its pages, too."""
    said: Any = words_of(request)
    for turned in TURNED:
        said.pop(turned, None)
    return cast("QueryDict", said)


def address_of_sheet(request: HttpRequest) -> str:
    """This very list as a spreadsheet: all pages, the same filters."""
    said = filters_of(request)
    said.appendlist(FORMAT, XLSX)
    return f"?{said.urlencode()}"
