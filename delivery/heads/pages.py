"""Signed heads for the platform of one's city: its address, and how it gets on (art. 12, 42)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from delivery.heads import platforms
from delivery.heads.forms import HeadAddress
from delivery.subscription import webhooks
from organizations.actors import of_request
from refusals.tree import Invalid


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def platform(request: HttpRequest) -> HttpResponse:
    """Where one's platform is told; the secret is for its people alone."""
    actor = of_request(request)
    held = platforms.capacity(actor)
    target, status = platforms.of(held), 200
    first = {"address": target.address if target else ""}
    form = HeadAddress(request.POST if request.method == "POST" else None, actor=actor, initial=first)
    if request.method == "POST":
        try:
            platforms.name(actor, **form.cleaned())
            messages.success(request, _("Stored. The newest head is sent within ten minutes."))
            return redirect("delivery:heads")
        except Invalid as refusal:
            status = refusal.status
    context = {
        "form": form,
        "target": target,
        "organization": held.organization,
        "secret": webhooks.secret_of(target.salt) if target else "",
    }
    return render(request, "delivery/heads.html", context, status=status)


@login_required
@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Tell the platform no more."""
    platforms.drop(of_request(request))
    messages.success(request, _("No more heads are sent to your platform."))
    return redirect("delivery:heads")
