"""What is entered of a renaming or merger, in the browser and over REST (art. 2, 4, 9-11)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organizations.models import ChangeKind, Organization, OrganizationChange, OrganizationKind
from procedure.particulars import Particulars
from workdays import clock

LONGEST_BACK = timedelta(days=31)
LONGEST_AHEAD = timedelta(days=731)


class ChangeForm(Particulars):
    """One renaming or merger with its first day and its document."""

    organization = forms.ModelChoiceField(
        label=_("Organization (code)"),
        queryset=Organization.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=_("As on the page of the organization, such as GX-HR."),
    )
    kind = forms.ChoiceField(label=_("What happens"), choices=ChangeKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("New name"), max_length=200, required=False, help_text=_("Only for a renaming.")
    )
    short_name = forms.CharField(label=_("New short name"), max_length=60, required=False)
    name_en = forms.CharField(label=_("New English name"), max_length=200, required=False)
    successor = forms.ModelChoiceField(
        label=_("Merged into (code)"),
        queryset=Organization.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        required=False,
        help_text=_("Only for a merger: the organization that takes over; it exists already."),
    )
    on = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("From this day on the new name holds, or the successor acts."),
    )
    document = forms.CharField(
        label=_("Document number"),
        max_length=100,
        help_text=_("Of the decision on it."),
    )

    def fit(self) -> None:
        """Organizations in force today."""
        for name in ("organization", "successor"):
            self.fields[name].queryset = Organization.objects.in_force(clock.today())  # type: ignore[attr-defined]

    def clean_on(self) -> date:
        """Not longer ago than a month, nor further ahead than two years."""
        on: date = self.cleaned_data["on"]
        if not clock.today() - LONGEST_BACK <= on <= clock.today() + LONGEST_AHEAD:
            raise ValidationError(
                _("The first day lies between a month ago and two years ahead."), code="out_of_range"
            )
        return on

    def clean(self) -> dict[str, Any]:
        """What the kind needs, and nothing else."""
        said = self.cleaned_data
        if said.get("kind") == ChangeKind.RENAMING:
            self._check_renaming(said)
        elif said.get("kind") == ChangeKind.MERGER:
            self._check_merger(said)
        return said

    def _check_renaming(self, said: dict[str, Any]) -> None:
        body = said.get("organization")
        if not said.get("name"):
            self._wrong("name", _("Say what it is called from then on."), "required")
        elif body and said["name"] == body.name:
            self._wrong("name", _("It is called so already."), "same_name")
        if said.get("successor"):
            self._wrong("successor", _("A renamed organization has no successor."), "surplus")

    def _check_merger(self, said: dict[str, Any]) -> None:
        body, successor = said.get("organization"), said.get("successor")
        if any(said.get(name) for name in ("name", "short_name", "name_en")):
            self._wrong("name", _("A merged organization gets no new name."), "surplus")
        if successor is None:
            if not self.has_error("successor"):
                self._wrong("successor", _("Say which organization takes over."), "required")
        elif body:
            self._check_heir(body, successor)

    def _check_heir(self, body: Organization, successor: Organization) -> None:
        if body.pk == successor.pk:
            self._wrong("successor", _("An organization is not merged into itself."), "same_organization")
        elif body.kind == OrganizationKind.AUTHORITY or body.is_outside != successor.is_outside:
            sentence = _(
                "A big-data authority is only renamed, and nobody is merged across the region's border."
            )
            self._wrong("successor", sentence, "not_mergeable")
        elif (
            OrganizationChange.objects.pending()
            .filter(organization=successor, kind=ChangeKind.MERGER)
            .exists()
        ):
            self._wrong("successor", _("That organization is about to be merged itself."), "change_pending")

    def _wrong(self, field: str, sentence: Any, code: str) -> None:
        self.add_error(field, ValidationError(sentence, code=code))


def _is_to_be_merged(body: Organization) -> bool:
    coming = OrganizationChange.objects.pending().filter(organization=body, kind=ChangeKind.MERGER)
    return coming.exists()
