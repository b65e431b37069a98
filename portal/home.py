"""The first page, and the switch to large text."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from catalog.models import Entry
from organizations.actors import Actor, of_request
from portal.context import LARGE_TEXT_COOKIE
from portal.figures.front import figures
from portal.homes import home_of

ONE_YEAR = 365 * 24 * 3600
RECENT = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Staff go where their work is; everybody else finds data."""
    actor = of_request(request)
    if address := home_of(actor):
        return redirect(address)
    return render(request, "portal/home.html", {"figures": figures(), "recent": _recent(actor)})


def _recent(actor: Actor) -> QuerySet[Entry]:
    """What this actor may see of the entries published last."""
    return Entry.objects.published().visible_to(actor).placed().with_version()[:RECENT]


@require_POST
def large_text(request: HttpRequest) -> HttpResponse:
    """Turn large text on or off for this browser, and go back to the page."""
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.COOKIES.get(LARGE_TEXT_COOKIE) == "1":
        response.delete_cookie(LARGE_TEXT_COOKIE)
    else:
        response.set_cookie(LARGE_TEXT_COOKIE, "1", max_age=ONE_YEAR, samesite="Lax", httponly=True)
    return response
