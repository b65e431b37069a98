"""Each figure as people meet it: what is counted, how, a table, and the chart drawn from that table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal import words
from portal.figures import questions
from portal.figures import returns as returning
from portal.figures.questions import Table
from portal.figures.scope import Period, Scope
from sharing.law import State
from sharing.models import ShareRequest
from sharing.routes import Route

DISPATCH = {
    "6(1)": gettext_lazy("Ministries and other provinces with the region"),
    "6(2)": gettext_lazy("Between departments of one level"),
    "6(3)": gettext_lazy("Between region and city"),
    "6(4)": gettext_lazy("Between two cities"),
    "6(5)": gettext_lazy("Opened to persons and bodies"),
    "6(6)": gettext_lazy("Other dispatch"),
}
IN_TIME, LATE = gettext_lazy("In time"), gettext_lazy("Late")
TONES: dict[Any, str] = {
    IN_TIME: "done",
    LATE: "late",
    **{State(state).label: "done" for state in ShareRequest.WELL_ENDED},
    **{State(state).label: "late" for state in ShareRequest.FINAL - ShareRequest.WELL_ENDED},
}
"""Columns whose colour means something."""


@dataclass(frozen=True)
class Figure:
    """One figure. `chart` is bars, stacked or line; `drawn` says which columns of numbers are drawn."""

    name: str
    title: str | Promise
    formula: str | Promise
    chart: str
    table: Callable[[Scope, Period], Table]
    drawn: tuple[int, int] = (1, 2)


@dataclass(frozen=True)
class Shown:
    """A figure with its numbers."""

    figure: Figure
    table: Table

    @property
    def data(self) -> dict[str, Any]:
        """What the script draws: names of the rows, and one series for each column drawn."""
        rows = _every_day(self.table.rows) if self.figure.chart == "line" else self.table.rows
        places = range(len(self.table.head))[slice(*self.figure.drawn)]
        tones = {str(label): tone for label, tone in TONES.items()}
        series = [
            {"name": name, "tone": tones.get(name, ""), "values": [row[place] for row in rows]}
            for place in places
            if (name := self.table.head[place])
        ]
        return {"kind": self.figure.chart, "rows": [str(row[0]) for row in rows], "series": series}


def _every_day(rows: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """From the first day counted to the last, days without any included: a line may not skip them."""
    counted = {row[0]: row for row in rows}
    nothing = [0] * (len(rows[0]) - 1) if rows else []
    many = (rows[-1][0] - rows[0][0]).days + 1 if rows else 0
    days = [rows[0][0] + timedelta(days=place) for place in range(many)]
    return [counted.get(day, [day, *nothing]) for day in days]


def states(scope: Scope, period: Period) -> Table:
    counted = questions.by_state(scope, period)
    seen = {state for _route, state in counted}
    known = [state for state in State.values if state in seen]
    routes = [route for route in Route.values if any(route == row for row, _state in counted)]
    rows = [[str(Route(r).label), *(counted.get((r, s), 0) for s in known), _sum(counted, r)] for r in routes]
    return Table([_("Route"), *(str(State(s).label) for s in known), _("Total")], rows)


def _sum(counted: dict[tuple[str, str], int], route: str) -> int:
    return sum(many for (counted_route, _state), many in counted.items() if counted_route == route)


def dispatch(scope: Scope, period: Period) -> Table:
    counted = questions.by_dispatch(scope, period)
    rows = [[f"{words.article(kind)} {label}", counted.get(kind, 0)] for kind, label in DISPATCH.items()]
    return Table([_("Kind of dispatch"), _("Requests")], rows)


def in_time(scope: Scope, period: Period) -> Table:
    rows = [
        [name, early, late, _percent(early, early + late)]
        for name, early, late in questions.in_time(scope, period)
    ]
    return Table([pgettext("column", "Organization"), str(IN_TIME), str(LATE), _("In time, %")], rows)


def median_days(scope: Scope, period: Period) -> Table:
    found = questions.median_days(scope, period)
    return Table(
        [_("Stage"), _("Median working days"), _("Longest"), _("Done")], [list(row) for row in found]
    )


def grants(scope: Scope, period: Period) -> Table:
    found = questions.grants_in_force(scope)
    return Table(
        [_("Provider"), _("Grants in force"), _("Organizations that use them")], [list(r) for r in found]
    )


def reads(scope: Scope, period: Period) -> Table:
    found = questions.reads_a_day(scope, period)
    return Table([_("Day"), _("Reads"), _("Rows read")], [list(row) for row in found])


def returns(scope: Scope, period: Period) -> Table:
    found = returning.by_reviewer(scope, period)
    head = [pgettext("column", "Organization"), _("Returned for correction"), _("Second returns")]
    return Table(head, [list(row) for row in found])


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


FIGURES = (
    Figure(
        "states",
        gettext_lazy("Share requests by state and route"),
        gettext_lazy("Requests submitted in the period, by their route and the state they are in now."),
        "stacked",
        states,
        drawn=(1, -1),
    ),
    Figure(
        "dispatch",
        gettext_lazy("Share requests by kind of dispatch"),
        gettext_lazy(
            "Requests submitted in the period, by the six kinds of article 6, from the two parties alone."
        ),
        "bars",
        dispatch,
    ),
    Figure(
        "in-time",
        gettext_lazy("Answered in time"),
        gettext_lazy(
            "Duties under a term of the Measures whose due date lies in the period. In time: done by"
            " midnight of the due date. Late: done later, or still open after it. Not counted: what is not"
            " yet due, what was withdrawn, and every term that is not of the Measures."
            " In time, %: in time ÷ (in time + late)."
        ),
        "stacked",
        in_time,
        drawn=(1, 3),
    ),
    Figure(
        "days",
        gettext_lazy("Working days at each stage"),
        gettext_lazy(
            "Duties closed in the period: working days from the day of receipt, which does not count, to"
            " the day they were closed. Half of them took no longer than the median."
        ),
        "bars",
        median_days,
    ),
    Figure(
        "returns",
        gettext_lazy("Returns for correction"),
        gettext_lazy(
            "Share requests that a reviewer returned in the period. Each may return a request once; a second"
            " return of the same request at the same stage needs a reason and is counted against him."
        ),
        "bars",
        returns,
    ),
    Figure(
        "grants",
        gettext_lazy("Grants in force"),
        gettext_lazy("Grants that can be used today, by the provider of the data, whatever the period."),
        "bars",
        grants,
    ),
    Figure(
        "reads",
        gettext_lazy("Reads a day"),
        gettext_lazy("Reads of shared data in the trail, each call counted once, by day in Asia/Shanghai."),
        "line",
        reads,
    ),
)


def shown(figure: Figure, scope: Scope, period: Period) -> Shown:
    return Shown(figure, figure.table(scope, period))
