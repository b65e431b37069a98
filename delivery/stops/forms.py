"""The particulars of suspensions and emergency stops, for the browser and REST alike (art. 45)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from delivery.law import EmergencyGround, Ground, Scope
from delivery.models import EmergencyStop, Grant, Suspension
from organizations.actors import Actor
from procedure.particulars import Particulars, particulars_of

SUSPENSION = Suspension.KIND
EMERGENCY = EmergencyStop.KIND


def words(label: Any, help_text: Any = "", *, required: bool = True, longest: int = 4000) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=longest, widget=widget
    )


@particulars_of(SUSPENSION, "suspend")
class Suspend(Particulars):
    """Stop the supply to a user and tell the authority why, in one step."""

    grant = forms.ModelChoiceField(
        label=_("Grant"),
        queryset=Grant.objects.none(),
        to_field_name="number",
        widget=forms.HiddenInput,
    )
    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices, widget=forms.RadioSelect)
    evidence = words(
        _("Facts and evidence"),
        _("What was found, when and how. It is your statement to the user and to your authority."),
    )
    scope = forms.ChoiceField(
        label=_("How far"), choices=Scope.choices, widget=forms.RadioSelect, initial=Scope.GRANT
    )
    fields_concerned = forms.MultipleChoiceField(
        label=_("Fields concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        help_text=_("For the record: the supply stops as a whole."),
    )
    to_do = words(
        _("What the user is asked to do"),
        _("For example: delete the copy in the other system, name who had access."),
        required=False,
        longest=2000,
    )
    field_order = ("grant", "ground", "evidence", "scope", "fields_concerned", "to_do")

    def fit(self) -> None:
        known = Grant.objects.visible_to(self.actor or Actor.anonymous()).with_addresses()
        self.fields["grant"].queryset = known  # type: ignore[attr-defined]
        grant = self.origin or known.filter(number=self._named()).first()
        if grant:
            self.initial.setdefault("grant", grant.number)
            offered = [(field.name, field.title) for field in grant.granted_fields]
            self.fields["fields_concerned"].choices = offered  # type: ignore[attr-defined]
        else:
            self.fields["fields_concerned"].widget = forms.MultipleHiddenInput()

    def _named(self) -> str:
        said = str(self.data.get("grant") or "") if self.is_bound else ""
        return "" if "\x00" in said else said[:40]


@particulars_of(SUSPENSION, "respond")
class Respond(Particulars):
    """The user is heard before anything is decided against it."""

    position = words(
        _("Statement"),
        _("How the data was used, what happened, and what has been done since. The authority reads this "
          "before it decides."),
    )  # fmt: skip


@particulars_of(SUSPENSION, "resume")
class ResumeSupply(Particulars):
    """The supply goes on, with or without conditions."""

    decision = words(_("Reasons"), _("Both sides read this."))
    conditions = words(
        _("Conditions"),
        _("Leave this empty to resume as before. With conditions the user accepts its duties anew first."),
        required=False,
        longest=2000,
    )


@particulars_of(SUSPENSION, "terminate")
@particulars_of(SUSPENSION, "withdraw")
@particulars_of(EMERGENCY, "refuse")
@particulars_of(EMERGENCY, "resume")
class Reasons(Particulars):
    """A decision with its reasons."""

    decision = words(_("Reasons"), _("Both sides read this."))


@particulars_of(EMERGENCY, "confirm")
class Confirm(Particulars):
    """The authority gives leave."""

    decision = words(_("Note"), _("Both sides read this."), required=False)


@particulars_of(EMERGENCY, "stop")
class Stop(Particulars):
    """Stop the supply in an emergency and ask the authority for leave, in one step."""

    entry = forms.ModelChoiceField(
        label=_("Catalogue entry"),
        queryset=Entry.objects.none(),
        to_field_name="code",
        widget=forms.HiddenInput,
    )
    ground = forms.ChoiceField(label=_("Ground"), choices=EmergencyGround.choices, widget=forms.RadioSelect)
    evidence = words(
        _("Facts and evidence"),
        _("What happened, since when, and what harm it does. All users and your authority read this."),
    )
    grant = forms.ModelChoiceField(
        label=_("Only this grant"),
        queryset=Grant.objects.none(),
        to_field_name="number",
        required=False,
        empty_label=_("All users of the entry"),
    )
    field_order = ("entry", "ground", "evidence", "grant")

    def fit(self) -> None:
        actor = self.actor or Actor.anonymous()
        self.fields["entry"].queryset = Entry.objects.visible_to(actor)  # type: ignore[attr-defined]
        known = Grant.objects.visible_to(actor).usable().select_related("holder")
        if self.origin:
            self.initial.setdefault("entry", self.origin.code)
            known = known.filter(entry=self.origin.pk)
        self.fields["grant"].queryset = known  # type: ignore[attr-defined]
        self.fields["grant"].label_from_instance = _named  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The grant, if one is named, is for that entry."""
        grant, entry = self.cleaned_data.get("grant"), self.cleaned_data.get("entry")
        if grant and entry and grant.entry_id != entry.pk:
            sentence = _("This grant is for another entry.")
            self.add_error("grant", ValidationError(sentence, code="invalid_choice"))
        return self.cleaned_data


def _named(grant: Any) -> str:
    return f"{grant.number} · {grant.holder.label}"
