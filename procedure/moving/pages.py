"""Entering notices and outages in the browser: type, look at what moves, confirm; and why a date is so."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from audit.trail import Snapshot
from organizations.actors import of_request
from procedure.moving.explaining import explained, find_item
from procedure.moving.following import Entered, capacity, enter, follow
from procedure.moving.forms import CalendarForm, NoticeForm, OutageForm
from procedure.moving.preview import foresee
from refusals.tree import Conflict, Invalid, Refusal
from workdays.models import Notice, Outage

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@GET_OR_POST
def enter_notice(request: HttpRequest) -> HttpResponse:
    """A notice that is new."""
    return _entering(request, NoticeForm, _("Enter a notice"))


@login_required
@GET_OR_POST
def correct_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """A new edition of a notice that was entered; the old one is kept."""
    capacity(of_request(request))
    notice = get_object_or_404(Notice.objects.prefetch_related("days"), pk=pk)
    return _entering(request, NoticeForm, _("Correct a notice"), origin=notice)


@login_required
@GET_OR_POST
def record_outage(request: HttpRequest) -> HttpResponse:
    """A city platform was down."""
    return _entering(request, OutageForm, _("Record a platform outage"))


@login_required
@require_safe
def explanation(request: HttpRequest, pk: int) -> HttpResponse:
    """Why a duty is due when it is, and what has moved the date."""
    item = find_item(pk, of_request(request))
    return render(request, "procedure/moving_explanation.html", {"told": explained(item), "item": item})


def _entering(
    request: HttpRequest, form_class: type[CalendarForm], heading: str, origin: Notice | None = None
) -> HttpResponse:
    """The form; filled in, what would move; confirmed, the list of what is in force."""
    actor = capacity(of_request(request))
    context: dict[str, Any] = {"heading": heading, "origin": origin}
    if request.method != "POST":
        return _form_page(request, form_class(origin=origin), context)
    form = form_class(request.POST, origin=origin)
    try:
        return _previewed(request, form, actor, context)
    except (Invalid, Conflict) as refusal:
        return _form_page(request, form, context, refusal)


def _previewed(
    request: HttpRequest, form: CalendarForm, actor: Snapshot, context: dict[str, Any]
) -> HttpResponse:
    act = form.act(actor)
    if "edit" in request.POST:
        return _form_page(request, form, context)
    preview, confirmed = foresee(act), "confirm" in request.POST
    if confirmed and request.POST.get("seen") == str(preview.version):
        done = enter(act)
        follow(done, actor)
        return _done(request, done)
    context |= {"form": form, "preview": preview, "again": confirmed}
    return render(request, "procedure/moving_preview.html", context, status=409 if confirmed else 200)


def _done(request: HttpRequest, done: Entered) -> HttpResponse:
    preview = done.preview
    if preview.is_known:
        messages.info(request, _("This was entered already. Nothing has changed."))
    else:
        said = {"moved": preview.moved, "holders": len(preview.holders), "annulled": preview.annulled}
        messages.success(
            request,
            _("Entered. Dates moved: %(moved)d; lateness annulled: %(annulled)d; holders told: %(holders)d.")
            % said,
        )
    return redirect(f"{reverse('workdays:calendar')}?year={_year(done.entered)}")


def _year(entered: Notice | Outage) -> int:
    return entered.starts.year if isinstance(entered, Outage) else entered.year


def _form_page(
    request: HttpRequest, form: CalendarForm, context: dict[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    context |= {"form": form, "refusal": refusal}
    return render(request, "procedure/moving_form.html", context, status=refusal.status if refusal else 200)
