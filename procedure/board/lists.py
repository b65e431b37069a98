"""The supervision board as a list: its saved filters, and its columns in a spreadsheet (art. 9, 10)."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedure.board.overdue import BoardFilter
from procedure.lists import Listing, register
from procedure.models import WorkItem
from procedure.spreadsheet import Column

BOARD = register(
    Listing(
        name="board",
        title=pgettext_lazy("list", "Supervision board"),
        page="procedure:board",
        form=BoardFilter,
    )
)
ROWS = (
    Column(pgettext_lazy("who is late", "Organization"), lambda row: row.name, 32),
    Column(_("Stage"), lambda row: row.stage_label, 18),
    Column(_("Overdue under the Measures"), lambda row: row.overdue, 12),
    Column(_("Past other terms"), lambda row: row.apart, 12),
    Column(_("Oldest due date"), lambda row: row.oldest, 12),
)


def source(item: WorkItem) -> str:
    """Whose term it is, in words."""
    return str(_("Of the Measures") if item.source == "measures" else _("not a term of the Measures"))


ITEMS = (
    Column(_("Number"), lambda item: item.case.number, 20),
    Column(_("Case"), lambda item: item.case.title, 36),
    Column(_("Holder"), lambda item: item.holder.label, 28),
    Column(_("Stage"), lambda item: item.stage_label, 18),
    Column(_("Article"), lambda item: item.article, 10),
    Column(_("Due"), lambda item: item.due, 12),
    Column(_("Whose term"), source, 16),
)
