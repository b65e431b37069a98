"""What is told of faults, answers, events and updates (art. 29(5), 38-40)."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from delivery.models import Resource, Version
from organizations.actors import Actor
from organizations.models import Organization
from procedure.particulars import Particulars, particulars_of
from quality import policy
from quality.law import Cause, Fault, NoFault
from quality.models import ChangeEvent, QualityIssue, UpdateDuty
from workdays import clock

ISSUE, DUTY = QualityIssue.KIND, UpdateDuty.KIND
LONGEST_AGO_DAYS = 366


def words(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    """A text of several lines."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, widget=forms.Textarea(attrs={"rows": rows})
    )


def day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def not_ahead(said: date) -> date:
    """Not later than today, and within the year that has passed."""
    today = clock.today()
    if said > today:
        raise ValidationError(_("The date lies in the future."), code="out_of_range")
    if (today - said).days > LONGEST_AGO_DAYS:
        raise ValidationError(_("The date lies more than a year back. Check it."), code="out_of_range")
    return said


class VersionField(forms.ModelChoiceField):
    """A version of the data, by its number and day."""

    def label_from_instance(self, obj: Any) -> str:
        on = obj.loaded_at.astimezone(clock.SHANGHAI).date().isoformat()
        return _("Version %(number)s of %(on)s") % {"number": obj.number, "on": on}


class Chosen(Particulars):
    """A form whose choices depend on who fills it in."""

    @property
    def inputs(self) -> Any:
        """The fields of the form by their names."""
        return self.fields


@particulars_of(ISSUE, "report")
class Report(Chosen):
    """A fault found in an entry, or in the data behind it."""

    entry = forms.ModelChoiceField(
        label=_("Catalogue entry"),
        queryset=Entry.objects.none(),
        to_field_name="code",
        widget=forms.HiddenInput,
    )
    requester = forms.ModelChoiceField(
        label=_("On behalf of"),
        queryset=Organization.objects.none(),
        to_field_name="code",
        required=False,
        help_text=_("Needed only when you act for several organizations."),
    )
    resource = forms.ModelChoiceField(
        label=_("Data"),
        queryset=Resource.objects.none(),
        to_field_name="code",
        required=False,
        help_text=_("Leave it out when the fault lies in the entry's description."),
        empty_label=_("The description of the entry"),
    )
    fault = forms.ChoiceField(label=_("Kind of fault"), choices=Fault.choices, widget=forms.RadioSelect)
    fields = forms.MultipleChoiceField(  # type: ignore[assignment] # Django keeps it apart from `fields`
        label=_("Fields concerned"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
    )
    description = words(
        _("The fault in words"),
        _("Name rows and values, what you expected and from where you know it. No personal particulars."),
        rows=5,
    )
    found_on = day(
        _("Found on"), _("Users of the data report within two working days of finding a fault (29(5)).")
    )

    def fit(self) -> None:
        actor, inputs = self.actor or Actor.anonymous(), self.inputs
        visible = Entry.objects.published().visible_to(actor).with_version()
        inputs["entry"].queryset = visible
        named = self.origin or self._entry_named(visible)
        self.named_entry: Entry | None = named
        posts = policy.reporting_posts(actor, named) if named else []
        self.reporters = list(dict.fromkeys(h.organization for h in posts))
        inputs["requester"].queryset = Organization.objects.filter(
            pk__in=[organization.pk for organization in self.reporters]
        )
        if len(self.reporters) < 2:
            inputs["requester"].widget = forms.HiddenInput()
        if named and named.current_id:
            inputs["resource"].queryset = Resource.objects.visible_to(actor).filter(entry=named)
            rows = named.version.fields.order_by("position")
            inputs["fields"].choices = [(row.name, row.title) for row in rows]

    def _entry_named(self, visible: Any) -> Entry | None:
        code = self.data.get("entry") if self.is_bound else None
        return visible.filter(code=code).first() if code and "\x00" not in code else None

    def fields_box(self) -> Any:
        """The bound field, which templates cannot reach by the name `fields`."""
        return self["fields"]

    def clean_found_on(self) -> date:
        return not_ahead(self.cleaned_data["found_on"])

    def clean_requester(self) -> Organization | None:
        requester: Organization | None = self.cleaned_data["requester"]
        if requester is None and len(self.reporters) > 1:
            raise ValidationError(_("Say for which of your organizations you report."), code="required")
        return requester


class NamesVersion(Chosen):
    """An answer that may name the version of the data which carries it out."""

    version: Any

    def fit(self) -> None:
        case: Any = self.case
        if case:
            self.inputs["version"].queryset = case.versions_since

    def clean_version(self) -> Version | None:
        """Where data lies behind the case, the answer is bound to a version loaded since."""
        version: Version | None = self.cleaned_data["version"]
        if version is None and self.needs_version:
            raise ValidationError(
                _("Load the corrected data first, then name its version here; or give another answer."),
                code="no_new_version",
            )
        return version

    @property
    def needs_version(self) -> bool:
        return False


def version_field() -> VersionField:
    return VersionField(
        label=_("Version of the data"),
        queryset=Version.objects.none(),
        to_field_name="number",
        required=False,
        help_text=_("Only what has been loaded since can be named."),
    )


@particulars_of(ISSUE, "correct")
class Correct(NamesVersion):
    """The fault is corrected."""

    explanation = words(_("What was corrected"), _("The cause, and from which rows on the data is right."))
    version = version_field()

    @property
    def needs_version(self) -> bool:
        case: Any = self.case
        return bool(case and case.resource_id and case.resource.current_id)


@particulars_of(ISSUE, "dismiss")
class Dismiss(Particulars):
    """There is no fault."""

    ground = forms.ChoiceField(label=_("Ground"), choices=NoFault.choices, widget=forms.RadioSelect)
    explanation = words(_("Basis"), _("Who reported it reads this, and may reopen the issue."))


@particulars_of(ISSUE, "reopen")
class Reopen(Particulars):
    """The fault is still there."""

    reason = words(_("Why the answer does not settle it"))


@particulars_of(ISSUE, "withdraw")
class Withdraw(Particulars):
    """The report is taken back."""

    reason = words(_("Reason"), _("One sentence is enough."), rows=2)


@particulars_of(DUTY, "call")
class Call(Chosen):
    """One entry that an event touches."""

    entry = forms.ModelChoiceField(
        label=_("Catalogue entry"), queryset=Entry.objects.none(), to_field_name="code"
    )
    event = forms.ModelChoiceField(label=_("Event"), queryset=ChangeEvent.objects.none())

    def fit(self) -> None:
        actor = self.actor or Actor.anonymous()
        self.inputs["entry"].queryset = policy.entries_called_by(actor).with_version()
        self.inputs["event"].queryset = ChangeEvent.objects.filter(organization__in=actor.organization_ids())

    def clean(self) -> dict[str, Any]:
        """An event touches an entry once."""
        said = self.cleaned_data
        if UpdateDuty.objects.filter(event=said.get("event"), entry=said.get("entry")).exists():
            self.add_error(
                "entry", ValidationError(_("This entry is already called for because of it."), code="twice")
            )
        return said


@particulars_of(DUTY, "report_update")
class ReportUpdate(NamesVersion):
    """The data is up to date."""

    explanation = words(_("What was updated"))
    version = version_field()

    @property
    def needs_version(self) -> bool:
        case: Any = self.case
        return bool(case and case.entry.resources.filter(current__isnull=False).exists())


@particulars_of(DUTY, "not_affected")
class NotAffected(Particulars):
    """The event does not touch the entry."""

    explanation = words(_("Why the event does not touch it"))


class Codes(forms.CharField):
    """Codes of catalogue entries, one a line."""

    takes_many = True

    def to_python(self, value: Any) -> Any:
        said = "\n".join(value) if isinstance(value, list) else str(value or "")
        return list(dict.fromkeys(code for line in said.split() for code in line.split(",") if code))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Codes are looked up instead."""


MOST_ENTRIES = 500


class Event(Particulars):
    """A change of law or function, and the entries that it touches."""

    cause = forms.ChoiceField(label=_("Cause"), choices=Cause.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Title"), max_length=200)
    document = forms.CharField(
        label=_("Document number"), max_length=100, help_text=_("Such as 桂政发〔2026〕12号.")
    )
    happened_on = day(_("Day of the change"), _("The fifteen working days run from this day (39)."))
    content = words(_("What has to be updated"))
    entries = Codes(
        label=_("Codes of the entries concerned"),
        help_text=_("One a line, at most 500."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_happened_on(self) -> date:
        return not_ahead(self.cleaned_data["happened_on"])

    def clean_entries(self) -> list[Entry]:
        """Each code names an entry for which this actor may call for updates."""
        codes: list[str] = self.cleaned_data["entries"]
        if len(codes) > MOST_ENTRIES:
            raise ValidationError(_("Name at most 500 entries at a time."), code="too_many")
        mine = policy.entries_called_by(self.actor or Actor.anonymous())
        found = {entry.code: entry for entry in mine.filter(code__in=codes).with_version()}
        unknown = [code for code in codes if code not in found]
        if unknown:
            raise ValidationError(
                _("You cannot call for updates of these entries: %(codes)s. Check the codes."),
                code="invalid_choice",
                params={"codes": ", ".join(code[:40] for code in unknown[:10])},
            )
        return [found[code] for code in codes]
