"""The pages of the supervision board: the board, and urging a duty (art. 9, 10)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from organizations.actors import of_request
from organizations.policy import recorder
from procedure import spreadsheet
from procedure.board.lists import BOARD, ITEMS, ROWS
from procedure.board.overdue import Board, Urge, find_supervised, urge
from procedure.lists import words_of
from procedure.models import WorkItem
from procedure.saved.filters import over
from refusals.tree import Conflict, Invalid


@login_required
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Who is overdue where, and the duties behind a figure."""
    found = Board(of_request(request), words_of(request))
    shelf = over(request, BOARD)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    if spreadsheet.is_wanted(request):
        return _sheet(request, found)
    items = found.page(request.GET.get("page")) if found.form.narrows_to_items else None
    context = {
        "board": found,
        "shelf": shelf,
        "figures": found.figures(),
        "rows": found.rows(),
        "page": items,
        "may_record": recorder(of_request(request)) is not None,
    }
    return render(request, "procedure/board.html", context)


def _sheet(request: HttpRequest, found: Board) -> HttpResponse:
    """What the page shows: the figures, or the work items behind a figure that was chosen."""
    if found.form.narrows_to_items:
        rows = found.items().order_by("due", "pk")
        return spreadsheet.answer(request, BOARD.name, BOARD.title, ITEMS, rows)
    return spreadsheet.answer(request, BOARD.name, BOARD.title, ROWS, found.rows())


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def urging(request: HttpRequest, pk: int) -> HttpResponse:
    """Urge the holder of a duty; a wrong form is shown again."""
    actor = of_request(request)
    item = find_supervised(pk, actor)
    form = Urge(request.POST if request.method == "POST" else None, actor=actor)
    if request.method != "POST":
        return _urging_page(request, item, form)
    try:
        urge(item, actor=actor, **form.cleaned())
    except Invalid as refusal:
        return _urging_page(request, item, form, refusal.status)
    except Conflict as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect(item.case)
    messages.success(request, _("Urged. The holder has been told."))
    return redirect(item.case)


def _urging_page(request: HttpRequest, item: WorkItem, form: Urge, status: int = 200) -> HttpResponse:
    return render(
        request, "procedure/board_urge.html", {"item": item, "case": item.case, "form": form}, status=status
    )
