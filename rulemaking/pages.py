"""The pages of city procedures: look, write, look at the picture, publish, recall, repeal (art. 10, 31)."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.actors import Actor, of_request
from organizations.models import Division
from procedure import spreadsheet
from procedure.rules import shipped_measures
from refusals.tree import Conflict, Invalid, NotFound, Refusal
from rulemaking import drafts, making, policy
from rulemaking.diagram import differences, flows
from rulemaking.forms import DatedForm, DraftForm, ProcedureForm, RepealForm
from rulemaking.history import Chronicle, Line, chronicle, rulings
from rulemaking.lists import CITIES
from rulemaking.models import CityProcedure

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    """The cities whose procedures the reader may look at; the page of his own when there is only one."""
    found = list(policy.cities(of_request(request)).order_by("code"))
    if len(found) == 1:
        return redirect("rulemaking:city", found[0].pk)
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(
            request, "city-procedures", gettext_lazy("City procedures"), CITIES, rulings(found)
        )
    return render(request, "rulemaking/cities.html", {"rows": rulings(found)})


@login_required
@require_safe
def city(request: HttpRequest, code: str) -> HttpResponse:
    """The procedure in force, what is to come, and every version there was."""
    actor = of_request(request)
    found = policy.find_city(code, actor)
    told = chronicle(code)
    book = told.ruling.version.book if told.ruling else shipped_measures()
    context = {"city": found, "chronicle": told, "flows": flows(book), **_writing(actor, code)}
    return render(request, "rulemaking/city.html", context)


@login_required
@require_safe
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: its picture, its days, who wrote it, and what it changed."""
    actor = of_request(request)
    found = policy.find_city(code, actor)
    told = chronicle(code)
    line = _line(told, number)
    before = told.of(number - 1)
    old = before.version.book if before else shipped_measures()
    context = {"city": found, "line": line, "flows": flows(line.version.book)}
    context |= {"differences": differences(old, line.version.book), "before": before}
    return render(request, "rulemaking/version.html", context | _writing(actor, code))


@login_required
@GET_OR_POST
def write(request: HttpRequest, code: str) -> HttpResponse:
    """The form; filled in, the picture and what changes; confirmed, the version is published."""
    actor, found = _desk(request, code)
    draft = drafts.of_city(code)
    context: dict[str, Any] = {"city": found, "draft": draft, "chronicle": chronicle(code)}
    context["revision"] = request.POST.get("revision", draft.revision if draft else 0)
    if request.method != "POST":
        form = ProcedureForm(origin=found, initial=_first_values(draft, context["chronicle"]))
        return _form_page(request, "write", form, context)
    form = ProcedureForm(request.POST, origin=found)
    try:
        if "save" in request.POST:
            return _saved(request, found, actor)
        return _published(request, form, actor, context)
    except (Invalid, Conflict) as refusal:
        return _form_page(request, "write", form, context, refusal)


@login_required
@GET_OR_POST
def repeal(request: HttpRequest, code: str) -> HttpResponse:
    """Back to the default procedure: the day and the reason, a look, and the confirmation."""
    actor, found = _desk(request, code)
    context: dict[str, Any] = {"city": found, "chronicle": chronicle(code)}
    initial = {"replaces": context["chronicle"].latest}
    if request.method != "POST":
        return _form_page(request, "repeal", RepealForm(origin=found, initial=initial), context)
    form = RepealForm(request.POST, origin=found)
    try:
        return _published(request, form, actor, context)
    except (Invalid, Conflict) as refusal:
        return _form_page(request, "repeal", form, context, refusal)


@login_required
@require_POST
def discard(request: HttpRequest, code: str) -> HttpResponse:
    """Do away with the draft that lies there."""
    actor, found = _desk(request, code)
    try:
        drafts.discard(found, actor=actor, seen=_revision(request))
        messages.success(request, _("The draft is gone. What is in force stays as it is."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("rulemaking:city", code)


@login_required
@require_POST
def recall(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Take back a version that is not in force yet."""
    actor, _found = _desk(request, code)
    line = _line(chronicle(code), number)
    try:
        making.recall(line.version, actor=actor)
        messages.success(request, _("Recalled. This version does not take effect."))
    except Conflict as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("rulemaking:city", code)


def _desk(request: HttpRequest, code: str) -> tuple[Actor, Division]:
    """The writer and his city; raises NotFound or Forbidden."""
    actor = of_request(request)
    policy.capacity(actor, code)
    return actor, policy.find_city(code, actor)


def _line(told: Chronicle, number: int) -> Line:
    line = told.of(number)
    if line is None:
        raise NotFound
    return line


def _writing(actor: Actor, code: str) -> dict[str, Any]:
    """Whether the reader writes here, and the draft that lies there."""
    writes = policy.writes_for(actor, code) is not None
    draft = drafts.of_city(code)
    return {"writes": writes, "draft": draft if writes else None}


def _first_values(draft: CityProcedure | None, told: Chronicle) -> dict[str, Any]:
    """What was typed before, else the version in force, over the last version that there is."""
    standing = [line.version for line in told.lines if not line.version.is_recalled]
    copied = next((version for version in standing if not version.is_repeal), None)
    known = {"title": copied.title, **copied.arrangement} if copied else DEFAULT
    return (draft.arrangement if draft else known) | {"replaces": told.latest}


DEFAULT = {"city_review_days": 2, "provider_review_days": 3, "reply_days": 2}
"""What the Measures' default procedure says, to start from."""


def _saved(request: HttpRequest, found: Division, actor: Actor) -> HttpResponse:
    typed = {name: request.POST.get(name, "") for name in DraftForm.base_fields}
    drafts.save(found, actor=actor, typed=typed, seen=_revision(request))
    messages.success(request, _("Saved as a draft. Colleagues of your authority can go on with it."))
    return redirect("rulemaking:city", found.pk)


def _published(request: HttpRequest, form: DatedForm, actor: Actor, context: dict[str, Any]) -> HttpResponse:
    """Confirmed, it is published; before that, shown as it would be."""
    given, found = form.cleaned(), context["city"]
    act = making.repeal if isinstance(form, RepealForm) else making.enact
    if "edit" in request.POST:
        return _form_page(request, _template(form), form, context)
    if "confirm" in request.POST:
        done = _confirmed(request, act, context, actor, given)
        sentence = _("Published: version %(number)d takes effect on %(day)s.")
        messages.success(request, sentence % {"number": done.number, "day": f"{done.in_force}"})
        return redirect(done)
    would = making.rehearse(lambda: act(found, actor=actor, given=given))
    ruling = context["chronicle"].ruling
    old, new = ruling.version.book if ruling else shipped_measures(), would.book
    context |= {"form": form, "would": would, "flows": flows(new), "differences": differences(old, new)}
    return render(request, "rulemaking/look.html", context | {"ruling": ruling, "act": _template(form)})


def _confirmed(
    request: HttpRequest, act: Any, context: dict[str, Any], actor: Actor, given: dict[str, Any]
) -> CityProcedure:
    """Published in place of the draft from which it was typed, and of no newer one."""
    city = context["city"]
    with transaction.atomic():
        making.hold(city.pk)
        if act is making.enact:
            drafts.require_unmoved(city.pk, _revision(request))
        done: making.Enacted = act(city, actor=actor, given=given)
    return done.version


def _revision(request: HttpRequest) -> int:
    """The revision of the draft that was open, 0 for none."""
    seen = request.POST.get("revision", "0")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else -1


def _template(form: DatedForm) -> str:
    return "repeal" if isinstance(form, RepealForm) else "write"


def _form_page(
    request: HttpRequest, name: str, form: DatedForm, context: dict[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    for error in refusal.errors if isinstance(refusal, Invalid) else ():
        if error.field in form.fields and not form.errors.get(error.field):
            form.add_error(error.field, str(error.sentence))
    context |= {"form": form, "refusal": refusal}
    return render(request, f"rulemaking/{name}.html", context, status=refusal.status if refusal else 200)
