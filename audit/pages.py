"""The trail for auditors to read and to take along (art. 42)."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit import context as circumstances
from audit import copies, policy, tree
from audit.filters import EntryFilter, PageFilter
from audit.models import Entry
from audit.trail import record

PAGE = 50
COPIES = {
    "csv": (copies.as_csv, "text/csv; charset=utf-8"),
    "jsonl": (copies.as_lines, "application/x-ndjson"),
}


@require_safe
@login_required
def trail(request: HttpRequest) -> HttpResponse:
    """Newest first, narrowed by the filters in the address; `before` turns to older entries."""
    actor = auditor(request)
    search = PageFilter(request.GET, queryset=policy.rows(actor))
    found = list(search.qs[: PAGE + 1]) if search.is_valid() else []
    context = {
        "form": search.form,
        "entries": found[:PAGE],
        "older": older(request, found),
        "words": words(request),
        "sees_all": policy.sees_all(actor),
        "show_address": True,
    }
    return render(request, "audit/trail.html", context)


def auditor(request: HttpRequest) -> Any:
    """Who signed in, if he is an auditor."""
    actor = getattr(request, "actor", None)
    if not policy.may_read(actor):
        raise PermissionDenied
    return actor


def older(request: HttpRequest, found: list[Entry]) -> str:
    """The query of the next page with the same filters, or nothing at the end."""
    if len(found) <= PAGE:
        return ""
    query = request.GET.copy()
    query["before"] = str(found[PAGE - 1].pk)
    return query.urlencode()


def words(request: HttpRequest) -> str:
    """The filters alone, as they stand in an address."""
    query = request.GET.copy()
    query.pop("before", None)
    return query.urlencode()


@require_safe
@login_required
def take(request: HttpRequest, form: str) -> HttpResponseBase:
    """The entries that the filters leave, as a table or as JSON lines; to take them is an act itself."""
    actor = auditor(request)
    search = EntryFilter(request.GET, queryset=policy.rows(actor).oldest_first())
    if not search.is_valid():
        return HttpResponseBadRequest(_("These filters cannot be read."))
    written, kind = COPIES[form]
    note_copy(actor, search.qs.count(), form, words(request))
    return streamed(written(search.qs), f"trail.{form}", kind)


@require_safe
@login_required
def take_whole(request: HttpRequest) -> HttpResponseBase:
    """The whole trail for the verifier; for the auditor of the Bureau alone."""
    actor = auditor(request)
    if not policy.sees_all(actor):
        raise PermissionDenied
    note_copy(actor, tree.size(), "verifier", "")
    return streamed(copies.whole_trail(), "trail-sealed.jsonl", "application/x-ndjson")


def note_copy(actor: Any, rows: int, form: str, query: str) -> None:
    """Before anything is handed over, it stands in the trail."""
    told = {"rows": rows, "format": form, "query": query}
    with transaction.atomic():
        record("audit.export", actor=actor.snapshot(post=policy.POST), article="42", particulars=told)


def streamed(lines: Iterable[str], name: str, kind: str) -> StreamingHttpResponse:
    """A download, line by line, named for the day."""
    stem, _dot, end = name.partition(".")
    day = circumstances.now().date().isoformat()
    response = StreamingHttpResponse(lines, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{stem}-{day}.{end}"'
    return response
