"""Which fields of one entry on the request list are wanted; the form of each line (art. 28)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from procedure.particulars import Particulars
from sharing.forms.pieces import BOXES, FieldTable


class Chosen(FieldTable, Particulars):
    """The boxes of one entry; what may be chosen is checked when the request is filed."""

    fields: Any = forms.MultipleChoiceField(label=_("Fields"), widget=BOXES, required=False)

    def fit(self) -> None:
        """Offer the fields of the entry as it is now."""
        entry: Entry = self.origin
        self.rows = {row.name: row for row in entry.version.fields.order_by("position")}
        self.fields["fields"].choices = [(row.name, row.title) for row in self.rows.values()]

    def chosen(self) -> list[str]:
        """The names ticked, in the entry's order; unknown ones are left to the check at filing."""
        said: Any = self.data
        ticked = said.getlist(self.add_prefix("fields")) if self.is_bound else self.initial["fields"]
        return [name for name in self.rows if name in ticked]
