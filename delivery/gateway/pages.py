"""Use of shared data in the browser: who took how much, and whose copy it is (art. 42)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from delivery.gateway import tracing, usage
from delivery.gateway.lists import USE
from delivery.gateway.usage import DAYS, LONGEST_DAYS, Period, Usage
from delivery.models import Clue, Delivery, Grant
from delivery.policy import delivery_of
from delivery.sides import Side, of_side, side_of
from organizations.actors import of_request
from procedure import spreadsheet
from procedure.saved.filters import over
from procedure.spreadsheet import Column

RECENT = 20
PERIODS = (7, 30, 90, LONGEST_DAYS)


@require_safe
@login_required
@never_cache
def use(request: HttpRequest) -> HttpResponse:
    """The use of our grants, or of our data, in the last days; as a spreadsheet too."""
    shelf = over(request, USE)
    if shelf.by_itself:
        return redirect(shelf.by_itself)
    side, period = side_of(request.GET.get("side")), period_of(request.GET.get("days"))
    grants = of_side(of_request(request), side)
    found = usage.of(grants, period)
    names = {one.number: one for one in grants.filter(number__in=_numbers(found)).with_parties()}
    if spreadsheet.is_wanted(request):
        return spreadsheet.answer(request, USE.name, USE.title, _columns(), _lines(found, names))
    shown = {
        "usage": found,
        "shelf": shelf,
        "names": names,
        "side": side,
        "sides": Side,
        "period": period,
        "periods": PERIODS,
        "clues": Clue.objects.filter(grant__in=grants).select_related("grant")[:RECENT]
        if side != Side.HOLDER
        else (),
        "deliveries": Delivery.objects.filter(grant__in=grants).with_parties()[:RECENT],
    }
    return render(request, "delivery/usage.html", shown)


def period_of(asked: str | None) -> Period:
    """The last so many days; a month without a word, or for one that is no number."""
    days = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < 4 else DAYS
    return Period(min(max(days, 1), LONGEST_DAYS))


def _numbers(found: Usage) -> list[str]:
    return [use.what for use in found.by_grant]


def _columns() -> list[Column]:
    return [
        Column(_("Counted by"), lambda line: line[0], 14),
        Column(_("What"), lambda line: line[1], 24),
        Column(_("User of the data"), lambda line: line[2], 32),
        Column(_("Reads"), lambda line: line[3].reads, 12),
        Column(_("Rows"), lambda line: line[3].rows, 14),
        Column(_("Bytes"), lambda line: line[3].bytes, 16),
    ]


def _lines(found: Usage, names: dict[str, Grant]) -> list[tuple[Any, ...]]:
    """Under each heading who or what, for whom, and how much."""
    by_person = [(use.what["person_name"] or use.what["person"], use) for use in found.by_person]
    return [
        *((_("Grant"), use.what, names[use.what].holder.label, use) for use in found.by_grant),
        *((_("Day"), use.what.isoformat(), "", use) for use in found.by_day),
        *((_("Person or system"), who, use.what["organization_name"], use) for who, use in by_person),
    ]


@require_safe
@login_required
@never_cache
def delivery(request: HttpRequest, number: str) -> HttpResponse:
    """One delivery; with `?format=json` its manifest as a file."""
    found = delivery_of(of_request(request), number)
    if request.GET.get("format") == "json":
        answer = JsonResponse(found.manifest, json_dumps_params={"ensure_ascii": False, "indent": 2})
        answer["Content-Disposition"] = f'attachment; filename="{found.number}.json"'
        return answer
    return render(request, "delivery/delivery.html", {"delivery": found})


@require_safe
@login_required
@never_cache
def trace(request: HttpRequest) -> HttpResponse:
    """Whose copy is this: by its SHA-256."""
    digest, found, wrong = request.GET.get("digest", ""), [], ""
    if digest:
        try:
            found = tracing.traced(digest, of_request(request))
        except ValueError:
            wrong = str(tracing.NO_DIGEST)
    shown = {"digest": digest, "found": found, "wrong": wrong}
    return render(request, "delivery/trace.html", shown, status=400 if wrong else 200)
