"""The trail for auditors to read (art. 42)."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from audit import policy
from audit.filters import PageFilter
from audit.models import Entry

PAGE = 50


@require_safe
@login_required
def trail(request: HttpRequest) -> HttpResponse:
    """Newest first, narrowed by the filters in the address; `before` turns to older entries."""
    actor = getattr(request, "actor", None)
    if not policy.may_read(actor):
        raise PermissionDenied
    search = PageFilter(request.GET, queryset=policy.rows(actor))
    found = list(search.qs[: PAGE + 1]) if search.is_valid() else []
    context = {
        "form": search.form,
        "entries": found[:PAGE],
        "older": older(request, found),
        "show_address": True,
    }
    return render(request, "audit/trail.html", context)


def older(request: HttpRequest, found: list[Entry]) -> str:
    """The query of the next page with the same filters, or nothing at the end."""
    if len(found) <= PAGE:
        return ""
    query = request.GET.copy()
    query["before"] = str(found[PAGE - 1].pk)
    return query.urlencode()
