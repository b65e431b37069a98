"""The list of grants: its saved filters, and its columns in a spreadsheet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delivery.errors import BadQuestion
from delivery.querysets import GrantQuerySet
from delivery.sides import Side
from procedure.lists import Listing, register
from procedure.spreadsheet import Column
from workdays import clock


class GrantFilter(forms.Form):
    """On which side of the grants the reader stands, whether they can be used, and words; at both doors."""

    side = forms.ChoiceField(choices=Side.choices, required=False, widget=forms.HiddenInput)
    standing = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", pgettext_lazy("grants", "All")),
            ("in_force", pgettext_lazy("grants", "In force today")),
            ("over", _("Over or suspended")),
        ],
    )
    q = forms.CharField(label=_("Number, data or system"), required=False, max_length=100)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")

    def narrow(self, rows: GrantQuerySet) -> GrantQuerySet:
        """The grants that fit; nothing is filtered by a wrong value."""
        said = self.cleaned_data if self.is_valid() else {}
        in_force = rows.in_force(clock.today()).order_by().values("pk")
        if said.get("standing") == "in_force":
            rows = rows.filter(pk__in=in_force)
        elif said.get("standing") == "over":
            rows = rows.exclude(pk__in=in_force)
        return rows.found_by(said.get("q", ""))

    def checked(self) -> "GrantFilter":
        """For programs: a wrong value is refused. Raises BadQuestion."""
        if not self.is_valid():
            name, errors = next(iter(self.errors.items()))
            raise BadQuestion(name, "wrong_filter", errors[0])
        return self


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
