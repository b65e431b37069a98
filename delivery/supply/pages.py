"""What we supply, in the browser: resources, versions, loads, sources, services (art. 23, 24, 38)."""

import csv
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from delivery import policy
from delivery.models import ApiSource, Load, Origin, Source
from delivery.supply import keeping, loading, media, registering, schedule
from delivery.supply.forms import Bring, ServiceForm, SourceForm
from delivery.supply.incoming import Brought, take
from delivery.supply.lists import SUPPLY
from delivery.supply.mounting import is_table, signature
from delivery.supply.switching import Order
from organizations.actors import of_request
from procedure import spreadsheet
from procedure.spreadsheet import FORMULA_STARTS
from refusals.tree import Invalid, NotFound

PAGE = 50
FORM = ["GET", "HEAD", "POST"]


@require_safe
@login_required
def supply(request: HttpRequest) -> HttpResponse:
    """Everything that our organizations supply, and what could be."""
    actor = of_request(request)
    mounted = policy.resources_of(actor)
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, "supply", _lazy("Data we supply"), SUPPLY, mounted)
    page = Paginator(mounted, PAGE).get_page(request.GET.get("page"))
    loads = Load.objects.filter(policy.supplied(actor)).select_related("entry__current", "source")[:10]
    bare = policy.entries_of(actor).filter(resources=None)[:PAGE]
    return render(request, "delivery/supply.html", {"page": page, "loads": loads, "bare": bare})


@require_safe
@login_required
@never_cache
def resource(request: HttpRequest, code: str) -> HttpResponse:
    """One resource: what stands in it, its versions and loads, its source or service."""
    actor = of_request(request)
    found = policy.resource_for(actor, code)
    context = {
        "resource": found,
        "entry": found.entry,
        "versions": found.versions.prefetch_related("files")[:20],
        "loads": Load.objects.filter(code=found.code).select_related("source")[:20],
        "source": Source.objects.filter(code=found.code).first(),
        "outage": found.outages.filter(until=None).first(),
        "service": ApiSource.objects.filter(resource=found).first(),
        "files": found.current.files.all() if found.current and not found.is_table else [],
        "may_bring": policy.may_bring(actor, found.entry),
    }
    return render(request, "delivery/resource.html", context)


@login_required
@require_http_methods(FORM)
def bring(request: HttpRequest, code: str) -> HttpResponse:
    """Bring a file, or files, behind an entry; a worker takes it up."""
    actor = of_request(request)
    entry = policy.entry_for(actor, code)
    data = request.POST if request.method == "POST" else None
    first = {"resource": request.GET.get("resource", "")}
    form = Bring(data, origin=entry, actor=actor, files=request.FILES or None, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            brought = [_taken(one, entry) for one in form.cleaned_data["given"]]
            order = _order(form.cleaned_data)
            with transaction.atomic():
                return redirect(loading.bring(entry, actor, brought, order))
        except Invalid as refused:
            for error in refused.errors:
                form.add_error("given", str(error.sentence))
    context = {"form": form, "entry": entry, "title": _("Bring data")}
    return render(request, "delivery/supply_form.html", context, status=422 if form.is_bound else 200)


def _taken(given: Any, entry: Any) -> Brought:
    """A file of the form, kept; one whose kind does not fit is refused at once."""
    if not is_table(entry):
        media.check_given(given, entry.version.format)
    return take(given.read, given.name)


def _order(told: dict[str, Any]) -> Order:
    return Order(
        code=told["resource"],
        mode=told["mode"],
        key=tuple(told.get("key") or ()),
        title=told["title"],
        origin=Origin.UPLOAD,
    )


@require_safe
@login_required
@never_cache
def load(request: HttpRequest, pk: int) -> HttpResponse:
    """One load: how far it is, and why it failed; asked again by itself while it runs."""
    found = policy.load_for(of_request(request), pk)
    context = {
        "load": found,
        "errors": _errors(found),
        "may_bring": policy.may_bring(of_request(request), found.entry),
    }
    name = "delivery/_load.html" if getattr(request, "htmx", False) else "delivery/load.html"
    return render(request, name, context)


def _errors(found: Load) -> list[dict[str, str]]:
    """What was wrong, in the reader's language."""
    language = get_language() or ""
    titles = {field.name: field.title for field in found.entry.version.fields.all()} if found.errors else {}
    return [
        {
            "field": titles.get(error["field"], error["field"]),
            "detail": error["detail"].get(language) or next(iter(error["detail"].values())),
        }
        for error in found.errors
    ]


@require_safe
@login_required
def load_errors(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows refused, as a list to take home; no value stands in it."""
    found = policy.load_for(of_request(request), pk)
    if not found.errors:
        raise NotFound
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="load-{found.pk}-errors.csv"'
    lines = csv.writer(answer)
    titles = {field.name: field.title for field in found.entry.version.fields.all()}
    lines.writerow([_("Row"), _("Field"), _("Title"), _("What is wrong")])
    told = {error["field"]: line["detail"] for error, line in zip(found.errors, _errors(found), strict=True)}
    for error in found.errors:
        lines.writerow(["", _neutral(error["field"]), titles.get(error["field"], ""), told[error["field"]]])
    for row, name in found.rejected:
        lines.writerow([row, _neutral(name), titles.get(name, ""), told.get(name, "")])
    return answer


def _neutral(text: str) -> str:
    """A name from a stranger's file is no formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


@login_required
@require_POST
def cancel_load(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a load that waits or runs."""
    found = policy.load_for(of_request(request), pk)
    loading.cancel(found, of_request(request))
    return redirect(found)


@login_required
@require_POST
def restore(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Put an earlier version back in place."""
    actor = of_request(request)
    found = policy.resource_for(actor, code)
    keeping.restore(found, number, actor)
    messages.success(request, _("Version %(number)s is in place again.") % {"number": number})
    return redirect("delivery:resource", found.code)


@login_required
@require_http_methods(FORM)
def new_source(request: HttpRequest, code: str) -> HttpResponse:
    """Register a department's database for an entry."""
    actor = of_request(request)
    entry = policy.entry_for(actor, code)
    return _source_form(request, entry, request.GET.get("resource") or f"{entry.code}-1", None)


@login_required
@require_http_methods(FORM)
def source(request: HttpRequest, code: str) -> HttpResponse:
    """Look at a source, and change it."""
    found = policy.source_for(of_request(request), code)
    return _source_form(request, found.entry, found.code, found)


def _source_form(request: HttpRequest, entry: Any, code: str, found: Source | None) -> HttpResponse:
    actor = of_request(request)
    if request.method == "POST":
        signature(entry, actor)  # who may not write is told so before the form is read
    first = SourceForm.initial_of(found) if found else {}
    form = SourceForm(request.POST or None, origin=entry, actor=actor, initial=first)
    if request.method == "POST" and form.is_valid():
        if code not in {f"{entry.code}-1", registering.next_code(entry), *registering.codes_of(entry)}:
            raise NotFound
        return redirect(registering.register_source(entry, code, actor, form.cleaned_data))
    context = {"form": form, "entry": entry, "source": found, "title": _("A department's database")}
    if found is not None:
        context["loads"] = found.loads.all()[:10]
    return render(request, "delivery/supply_form.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def fetch(request: HttpRequest, code: str) -> HttpResponse:
    """Fetch from a source now."""
    actor = of_request(request)
    found = policy.source_for(actor, code)
    with transaction.atomic():
        queued = schedule.ask(found, signature(found.entry, actor))
    if queued is None:
        messages.info(request, _("A fetch from this source is already on its way."))
        return redirect(found)
    return redirect(queued)


@login_required
@require_http_methods(FORM)
def service(request: HttpRequest, code: str) -> HttpResponse:
    """Register a department's own service behind an entry, or change it."""
    actor = of_request(request)
    entry = policy.entry_for(actor, code, bring=not policy.may_allow_private(actor))
    named = request.GET.get("resource") or f"{entry.code}-1"
    found = ApiSource.objects.filter(resource__code=named, resource__entry=entry).first()
    first = ServiceForm.initial_of(found) if found else {}
    form = ServiceForm(request.POST or None, origin=entry, actor=actor, initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            made = registering.register_service(entry, named, actor, form.cleaned_data)
            return redirect("delivery:resource", made.code)
        except Invalid as refused:
            for error in refused.errors:
                form.add_error("base_url", str(error.sentence))
    context = {"form": form, "entry": entry, "title": _("A service of the department")}
    return render(request, "delivery/supply_form.html", context, status=422 if form.is_bound else 200)
