"""What a request asks for, in the browser and over REST: drafts, changes and corrections (art. 24, 28)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry, EntryVersion
from catalog.vocabulary import ShareType
from delivery.models import Grant
from organizations.actors import Actor
from organizations.kinds import OUTSIDE
from organizations.models import Organization
from procedure.particulars import particulars_of
from sharing import policy
from sharing.forms.pieces import BOXES, KIND, FieldTable, words
from sharing.forms.renewing import beyond
from sharing.forms.terms import OnBehalf, Terms
from sharing.models import ShareRequest
from sharing.routes import route_of

ASKED_ORDER = ("fields", "purpose", "legal_basis", "system", "mode", "until")


class Asked(FieldTable, Terms):
    """What is asked for: fields, purpose, basis, system, mode and term."""

    layout = "sharing/_asked.html"

    fields: Any = forms.MultipleChoiceField(
        label=_("Fields"),
        widget=BOXES,
        help_text=_("Ask only for the fields that the purpose needs."),
    )
    field_order: Any = ASKED_ORDER

    @property
    def version(self) -> EntryVersion | None:
        """The version of the entry that the fields belong to."""
        return self.request.entry_version if self.case else None

    def fit(self) -> None:
        """Offer the fields of the version; a draft is shown with what it says."""
        rows = list(self.version.fields.order_by("position")) if self.version else []
        gone = self.request.removed() if self.case and rows else []
        rows = [row for row in rows if row.name not in gone]
        self.rows = {row.name: row for row in rows}
        self.fields["fields"].choices = [(row.name, row.title) for row in rows]
        if self.case and not rows:
            self.fields["fields"].required = False
        if self.case and not self.is_bound:
            self.initial = {name: getattr(self.case, name) for name in self.fields} | dict(self.initial)

    def clean_fields(self) -> list[str]:
        """Fields in the entry's order; withheld ones are refused at the door with their basis (art. 20)."""
        asked = self.cleaned_data["fields"]
        withheld = [row.title for name, row in self.rows.items() if name in asked and self._is_withheld(row)]
        if withheld:
            raise ValidationError(
                _(
                    "Not shared (article 20): %(fields)s. Basis: %(basis)s. Leave these fields out; you can"
                    " appeal against this to the Bureau (article 37)."
                ),
                code="withheld",
                params={
                    "fields": ", ".join(withheld),
                    "basis": (self.version and self.version.share_basis) or "—",
                    "article": "20",
                },
            )
        return [name for name in self.rows if name in asked]

    def clean(self) -> dict[str, Any]:
        """A renewal stays within its grant."""
        said = self.cleaned_data
        renewed = said.get("renews") or (self.request.renews if self.case else None)
        if renewed and self.version and renewed.entry_id == self.version.entry_id:
            titles = {name: row.title for name, row in self.rows.items()}
            for name, error in beyond(renewed, said, titles):
                self.add_error(name, error)
        return said

    def _is_withheld(self, row: Any) -> bool:
        whole = self.version is not None and self.version.share_type == ShareType.WITHHELD
        return whole or row.share_type == ShareType.WITHHELD


@particulars_of(KIND, "amend")
class Amend(Asked):
    """Change the draft: everything that is asked for, anew."""


@particulars_of(KIND, "resubmit")
class Resubmit(Asked):
    """The corrected request, everything that is asked for anew."""


@particulars_of(KIND, "draft")
class Draft(OnBehalf, Asked):
    """A new request for fields of one published entry, or for data that no entry covers yet."""

    entry = forms.ModelChoiceField(
        label=_("Catalogue entry"),
        queryset=Entry.objects.none(),
        to_field_name="code",
        required=False,
        widget=forms.HiddenInput,
    )
    need = words(
        _("Data needed"),
        _(
            "Only when no entry of the catalogue covers it: say which data, in which fields. "
            "Your authority names who provides it."
        ),
        required=False,
    )
    provider = forms.ModelChoiceField(
        label=_("Body outside the region"),
        queryset=Organization.objects.none(),
        to_field_name="code",
        required=False,
        help_text=_("Only when a ministry or another province holds the data (article 36)."),
    )
    renews = forms.ModelChoiceField(
        label=_("Renews the grant"),
        queryset=Grant.objects.none(),
        to_field_name="number",
        required=False,
        widget=forms.HiddenInput,
    )
    bundle = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    field_order = ("entry", "requester", "need", "provider", *ASKED_ORDER, "renews", "bundle")

    @property
    def version(self) -> EntryVersion | None:
        return self.named_entry.current if self.named_entry else None

    def fit(self) -> None:
        actor = self.actor or Actor.anonymous()
        visible = Entry.objects.published().visible_to(actor).with_version()
        self.fields["entry"].queryset = visible
        self.fields["provider"].queryset = Organization.objects.in_force().filter(tier__in=OUTSIDE)
        mine = policy.may_ask_for(actor)
        self.fields["renews"].queryset = Grant.objects.filter(holder__in=mine)
        self.named_entry = self.origin or self._entry_named(visible)
        self._keep_what_fits()
        super().fit()

    def _keep_what_fits(self) -> None:
        """With an entry there is no need to describe; without one there are no boxes to tick."""
        if self.named_entry:
            self.fields["need"].widget = self.fields["provider"].widget = forms.HiddenInput()
        else:
            self.fields["fields"].required = False

    def _entry_named(self, visible: Any) -> Entry | None:
        code = self.data.get("entry") if self.is_bound else None
        return visible.filter(code=code).first() if code and "\x00" not in code else None

    def clean_bundle(self) -> str:
        """Only a bundle of one's own requests is continued."""
        bundle: str = self.cleaned_data["bundle"]
        actor = self.actor or Actor.anonymous()
        if bundle and not ShareRequest.objects.asked_by(actor).filter(bundle=bundle).exists():
            raise ValidationError(_("There is no such bundle of your requests."), code="invalid_choice")
        return bundle

    def clean(self) -> dict[str, Any]:
        """An entry or a need, and two parties between which a route leads."""
        said = super().clean()
        entry, need = said.get("entry"), said.get("need")
        if not (self.has_error("entry") or self.has_error("need")) and bool(entry) == bool(need):
            self.add_error(
                "entry",
                ValidationError(
                    _("Name one entry of the catalogue, or describe the data needed."), code="required"
                ),
            )
        requester = said.get("requester") or (self.asking[0].organization if self.asking else None)
        provider = entry.provider if entry else said.get("provider")
        if requester and provider and not self.errors:
            self._check_parties(requester, provider)
        if requester and requester.is_outside and not entry and not self.errors:
            sentence = _("A body outside the region asks for an entry of the catalogue.")
            self.add_error("entry", ValidationError(sentence, code="required"))
        if said.get("renews"):
            self._check_renewal(said["renews"], entry, requester)
        return said

    def _check_renewal(self, renewed: Grant, entry: Entry | None, requester: Organization | None) -> None:
        if entry is None or renewed.entry_id != entry.pk:
            sentence = _("This grant is for another entry.")
            self.add_error("renews", ValidationError(sentence, code="invalid_choice"))
        elif requester and renewed.holder_id != requester.pk:
            sentence = _("This grant belongs to another organization.")
            self.add_error("renews", ValidationError(sentence, code="invalid_choice"))

    def _check_parties(self, requester: Organization, provider: Organization) -> None:
        if requester.pk == provider.pk:
            sentence = _("This is your own organization's data; no request is needed.")
            self.add_error("entry", ValidationError(sentence, code="own_data"))
        elif route_of(requester, provider) is None:
            sentence = _("No route of the Measures leads from your organization to this provider.")
            self.add_error("entry", ValidationError(sentence, code="no_route"))
