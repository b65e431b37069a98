"""The inbox as a list: its saved filters, and its columns in a spreadsheet."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from procedure.inbox import InboxFilter
from procedure.lists import Listing, register
from procedure.models import WorkItem
from procedure.spreadsheet import Column
from refusals.tree import Refusal
from workdays import calendar, clock

INBOX = register(
    Listing(
        name="inbox",
        title=pgettext_lazy("list", "My work"),
        page="procedure:inbox",
        form=InboxFilter,
    )
)


def columns() -> list[Column]:
    """As on the page, each part in a column of its own; days left are counted by one calendar."""
    days, today = calendar.current(), clock.today()

    def left(item: WorkItem) -> int | None:
        try:
            return days.between(today, item.due) if item.due else None
        except Refusal:
            return None

    return [
        Column(_("Number"), lambda item: item.case.number, 20),
        Column(_("Case"), lambda item: item.case.title, 36),
        Column(_("Stage"), lambda item: item.stage_label, 18),
        Column(_("Article"), lambda item: item.article, 10),
        Column(_("Requester"), lambda item: item.case.requester and item.case.requester.label, 28),
        Column(_("Provider"), lambda item: item.case.provider and item.case.provider.label, 28),
        Column(_("Due"), lambda item: item.due, 12),
        Column(_("Working days left"), left, 12),
        Column(_("Claimed by"), lambda item: item.claimed_by and item.claimed_by.name, 14),
    ]
