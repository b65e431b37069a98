"""The trail for auditors to take along (art. 42); the page on which they read it is a list as others are."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBadRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from audit import context as circumstances
from audit import copies, policy, tree
from audit.filters import EntryFilter
from audit.trail import record

COPIES = {
    "csv": (copies.as_csv, "text/csv; charset=utf-8"),
    "jsonl": (copies.as_lines, "application/x-ndjson"),
}


def auditor(request: HttpRequest) -> Any:
    """Who signed in, if he is an auditor."""
    actor = getattr(request, "actor", None)
    if not policy.may_read(actor):
        raise PermissionDenied
    return actor


@require_safe
@login_required
def take(request: HttpRequest, form: str) -> HttpResponseBase:
    """The entries that the filters leave, as a table or as JSON lines; to take them is an act itself."""
    actor = auditor(request)
    search = EntryFilter(request.GET, queryset=policy.rows(actor).oldest_first())
    if not search.is_valid():
        return HttpResponseBadRequest(_("These filters cannot be read."))
    written, kind = COPIES[form]
    note_copy(actor, search.qs.count(), form, request.GET.urlencode())
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
