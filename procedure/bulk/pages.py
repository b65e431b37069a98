"""The pages of a bulk pass: choose like cases, look at them once more, confirm, read what came of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from organizations.actors import Actor, of_request
from procedure.bulk import passing as bulk
from procedure.bulk.passing import Choice, Outcome, Wanted
from procedure.engine import offered
from procedure.models import Case, WorkItem
from procedure.pages import done
from procedure.particulars import Particulars, form_of
from refusals.tree import Conflict, FieldError, Invalid, NotFound


class NothingInCommon(Conflict):
    """The step that was chosen is no longer offered in all the cases chosen."""

    code = "nothing_in_common"
    sentence = _("This step can no longer be taken in all of these cases. Choose again.")


@dataclass(frozen=True)
class Row:
    """One chosen case: the actor's own duty in it, and the names of what he may do."""

    case: Case
    item: WorkItem | None
    labels: list[str]
    is_chosen: bool


@login_required
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Which of the chosen cases can be passed together, and by which steps."""
    actor = of_request(request)
    numbers = request.GET.getlist("case")
    if not numbers:
        messages.warning(request, str(bulk.NONE))
        return redirect("procedure:inbox")
    bulk.check_size(numbers)
    cases = list(bulk.visible(numbers, actor).values())
    if not cases:
        raise NotFound
    found = bulk.choices(cases, actor)
    context = {
        "rows": _rows(cases, actor),
        "common": [c for c in found if c.is_common],
        "partial": _partial(found),
    }
    return render(request, "procedure/bulk.html", context)


@login_required
@require_GET
def look(request: HttpRequest, name: str) -> HttpResponse:
    """What will be done to which, with the form that all of them share."""
    actor = of_request(request)
    cases = _like(request.GET.getlist("case"), name, actor)
    form = form_of(cases[0].KIND, name)(case=cases[0], actor=actor)
    return _look_again(request, name, cases, form)


@login_required
@require_POST
def confirm(request: HttpRequest, name: str) -> HttpResponse:
    """Take the step in each case, in the version that was shown, and list the outcomes."""
    actor = of_request(request)
    wanted = [_wanted(said) for said in request.POST.getlist("case")]
    bulk.check_size(wanted)
    cases = bulk.visible([one.number for one in wanted], actor)
    if not cases:
        raise NotFound
    first = next(iter(cases.values()))
    form = form_of(first.KIND, name)(request.POST, case=first, actor=actor)
    if not form.is_valid() and _offers(first, name, actor):
        return _look_again(request, name, list(cases.values()), form, wanted)
    outcomes = bulk.take_each(name, wanted, actor, lambda case: _read(request, case, name, actor))
    return render(request, "procedure/bulk_done.html", _told(outcomes, name, cases))


def _read(request: HttpRequest, case: Case, name: str, actor: Actor) -> dict[str, Any]:
    return form_of(case.KIND, name)(request.POST, case=case, actor=actor).cleaned()


def _like(numbers: Sequence[str], name: str, actor: Actor) -> list[Case]:
    """The chosen cases, when this step is offered in all of them and asks the same."""
    bulk.check_size(numbers)
    cases = list(bulk.visible(numbers, actor).values())
    if not cases:
        raise NotFound
    if not any(choice.name == name and choice.is_common for choice in bulk.choices(cases, actor)):
        raise NothingInCommon
    return cases


def _offers(case: Case, name: str, actor: Actor) -> bool:
    return any(offer.name == name for offer in offered(case, actor))


def _look_again(
    request: HttpRequest, name: str, cases: list[Case], form: Particulars, wanted: Sequence[Wanted] = ()
) -> HttpResponse:
    """The page before the act; after a wrong form with the versions that were shown first."""
    actor = of_request(request)
    seen = {one.number: one.seen for one in wanted}
    offer = next(offer for offer in offered(cases[0], actor) if offer.name == name)
    carried = [f"{case.number}:{seen.get(case.number, case.version)}" for case in cases]
    context = {
        "rows": list(zip(_rows(cases, actor), carried, strict=True)),
        "offer": offer,
        "form": form,
        "numbers": [case.number for case in cases],
    }
    return render(request, "procedure/bulk_look.html", context, status=422 if form.errors else 200)


def _rows(cases: Sequence[Case], actor: Actor) -> list[Row]:
    return [_row(case, actor) for case in cases]


def _row(case: Case, actor: Actor) -> Row:
    offers = offered(case, actor)
    item = next((offer.item for offer in offers if offer.item), None)
    return Row(case, item, [str(offer.label).rstrip("…") for offer in offers], is_chosen=bool(offers))


def _partial(found: Sequence[Choice]) -> list[Choice]:
    """Steps for some of the chosen cases only: at least two, or there is nothing to take together."""
    return [choice for choice in found if not choice.is_common and len(choice.cases) > 1]


def _told(outcomes: Sequence[Outcome], name: str, before: dict[str, Case]) -> dict[str, Any]:
    lines = [(outcome, _sentence(outcome, name), before.get(outcome.number)) for outcome in outcomes]
    undone = [outcome.number for outcome in outcomes if not outcome.is_done]
    return {"lines": lines, "undone": undone, "many": len(outcomes) - len(undone)}


def _sentence(outcome: Outcome, name: str) -> str:
    """What was done and whose turn it is, or why not."""
    if outcome.problem is None and outcome.case:
        return done(outcome.case, name)
    assert outcome.problem is not None
    wrong = " ".join(str(error.sentence) for error in outcome.problem.errors)
    return wrong or str(outcome.problem.detail)


def _wanted(said: str) -> Wanted:
    """`GX-SR-2026-000118:4`: a case and the version that was shown."""
    number, _colon, version = said.rpartition(":")
    if not (version.isascii() and version.isdigit() and len(version) < 10):
        sentence = _("Choose the cases again: a version is missing.")
        raise Invalid([FieldError("case", "invalid_version", sentence)])
    return Wanted(number, int(version))
