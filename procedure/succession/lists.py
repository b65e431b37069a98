"""Renamings and mergers as a spreadsheet (art. 2, 4, 9-11)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from procedure.spreadsheet import Column


def _state(change: Any) -> str:
    """As on the page: carried out, taken back, or to come."""
    if change.carried_out_at:
        return str(_("Carried out"))
    return str(_("Taken back")) if change.taken_back_at else pgettext("change", "To come")


CHANGES = (
    Column(_("First day"), lambda change: change.on, 12),
    Column(pgettext_lazy("body", "Organization"), lambda change: change.organization.label, 32),
    Column(pgettext_lazy("body", "Code"), lambda change: change.organization.code, 20),
    Column(_("What happens"), lambda change: change.get_kind_display(), 14),
    Column(_("Successor or new name"), lambda change: getattr(change.successor, "label", change.name), 32),
    Column(_("Document number"), lambda change: change.document, 24),
    Column(pgettext_lazy("change", "State"), _state, 12),
)
