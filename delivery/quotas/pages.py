"""The daily limits of a grant in the browser, for the provider (art. 44)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from delivery.policy import grant_of
from delivery.quotas import limiting
from delivery.quotas.forms import DailyLimits
from delivery.stops import policy as stop_policy
from organizations.actors import of_request
from refusals.tree import Invalid, NotFound


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quota(request: HttpRequest, number: str) -> HttpResponse:
    """Limit what may be taken in a day, or lift the limits."""
    actor = of_request(request)
    grant = grant_of(actor, number)
    if stop_policy.supplies(actor, grant.entry.provider_id) is None:
        raise NotFound
    form = DailyLimits(request.POST if request.method == "POST" else None, actor=actor, origin=grant)
    if request.method == "POST":
        try:
            limiting.limit(grant, actor=actor, **form.cleaned())
        except Invalid:
            return _page(request, form, 422)
        messages.success(request, _("Stored. It holds from the next read on; the user has been told."))
        return redirect(grant)
    return _page(request, form, 200)


def _page(request: HttpRequest, form: DailyLimits, status: int) -> HttpResponse:
    context = {"grant": form.origin, "form": form, "told": limiting.told_of(form.origin)}
    return render(request, "delivery/quota.html", context, status=status)
