"""The figures of the authorities: charts, the tables behind them, each as a spreadsheet (art. 9, 10)."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations.actors import of_request
from portal.figures.charts import FIGURES, Shown, shown
from portal.figures.scope import Period, PeriodForm, Scope, scope_of
from procedure import spreadsheet
from procedure.lists import words_of
from procedure.spreadsheet import Column
from refusals.tree import NotFound


@require_safe
@login_required
def figures(request: HttpRequest) -> HttpResponse:
    """All figures of one period."""
    scope = scope_of(of_request(request))
    form = PeriodForm(words_of(request))
    if not form.is_valid():
        return render(request, "portal/figures.html", {"form": form, "scope": scope}, status=400)
    if spreadsheet.is_wanted(request):
        return _sheet(request, scope, form.period)
    found = [shown(figure, scope, form.period) for figure in FIGURES]
    context = {"form": form, "scope": scope, "found": found, "totals": _totals(found), "period": form.period}
    return render(request, "portal/figures.html", context)


def _sheet(request: HttpRequest, scope: Scope, period: Period) -> HttpResponse:
    """One figure's table."""
    figure = next((figure for figure in FIGURES if figure.name == request.GET.get("figure")), None)
    if figure is None:
        raise NotFound
    table = figure.table(scope, period)
    columns = [_column(str(label), place) for place, label in enumerate(table.head)]
    return spreadsheet.answer(request, f"figures.{figure.name}", figure.title, columns, table.rows)


def _column(label: str, place: int) -> Column:
    return Column(label, lambda row: row[place], 32 if place == 0 else 14)


def _totals(found: list[Shown]) -> list[tuple[str, Any]]:
    """The numbers before the charts."""
    tables = {one.figure.name: one.table for one in found}
    early, late = (sum(row[place] for row in tables["in-time"].rows) for place in (1, 2))
    share = f"{100 * early / (early + late):.1f}%" if early + late else "—"
    return [
        (_("Requests in the period"), sum(row[-1] for row in tables["states"].rows)),
        (_("Answered in time"), share),
        (_("Grants in force today"), sum(row[1] for row in tables["grants"].rows)),
        (_("Reads in the period"), sum(row[1] for row in tables["reads"].rows)),
    ]
