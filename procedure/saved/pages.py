"""Saving, preferring and removing one's own filters from the page of a list."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from organizations.actors import of_request
from procedure.lists import LISTS
from procedure.saved import filters as saved
from refusals.tree import Invalid, NotFound


@login_required
@require_POST
def save(request: HttpRequest, listing: str) -> HttpResponse:
    """Keep the filter in force under a name."""
    if listing not in LISTS:
        raise NotFound
    name, query = request.POST.get("name", ""), request.POST.get("query", "")
    wanted = request.POST.get("is_default") == "on"
    try:
        kept = saved.keep(of_request(request), listing, name, query, is_default=wanted)
    except Invalid as refusal:
        return _again(request, listing, refusal)
    messages.success(request, _("Saved: %(name)s.") % {"name": kept.name})
    return redirect(kept.address)


@login_required
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a filter; the list stays as it is."""
    found = saved.find(of_request(request), pk)
    address = found.address
    found.delete()
    messages.success(request, _("Removed: %(name)s.") % {"name": found.name})
    return redirect(address)


@login_required
@require_POST
def prefer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the filter whenever the list is opened, or take none."""
    actor = of_request(request)
    found = saved.find(actor, pk)
    saved.prefer(found, actor, wanted=not found.is_default)
    return redirect(found.address)


def _again(request: HttpRequest, listing: str, refusal: Invalid) -> HttpResponse:
    """The form once more, with what was typed and why not."""
    typed = {name: request.POST.get(name, "")[: saved.LONGEST_QUERY] for name in ("name", "query")}
    context: dict[str, Any] = {"listing": LISTS[listing], "typed": typed, "refusal": refusal}
    return render(request, "procedure/saved_filter.html", context, status=refusal.status)
