"""The form on which a provider reports that it was asked outside the platform (art. 24)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.actors import of_request
from refusals.tree import Invalid
from sharing.asked_outside import AskedOutside, entry_of, report


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def asked_outside(request: HttpRequest, code: str) -> HttpResponse:
    """Type it, send it: the authority is told at once."""
    actor = of_request(request)
    entry, status = entry_of(actor, code), 200
    form = AskedOutside(request.POST if request.method == "POST" else None, actor=actor, origin=entry)
    if request.method == "POST":
        try:
            report(actor, entry, **form.cleaned())
            messages.success(request, _("Reported. The authority is told; the report stands in the trail."))
            return redirect(entry)
        except Invalid as refusal:
            status = refusal.status
    return render(request, "sharing/asked_outside.html", {"form": form, "entry": entry}, status=status)
