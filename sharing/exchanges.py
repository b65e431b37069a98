"""The log of what was exchanged with a body outside: its table, and the same as a spreadsheet (art. 36)."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from organizations.actors import of_request
from procedure import spreadsheet
from procedure.spreadsheet import Column
from refusals.tree import NotFound
from sharing.forms.outside import DIRECTIONS
from sharing.models import ShareRequest


def direction(exchange: dict[str, Any]) -> str:
    """Sent or received, in the reader's language."""
    return str(dict(DIRECTIONS).get(exchange["direction"], exchange["direction"]))


COLUMNS = (
    Column(_("Date"), lambda one: date.fromisoformat(one["on"]), 12),
    Column(_("Direction"), direction, 10),
    Column(_("Document number"), lambda one: one["document"], 24),
    Column(_("Content in short"), lambda one: one["summary"], 60),
)


@login_required
@require_GET
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The log of one case as a file, for whoever may see the case and only when there is one."""
    visible = ShareRequest.objects.visible_to(of_request(request))
    case = visible.filter(number=number[:32]).exclude(exchanges=[]).first()
    if case is None:
        raise NotFound
    title = pgettext_lazy("spreadsheet", "Exchanges outside the region")
    return spreadsheet.answer(request, f"exchanges-{case.number}", title, COLUMNS, case.exchanges)
