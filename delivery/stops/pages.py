"""Suspending and stopping in the browser, and the lists of both (art. 45)."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from catalog.models import Entry
from delivery.models import EmergencyStop, Grant, Suspension
from delivery.policy import grant_of
from delivery.stops import lists, openings, policy
from delivery.stops.forms import Stop, Suspend
from organizations.actors import of_request
from procedure.case_lists import listed
from procedure.engine import begin
from procedure.lists import Listing
from procedure.models import Case
from procedure.particulars import Particulars
from refusals.tree import Conflict, Invalid, NotFound


@require_safe
@login_required
def suspensions(request: HttpRequest) -> HttpResponse:
    """Supply to one user that was suspended: ours, to us, or what we oversee."""
    return _listed(request, Suspension, lists.SUSPENSIONS, lists.SuspensionFilter)


@require_safe
@login_required
def emergency_stops(request: HttpRequest) -> HttpResponse:
    """Supply that was stopped in an emergency."""
    return _listed(request, EmergencyStop, lists.EMERGENCY_STOPS, lists.EmergencyStopFilter)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Stop the supply to a user."""
    actor = of_request(request)
    grant = grant_of(actor, number)
    if policy.supplies(actor, grant.entry.provider_id) is None:
        raise NotFound

    def act(said: dict[str, Any]) -> Any:
        return openings.suspend(actor, **said)[0]

    context = {"grant": grant, "kind": Suspension, "back": grant.get_absolute_url()}
    form = Suspend(request.POST or None, actor=actor, origin=grant)
    return _opened(request, form, act, "delivery/suspend.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Stop the supply of an entry in an emergency."""
    actor = of_request(request)
    entry = Entry.objects.visible_to(actor).with_version().filter(code=code[:20]).first()
    if entry is None or policy.supplies(actor, entry.provider_id) is None:
        raise NotFound

    def act(said: dict[str, Any]) -> Any:
        return begin(EmergencyStop, actor=actor, **said)

    users = Grant.objects.usable().filter(entry=entry).values("holder").distinct().count()
    context = {"entry": entry, "users": users, "kind": EmergencyStop, "back": entry.get_absolute_url()}
    form = Stop(request.POST or None, actor=actor, origin=entry)
    return _opened(request, form, act, "delivery/stop.html", context)


def _opened(
    request: HttpRequest, form: Particulars, act: Callable[[dict[str, Any]], Any], page: str, context: Any
) -> HttpResponse:
    """The form, or the case that it opened."""
    refusal: Any = None
    if request.method == "POST":
        try:
            return redirect(act(form.cleaned()))
        except (Invalid, Conflict) as raised:
            refusal = raised
    told = {"form": form, "refusal": refusal, "submit": str(context["kind"].opening().label).rstrip("…")}
    return render(request, page, context | told, status=refusal.status if refusal else 200)


def _listed(
    request: HttpRequest, kind: type[Case], listing: Listing, filters: type[lists.StopFilter]
) -> HttpResponse:
    rows = kind.objects.visible_to(of_request(request))
    return listed(
        request,
        listing,
        rows,
        filters=filters,
        columns=lists.COLUMNS,
        template="delivery/stops.html",
        here=listing.name,
    )
