"""The pages of share requests: the list of both sides, and the form of a new one."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from catalog.models import Entry
from delivery.models import Grant
from organizations.actors import Actor, of_request
from procedure import spreadsheet
from procedure.engine import begin
from procedure.lists import words_of
from procedure.saved.filters import over
from refusals.tree import Invalid, NotFound
from sharing.filters import ShareRequestFilter
from sharing.forms import Draft
from sharing.lists import COLUMNS, REQUESTS
from sharing.models import ShareRequest
from sharing.openings import ask_for
from sharing.policy import asking_posts
from workdays import clock

PAGE_SIZE = 50


@login_required
@require_GET
def requests(request: HttpRequest) -> HttpResponse:
    """Requests of our organizations, and requests for our data."""
    shelf = over(request, REQUESTS)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    rows = (
        ShareRequest.objects.visible_to(of_request(request))
        .with_parties()
        .prefetch_related("work_items__holder")
    )
    found = ShareRequestFilter(words_of(request), queryset=rows.order_by("-pk"), request=request)
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, REQUESTS.name, REQUESTS.title, COLUMNS, _seen(request, found.qs))
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = [case.as_seen_by(of_request(request)) for case in page.object_list]
    side = request.GET.get("side", "")
    context = {"page": page, "filter": found, "side": side, "shelf": shelf}
    return render(request, "sharing/requests.html", context)


def _seen(request: HttpRequest, rows: QuerySet[Any]) -> Iterator[ShareRequest]:
    """Each request as far as the reader may know it; read in parts, one more than a file takes."""
    actor = of_request(request)
    for case in rows[: spreadsheet.MOST_ROWS + 1].iterator(chunk_size=spreadsheet.AT_ONCE):
        yield case.as_seen_by(actor)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for fields of one entry, or describe a need; the draft can be changed before it is submitted."""
    actor = of_request(request)
    entry = _entry_named(request, actor)
    if request.method != "POST":
        return _new_page(
            request, entry, Draft(actor=actor, origin=entry, initial=_asked_before(request, actor, entry))
        )
    form = Draft(request.POST, actor=actor, origin=entry)
    try:
        return redirect(begin(ShareRequest, actor=actor, **form.cleaned()))
    except Invalid:
        return _new_page(request, entry, form, status=422)


def _asked_before(request: HttpRequest, actor: Actor, entry: Entry | None) -> dict[str, Any]:
    """First values: the entry, and for a renewal what the grant says."""
    first: dict[str, Any] = {"entry": entry.code} if entry else {}
    renewed = Grant.objects.held_by(actor).filter(number=request.GET.get("renews", "")).first()
    if renewed is None:
        return first
    kept = {name: getattr(renewed, name) for name in ("fields", "purpose", "system", "mode")}
    return first | kept | {"renews": renewed.number}


def _new_page(request: HttpRequest, entry: Entry | None, form: Draft, status: int = 200) -> HttpResponse:
    actor = of_request(request)
    mine = actor.organization_ids()
    context: dict[str, Any] = {
        "entry": entry,
        "form": form,
        "may_ask": bool(list(ask_for(entry, actor)) if entry else asking_posts(actor)),
        "open_requests": ShareRequest.objects.asked_by(actor).filter(entry=entry).is_open() if entry else (),
        "grants": Grant.objects.filter(entry=entry, holder__in=mine).in_force(clock.today()) if entry else (),
    }
    return render(request, "sharing/new.html", context, status=status)


def _entry_named(request: HttpRequest, actor: Actor) -> Entry | None:
    """The entry in the address or the form; None when a need is described instead."""
    code = request.POST.get("entry") or request.GET.get("entry", "")
    if not code:
        return None
    entry: Entry | None = Entry.objects.published().visible_to(actor).with_version().filter(code=code).first()
    if entry is None:
        raise NotFound
    return entry
