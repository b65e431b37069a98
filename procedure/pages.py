"""The pages of the engine: inbox, case, step, claim and release. They parse, call and answer."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from organizations.actors import Actor, of_request
from procedure import claims, spreadsheet
from procedure.engine import Offer, admitted, offered, take
from procedure.history import timeline, trail_of
from procedure.inbox import Inbox
from procedure.inbox_list import INBOX, columns
from procedure.lists import words_of
from procedure.models import Case, WorkItem, kinds
from procedure.particulars import Particulars, form_of
from procedure.saved.filters import over
from procedure.stages import outlook, way_of
from procedure.trail.lists import OF_CASE, TRAIL
from refusals.tree import Conflict, FieldError, Invalid, NotFound, Refusal
from workdays.page import begin_page

AWAITED_SHOWN = 5
TRAIL_PAGE = 50


@login_required
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What is to be done today, by due date."""
    begin_page()
    shelf = over(request, INBOX)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    found = Inbox(of_request(request), words_of(request))
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, INBOX.name, INBOX.title, columns(), found.rows())
    awaited, count = found.awaited(AWAITED_SHOWN)
    context = {
        "inbox": found,
        "shelf": shelf,
        "page": found.page(request.GET.get("page")),
        "awaited": awaited,
        "awaited_count": count,
        "covered": [held for held in found.actor.holdings if held.standing_in_for],
    }
    return render(request, "procedure/inbox.html", context)


@login_required
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Where the case is, whose turn it is, by when, under which article, and what can be done."""
    actor = of_request(request)
    return render(request, "procedure/case.html", case_context(find(number, actor), actor))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Take a step; a wrong form is shown again with what was typed."""
    actor = of_request(request)
    case = find(number, actor)
    form_class = form_of(case.KIND, name)
    if request.method != "POST":
        return _step_page(request, case, name, form_class(case=case, actor=actor))
    form = form_class(request.POST, case=case, actor=actor)
    try:
        seen = _seen(request)
        with admitted(case, name, actor=actor, seen=seen):
            particulars = form.cleaned()
        moved = take(case, name, actor=actor, seen=seen, **particulars)
    except Invalid as refusal:
        return _step_page(request, case, name, form, refusal)
    except Conflict as refusal:
        return _step_page(request, find(number, actor), name, form, refusal)
    messages.success(request, done(moved, name))
    return redirect(moved)


@login_required
@require_GET
def trail(request: HttpRequest, number: str) -> HttpResponse:
    """Every entry of the trail of one case, as far as the reader may know it yet."""
    actor = of_request(request)
    case = find(number, actor)
    known = trail_of(case, actor)
    if spreadsheet.is_wanted(request):
        title = f"{TRAIL.title} {case.number}"
        return spreadsheet.answer(request, f"trail-{case.number}", title, OF_CASE, known)
    page = Paginator(known, TRAIL_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "procedure/trail.html", {"case": case, "page": page, "hidden": case.hides_from(actor)}
    )


@login_required
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Claim a duty, or give it back."""
    return _claiming(request, pk, claims.claim, _("Claimed. Colleagues see that you are working on it."))


@login_required
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    return _claiming(request, pk, claims.release, _("Released. Your colleagues can take it now."))


def _claiming(request: HttpRequest, pk: int, act: Any, sentence: str) -> HttpResponseRedirect:
    actor = of_request(request)
    item = get_object_or_404(WorkItem.objects.select_related("case"), pk=pk)
    if pk in find(item.case.number, actor).withheld_items:
        raise NotFound
    try:
        act(item, actor=actor)
        messages.success(request, sentence)
    except Conflict as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("procedure:case", item.case.number)


def find(number: str, actor: Actor) -> Case:
    """The case of that number as its own kind, as far as this actor may see it; NotFound otherwise."""
    kind = kinds().get(Case.objects.filter(number=number).values_list("kind", flat=True).first() or "")
    found = kind.objects.visible_to(actor).with_parties().filter(number=number).first() if kind else None
    if found is None:
        raise NotFound
    return found.as_seen_by(actor)


def case_context(case: Case, actor: Actor) -> dict[str, Any]:
    """What the page of any case shows."""
    offers = offered(case, actor)
    return {
        "case": case,
        "stages": way_of(case),
        "outlook": outlook(case) if case.is_open else [],
        "timeline": timeline(case, actor),
        "decisions": [(offer, _form(case, offer, actor)) for offer in offers],
        "leading": any(offer.step.tone == "go" for offer in offers),
        "own_item": next((offer.item for offer in offers if offer.item), None),
        "now": case.open_items(),
        "knows_the_answer": not case.hides_from(actor),
    }


def done(case: Case, name: str) -> str:
    """What was done, and whose turn it is now."""
    waiting = next(iter(case.open_items()), None)
    said = {"step": str(case.step(name).label).rstrip("…"), "state": case.state_label}  # type: ignore[union-attr]
    if waiting is None:
        return _("Done: %(step)s. The case is now: %(state)s.") % said
    said |= {"holder": waiting.holder.label, "due": waiting.due.isoformat() if waiting.due else "—"}
    return _("Done: %(step)s. Now it is the turn of %(holder)s, until %(due)s.") % said


def _form(case: Case, offer: Offer, actor: Actor) -> Particulars:
    return form_of(case.KIND, offer.name)(case=case, actor=actor, auto_id=f"id_{offer.name}_%s")


def _seen(request: HttpRequest) -> int | None:
    said = request.POST.get("seen", "")
    if said and not (said.isascii() and said.isdigit() and len(said) < 10):
        raise Invalid(
            [FieldError("seen", "invalid_version", _("Open the case page again and repeat the step."))]
        )
    return int(said) if said else None


def _step_page(
    request: HttpRequest,
    case: Case,
    name: str,
    form: Particulars,
    refusal: Refusal | None = None,
) -> HttpResponse:
    actor = of_request(request)
    offer = next((o for o in offered(case, actor) if o.name == name), None)
    if offer is None and refusal is None:
        return redirect(case)
    context = case_context(case, actor) | {"form": form, "offer": offer, "refusal": refusal}
    return render(request, "procedure/step.html", context, status=refusal.status if refusal else 200)
