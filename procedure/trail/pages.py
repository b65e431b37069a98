"""The trail for auditors to read: saved filters, Excel, and the files of the trail itself (art. 5, 42)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from audit import policy
from audit.filters import EntryFilter, PageFilter
from audit.models import Entry
from audit.pages import auditor, note_copy
from procedure import spreadsheet
from procedure.lists import filters_of, words_of
from procedure.particulars import errors_of
from procedure.saved.filters import over
from procedure.trail.lists import TRAIL, columns, rows
from refusals.tree import Invalid

PAGE = 50
BEFORE = "before"


@require_safe
@login_required
def trail(request: HttpRequest) -> HttpResponse:
    """Newest first, narrowed by the filters in the address; `before` turns to older entries."""
    actor = auditor(request)
    shelf = over(request, TRAIL)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    if spreadsheet.is_wanted(request):
        return _sheet(request, actor)
    search = PageFilter(request.GET, queryset=policy.rows(actor))
    found = list(search.qs[: PAGE + 1]) if search.is_valid() else []
    context = {
        "form": search.form,
        "entries": found[:PAGE],
        "older": _older(request, found),
        "words": filters_of(request).urlencode(),
        "sees_all": policy.sees_all(actor),
        "show_address": True,
        "shelf": shelf,
        "most": f"{spreadsheet.MOST_ROWS:,}",
    }
    return render(request, "procedure/whole_trail.html", context)


def _sheet(request: HttpRequest, actor: Any) -> HttpResponse:
    """The entries of the list as a workbook; as with any copy of the trail, to take it is an act itself."""
    search = EntryFilter(words_of(request), queryset=policy.rows(actor))
    if not search.is_valid():
        raise Invalid(errors_of(search.form))
    file, many = spreadsheet.written(TRAIL.title, columns(), rows(search.qs))
    note_copy(actor, many, spreadsheet.XLSX, filters_of(request).urlencode())
    return spreadsheet.handed_over(file, TRAIL.title)


def _older(request: HttpRequest, found: list[Entry]) -> str:
    """The query of the next page with the same filters, or nothing at the end."""
    if len(found) <= PAGE:
        return ""
    query = request.GET.copy()
    query[BEFORE] = str(found[PAGE - 1].pk)
    return query.urlencode()
