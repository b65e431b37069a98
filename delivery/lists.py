"""The list of grants: its saved filters, and its columns in a spreadsheet."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delivery.sides import Side
from procedure.lists import Listing, register
from procedure.spreadsheet import Column


class GrantFilter(forms.Form):
    """On which side of the grants the reader stands."""

    side = forms.ChoiceField(choices=Side.choices, required=False)


GRANTS = register(
    Listing(
        name="grants",
        title=pgettext_lazy("list", "Grants"),
        page="delivery:grants",
        form=GrantFilter,
    )
)


def columns(side: Side) -> list[Column]:
    """As on the page of that side: the other party stands in the fourth column."""
    if side == Side.HOLDER:
        other = Column(_("Provider"), lambda grant: grant.entry.provider.label, 28)
    else:
        other = Column(_("User of the data"), lambda grant: grant.holder.label, 28)
    return [
        Column(_("Grant"), lambda grant: grant.number, 20),
        Column(_("Data"), lambda grant: grant.entry_version.name, 36),
        Column(_("System"), lambda grant: grant.system, 24),
        other,
        Column(_("Fields"), lambda grant: len(grant.fields), 8),
        Column(_("Last day"), lambda grant: grant.ends, 12),
        Column(_("Status"), lambda grant: grant.standing, 12),
    ]
