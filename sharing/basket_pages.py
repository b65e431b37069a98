"""The pages of the request list: put an entry on it, choose fields, try out, file all at once (art. 28)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations.actors import Actor, of_request
from refusals.tree import Conflict, FieldError, Invalid
from sharing import basket
from sharing.basket import Wish
from sharing.bundles import Bundle, Outcome, Part
from sharing.forms.chosen import Chosen
from sharing.forms.terms import Common

TERMS = "request_list_terms"
"""Where the session keeps the common terms until everything is filed."""


@dataclass(frozen=True)
class Line:
    """One entry on the list with its boxes, and what a trial said of it."""

    wish: Wish
    form: Chosen
    outcome: Outcome | None = None


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_list(request: HttpRequest) -> HttpResponse:
    """The list with one form; a post keeps it, tries it out, or files it."""
    actor = of_request(request)
    posted = request.method == "POST"
    lines = _lines(request, actor)
    form = Common(request.POST if posted else None, actor=actor, initial=request.session.get(TERMS, {}))
    if not posted:
        return _page(request, form, lines)
    basket.keep([line.wish for line in lines], {line.wish.pk: line.form.chosen() for line in lines})
    request.session[TERMS] = form.said()
    act = {"file": _file, "try": _try_out}.get(request.POST.get("act", ""), _keep)
    try:
        return act(request, actor, form, lines)
    except Invalid as refusal:
        return _page(request, form, lines, refusal.errors, status=refusal.status)


@login_required
@require_POST
def put(request: HttpRequest) -> HttpResponseRedirect:
    """Put an entry on the list, and go on where one was."""
    try:
        basket.put(of_request(request), request.POST.get("entry", "")[:40])
        messages.success(request, _("It is on your request list. File all entries together when ready."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.sentence))
    return _back(request)


@login_required
@require_POST
def drop(request: HttpRequest) -> HttpResponseRedirect:
    """Take an entry from the list."""
    basket.drop(of_request(request), request.POST.get("entry", "")[:40])
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if safe else reverse("sharing:request-list"))


def _lines(request: HttpRequest, actor: Actor) -> list[Line]:
    data = request.POST if request.method == "POST" else None
    return [
        Line(
            wish,
            Chosen(
                data,
                actor=actor,
                origin=wish.entry,
                prefix=wish.entry.code,
                initial={"fields": wish.fields},
            ),
        )
        for wish in basket.of(actor)
    ]


def _keep(request: HttpRequest, actor: Actor, form: Common, lines: Sequence[Line]) -> HttpResponse:
    messages.success(request, _("Your request list is kept. Nothing has been filed."))
    return redirect("sharing:request-list")


def _try_out(request: HttpRequest, actor: Actor, form: Common, lines: Sequence[Line]) -> HttpResponse:
    bundle, parts = _checked(actor, form, lines)
    tried = [Line(line.wish, line.form, bundle.try_out(parts[line.wish.pk])) for line in lines]
    return _page(request, form, tried)


def _file(request: HttpRequest, actor: Actor, form: Common, lines: Sequence[Line]) -> HttpResponse:
    bundle, parts = _checked(actor, form, lines)
    outcomes = [_filed(bundle, line.wish, parts[line.wish.pk]) for line in lines]
    for line, outcome in zip(lines, outcomes, strict=True):
        if outcome.problem is not None:
            basket.put_back(line.wish, _reason(outcome), bundle.number)
    if all(outcome.is_done for outcome in outcomes):
        request.session.pop(TERMS, None)
    done = [outcome for outcome in outcomes if outcome.is_done]
    context = {
        "number": bundle.number,
        "done": len(done),
        "undone": len(outcomes) - len(done),
        "lines": [
            (line.wish.entry, outcome, _reason(outcome))
            for line, outcome in zip(lines, outcomes, strict=True)
        ],
    }
    return render(request, "sharing/bundle_filed.html", context)


def _filed(bundle: Bundle, wish: Wish, part: Part) -> Outcome:
    return bundle.file(part, before=lambda: basket.hand_over(wish))


def _checked(actor: Actor, form: Common, lines: Sequence[Line]) -> tuple[Bundle, dict[int, Part]]:
    parts = {
        line.wish.pk: Part(str(line.wish.entry.code), line.form.chosen(), line.wish.bundle) for line in lines
    }
    bundle = Bundle(actor, form.said())
    bundle.check(list(parts.values()))
    return bundle, parts


def _reason(outcome: Outcome) -> str:
    """Every sentence of what is wrong, or nothing."""
    found = outcome.problem
    if found is None:
        return ""
    return " ".join(str(error.sentence) for error in found.errors) or str(found.detail)


def _page(
    request: HttpRequest,
    form: Common,
    lines: Sequence[Line],
    errors: Sequence[FieldError] = (),
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "lines": [(line, _reason(line.outcome) if line.outcome else line.wish.refusal) for line in lines],
        "tried": any(line.outcome for line in lines),
        "errors": [error for error in errors if error.field not in form.fields],
    }
    return render(request, "sharing/request_list.html", context, status=status)
