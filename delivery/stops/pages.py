"""Suspensions and emergency stops as lists in the browser (art. 45)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from delivery.models import EmergencyStop, Suspension
from delivery.stops import lists
from organizations.actors import of_request
from procedure import spreadsheet
from procedure.lists import Listing, words_of
from procedure.models import Case
from procedure.saved.filters import over

PAGE = 50


@require_safe
@login_required
def suspensions(request: HttpRequest) -> HttpResponse:
    """Supply to one user that was suspended: ours, to us, or what we oversee."""
    return _list(request, Suspension, lists.SUSPENSIONS, lists.SuspensionFilter)


@require_safe
@login_required
def emergency_stops(request: HttpRequest) -> HttpResponse:
    """Supply that was stopped in an emergency."""
    return _list(request, EmergencyStop, lists.EMERGENCY_STOPS, lists.EmergencyStopFilter)


def _list(
    request: HttpRequest, kind: type[Case], listing: Listing, filters: type[lists.StopFilter]
) -> HttpResponse:
    shelf = over(request, listing)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    rows: Any = kind.objects.visible_to(of_request(request))
    wanted = rows.with_parties().prefetch_related("work_items__holder").order_by("-pk")
    found = filters(words_of(request), queryset=wanted, request=request)
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, listing.name, listing.title, lists.COLUMNS, found.qs)
    page = Paginator(found.qs, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "form": found.form, "shelf": shelf, "here": listing.name}
    return render(request, "delivery/stops.html", context)
