"""The catalogue in the browser: search, one entry, and filing a new one (art. 17, 20, 32)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from catalog import policy
from catalog.filters import EntryFilter, facets
from catalog.forms import EntryForm
from catalog.lists import CATALOGUE, COLUMNS
from catalog.models import Entry, Submission
from catalog.presentation import facts, read
from organizations.actors import of_request
from procedure import spreadsheet
from procedure.engine import begin
from procedure.lists import words_of
from procedure.openings import openings_from
from procedure.saved.filters import over
from refusals.tree import Forbidden

PAGE_SIZE = 20


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """Search and facets; the address keeps every filter."""
    actor = of_request(request)
    shelf = over(request, CATALOGUE)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    form = EntryFilter(words_of(request))
    context: dict[str, Any] = {
        "form": form,
        "shelf": shelf,
        "is_staff": actor.is_staff,
        "may_file": policy.may_file(actor),
    }
    if not form.is_valid():
        return render(request, "catalog/entries.html", context, status=400)
    visible = Entry.objects.visible_to(actor).published()
    found = form.narrow(visible).placed(form.cleaned_data["q"]).with_version()
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, CATALOGUE.name, CATALOGUE.title, COLUMNS, found)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context |= {"page": page, "facets": facets(form, visible), "chosen": form.chosen()}
    return render(request, "catalog/entries.html", context)


@require_safe
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Everything the catalogue says of one entry, and how to get the data."""
    actor = of_request(request)
    found = read(code, actor)
    context = {
        "entry": found,
        "version": found.version,
        "facts": facts(found.version, found.code),
        "fields": found.version.fields.select_related("source_department"),
        "offers": openings_from(found, actor),
        "related": Entry.objects.visible_to(actor).related_to(found.version),
        "is_staff": actor.is_staff,
    }
    return render(request, "catalog/entry.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def file_entry(request: HttpRequest) -> HttpResponse:
    """A steward fills in a new entry; it becomes a draft that is then submitted."""
    actor = of_request(request)
    if not policy.may_file(actor):
        raise Forbidden
    form = EntryForm(request.POST or None, actor=actor)
    if request.method == "POST" and form.is_valid():
        return redirect(begin(Submission, actor=actor, **form.cleaned()))
    status = 422 if form.is_bound else 200
    return render(request, "catalog/file_entry.html", {"form": form}, status=status)
