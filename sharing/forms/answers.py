"""What providers and those who pass answers on say (art. 29(3), 30(2), 30(3), 35)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from organizations.kinds import OUTSIDE
from organizations.models import Organization, OrganizationKind
from procedure.particulars import Particulars, particulars_of
from sharing.forms.pieces import BOXES, KIND, FieldTable, words
from sharing.law import FinalGround, ProviderGround


@particulars_of(KIND, "agree")
class Agree(FieldTable, Particulars):
    """The provider agrees, for all or some of the fields asked for."""

    layout = "sharing/_agree.html"

    fields: Any = forms.MultipleChoiceField(label=_("Fields to share"), widget=BOXES)
    conditions = words(_("Conditions of use"), _("They become part of the grant."), required=False, rows=2)
    basis = words(
        _("Basis for the fields left out"),
        _("Needed only when some fields are left out."),
        required=False,
        rows=2,
    )

    def fit(self) -> None:
        """Offer the fields asked for, all of them chosen."""
        gone = self.request.removed() if self.case else []
        asked = [row for row in self.request.asked if row.name not in gone] if self.case else []
        self.rows = {row.name: row for row in asked}
        self.fields["fields"].choices = [(row.name, row.title) for row in asked]
        self.initial.setdefault("fields", [row.name for row in asked])

    def clean(self) -> dict[str, Any]:
        """No field is refused without its basis (29(3))."""
        chosen = self.cleaned_data.get("fields", [])
        if chosen and len(chosen) < len(self.rows) and not self.cleaned_data.get("basis"):
            self.add_error(
                "basis",
                ValidationError(
                    _("Say on which basis the other fields are refused (article 29(3))."),
                    code="basis_missing",
                    params={"article": "29(3)"},
                ),
            )
        if chosen:
            self.cleaned_data["fields"] = [name for name in self.rows if name in chosen]
        return self.cleaned_data


@particulars_of(KIND, "decline")
class Decline(Particulars):
    """The provider does not share. No refusal without a legitimate reason and basis (29(3))."""

    ground = forms.ChoiceField(label=_("Ground"), choices=ProviderGround.choices, widget=forms.RadioSelect)
    basis = words(
        _("Basis"), _("Name the law, regulation or document, or the facts. Without it you may not refuse.")
    )


@particulars_of(KIND, "opine")
class Opine(Particulars):
    """The department of the other city tells its authority what it thinks."""

    opinion = words(_("Opinion"), _("For your city's big-data authority, which decides."))


@particulars_of(KIND, "overrule")
class Overrule(Particulars):
    """The Bureau refuses in the final review."""

    ground = forms.ChoiceField(label=_("Ground"), choices=FinalGround.choices, widget=forms.RadioSelect)
    basis = words(_("Basis or reason"), _("The requester and the provider read this."))


@particulars_of(KIND, "name_provider")
class NameProvider(Particulars):
    """The authority names who provides what no entry covers yet."""

    provider = forms.ModelChoiceField(
        label=_("Provider"), queryset=Organization.objects.none(), to_field_name="code"
    )

    def fit(self) -> None:
        """Departments of the region, not the requester itself, and none outside."""
        inside = Organization.objects.in_force().filter(kind=OrganizationKind.DEPARTMENT)
        requester = self.case.requester_id if self.case and self.case.requester_id else 0
        self.fields["provider"].queryset = inside.exclude(tier__in=OUTSIDE).exclude(pk=requester)  # type: ignore[attr-defined]


@particulars_of(KIND, "link_entry")
class LinkEntry(Particulars):
    """The new entry of the catalogue, and which of its fields answer the need."""

    entry = forms.ModelChoiceField(
        label=_("Catalogue entry (code)"),
        queryset=Entry.objects.none(),
        to_field_name="code",
        widget=forms.TextInput,
        help_text=_("Publish the entry first: My work, catalogue. Then enter its code here."),
    )
    fields: Any = forms.CharField(
        label=_("Fields"),
        help_text=_("Names of the fields, separated by commas; empty for all that may be shared."),
        required=False,
        max_length=2000,
    )

    def fit(self) -> None:
        """Published entries of the provider named."""
        provider = self.case.provider_id if self.case else None
        self.fields["entry"].queryset = Entry.objects.published().filter(provider=provider).with_version()

    def clean(self) -> dict[str, Any]:
        """The fields by name, in the entry's order; withheld ones stay out."""
        entry: Entry | None = self.cleaned_data.get("entry")
        if entry is None:
            return self.cleaned_data
        asked = {name.strip() for name in self.cleaned_data.get("fields", "").split(",") if name.strip()}
        known = [f.name for f in entry.version.fields.order_by("position") if f.share_type != "withheld"]
        if not asked <= set(known):
            self.add_error(
                "fields", ValidationError(_("The entry has no such shared field."), code="invalid_choice")
            )
        self.cleaned_data["fields"] = [name for name in known if not asked or name in asked]
        return self.cleaned_data


@particulars_of(KIND, "cannot_supply")
class CannotSupply(Particulars):
    """The provider does not hold the data (article 35)."""

    basis = words(
        _("Why it cannot be supplied"), _("The requester reads this, and may be re-routed (article 35).")
    )
