"""A list of cases in the browser: saved filters above, one page of it, or all of it as a spreadsheet."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from procedure import spreadsheet
from procedure.lists import Listing, words_of
from procedure.saved.filters import over
from procedure.spreadsheet import Column

PAGE = 50


def listed(
    request: HttpRequest,
    listing: Listing,
    rows: Any,
    *,
    filters: type[django_filters.FilterSet],
    columns: Sequence[Column],
    template: str,
    **more: Any,
) -> HttpResponse:
    """The cases among `rows` that fit the filters in the address, the newest first."""
    shelf = over(request, listing)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    wanted = rows.with_parties().prefetch_related("work_items__holder").order_by("-pk")
    found = filters(words_of(request), queryset=wanted, request=request)
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, listing.name, listing.title, columns, found.qs)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    return render(request, template, {"page": page, "filter": found, "shelf": shelf, **more})
