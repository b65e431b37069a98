"""Grants in the browser: what we may use, what others use of ours, and rows in hand (art. 42, 44)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from delivery.gateway import reading
from delivery.gateway.reads import last_reads
from delivery.lists import GRANTS, GrantFilter, columns
from delivery.models import Grant, GrantStatus, Resource
from delivery.policy import grant_of
from delivery.quotas import limiting
from delivery.sides import Side, of_side, side_of
from delivery.stops import policy as stop_policy
from delivery.stops.holds import open_stops
from delivery.subscription import policy as subscription_policy
from delivery.subscription import subscribing as subscriptions
from organizations.actors import of_request
from procedure import spreadsheet
from procedure.lists import words_of
from procedure.openings import openings_from
from procedure.saved.filters import over
from refusals.tree import NotFound, Refusal

PAGE = 50
ROWS_IN_HAND = 20


@require_safe
@login_required
def grants(request: HttpRequest) -> HttpResponse:
    """The grants of one side, newest first."""
    shelf = over(request, GRANTS)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    asked = request.GET.get("side")
    form = GrantFilter(words_of(request))
    found = form.narrow(of_side(of_request(request), asked)).with_parties().order_by("-pk")
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, GRANTS.name, GRANTS.title, columns(side_of(asked)), found)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "side": side_of(asked), "sides": Side, "shelf": shelf, "form": form}
    return render(request, "delivery/grants.html", context)


@require_safe
@login_required
@never_cache
def grant(request: HttpRequest, number: str) -> HttpResponse:
    """One grant: what it allows, how to fetch, and who read last."""
    return render(request, "delivery/grant.html", _context(request, grant_of(of_request(request), number)))


@require_safe
@login_required
@never_cache
def rows_in_hand(request: HttpRequest, number: str) -> HttpResponse:
    """The first rows under the grant; looking at them is a read like any other."""
    found = grant_of(of_request(request), number)
    resource = _resource(found)
    if resource is None:
        raise NotFound
    asked = QueryDict(f"grant={found.number}&page_size={ROWS_IN_HAND}")
    page = reading.read(of_request(request), resource.code, asked, way=None).page
    shown = {"columns": page.columns, "lines": [list(row.values()) for row in page.results]}
    return render(request, "delivery/grant.html", _context(request, found) | {"in_hand": shown})


def _resource(grant: Grant) -> Resource | None:
    return next(iter(grant.entry.resources.all()), None)


def _context(request: HttpRequest, grant: Grant) -> dict[str, Any]:
    resource = _resource(grant)
    return {
        "grant": grant,
        "resource": resource,
        "address": request.build_absolute_uri(resource.get_absolute_url()) if resource else "",
        "may_read": not (why_not := _why_not(request, grant)),
        "why_not": why_not if grant.holder_id in of_request(request).organization_ids() else None,
        "reads": last_reads(grant),
        "stops": open_stops(grant),
        "openings": openings_from(grant, of_request(request)),
        "subscription": subscriptions.of(grant),
        "told": limiting.told_of(grant),
        "sets_limits": grant.status != GrantStatus.ENDED
        and stop_policy.supplies(of_request(request), grant.entry.provider_id),
        "keeps": subscription_policy.subscribes(of_request(request), grant),
    }


def _why_not(request: HttpRequest, grant: Grant) -> Refusal | None:
    """Why this reader cannot read under the grant; None when he can."""
    try:
        reading.permitted(grant, of_request(request))
    except Refusal as refusal:
        return refusal
    return None
