"""The particulars of each step of a share request, for the browser and for REST alike (art. 28, 29)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry, EntryVersion
from catalog.vocabulary import ShareMode, ShareType
from organizations.actors import Actor
from organizations.models import Organization
from procedure.particulars import Particulars, particulars_of
from sharing import policy
from sharing.law import LONGEST_TERM_YEARS, ConformanceGround, ProviderGround, route_of
from sharing.models import ShareRequest
from workdays import clock

KIND = "share_request"
BOXES = forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"})


def words(
    label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3, longest: int = 2000
) -> forms.CharField:
    """A text of several lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, required=required, max_length=longest, widget=widget
    )


class FieldTable:
    """A set of boxes laid out as a table: each box beside the field of the entry that it stands for."""

    rows: dict[str, Any]
    case: Any

    @property
    def request(self) -> ShareRequest:
        """The case as what it is here."""
        request: ShareRequest = self.case
        return request

    def fields_box(self) -> Any:
        """The bound field, which templates cannot reach by the name `fields`."""
        return self["fields"]  # type: ignore[index]

    def table(self) -> list[tuple[Any, Any]]:
        return list(zip(self.fields_box().subwidgets, self.rows.values(), strict=True))


class Asked(FieldTable, Particulars):
    """What is asked for: fields, purpose, basis, system, mode and term."""

    layout = "sharing/_asked.html"

    fields: Any = forms.MultipleChoiceField(
        label=_("Fields"),
        widget=BOXES,
        help_text=_("Ask only for the fields that the purpose needs."),
    )
    purpose = words(_("Purpose"), _("For which task, and what each field is needed for."))
    legal_basis = words(
        _("Legal basis"), _("The law, regulation or document that gives you this task."), rows=2
    )
    system = forms.CharField(
        label=_("System that will use the data"),
        max_length=200,
        help_text=_("The data may be used in this system only (article 44)."),
    )
    mode = forms.ChoiceField(label=_("Mode"), choices=ShareMode.choices, initial=ShareMode.API)
    until = forms.DateField(
        label=_("Last day of use"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    @property
    def version(self) -> EntryVersion | None:
        """The version of the entry that the fields belong to."""
        return self.request.entry_version if self.case else None

    def fit(self) -> None:
        """Offer the fields of the version; a draft is shown with what it says."""
        rows = list(self.version.fields.order_by("position")) if self.version else []
        self.rows = {row.name: row for row in rows}
        self.fields["fields"].choices = [(row.name, row.title) for row in rows]
        if self.case and not self.is_bound:
            self.initial = {name: getattr(self.case, name) for name in self.fields} | dict(self.initial)

    def clean_fields(self) -> list[str]:
        """Fields in the entry's order; withheld ones are refused at the door with their basis (art. 20)."""
        asked = self.cleaned_data["fields"]
        withheld = [row.title for name, row in self.rows.items() if name in asked and self._is_withheld(row)]
        if withheld:
            raise ValidationError(
                _("Not shared (article 20): %(fields)s. Basis: %(basis)s. Leave these fields out."),
                code="withheld",
                params={
                    "fields": ", ".join(withheld),
                    "basis": (self.version and self.version.share_basis) or "—",
                    "article": "20",
                },
            )
        return [name for name in self.rows if name in asked]

    def _is_withheld(self, row: Any) -> bool:
        whole = self.version is not None and self.version.share_type == ShareType.WITHHELD
        return whole or row.share_type == ShareType.WITHHELD

    def clean_until(self) -> date:
        """From tomorrow on, and for some years at most."""
        until: date = self.cleaned_data["until"]
        today = clock.today()
        latest = today + timedelta(days=366 * LONGEST_TERM_YEARS)
        if not today < until <= latest:
            raise ValidationError(
                _("The last day of use lies between tomorrow and %(latest)s."),
                code="out_of_range",
                params={"latest": latest.isoformat()},
            )
        return until


@particulars_of(KIND, "amend")
class Amend(Asked):
    """Change the draft: everything that is asked for, anew."""


@particulars_of(KIND, "draft")
class Draft(Asked):
    """A new request for fields of one published entry."""

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
    field_order = ("entry", "requester", "fields", "purpose", "legal_basis", "system", "mode", "until")

    @property
    def version(self) -> EntryVersion | None:
        return self.named_entry.current if self.named_entry else None

    def fit(self) -> None:
        actor = self.actor or Actor.anonymous()
        asking = policy.asking_posts(actor)
        visible = Entry.objects.published().visible_to(actor).with_version()
        self.fields["entry"].queryset = visible
        organizations = Organization.objects.filter(pk__in={h.organization_id for h in asking})
        self.fields["requester"].queryset = organizations
        if len(asking) < 2:
            self.fields["requester"].widget = forms.HiddenInput()
        self.named_entry = self.origin or self._entry_named(visible)
        super().fit()

    def _entry_named(self, visible: Any) -> Entry | None:
        code = self.data.get("entry") if self.is_bound else None
        return visible.filter(code=code).first() if code and "\x00" not in code else None

    def clean_entry(self) -> Entry:
        """An entry of another organization, reached by a route."""
        entry: Entry = self.named_entry or self.cleaned_data["entry"]
        for holding in policy.asking_posts(self.actor or Actor.anonymous()):
            self._check_parties(holding.organization, entry)
        return entry

    def _check_parties(self, requester: Organization, entry: Entry) -> None:
        if requester.pk == entry.provider_id:
            raise ValidationError(
                _("This is your own organization's data; no request is needed."), code="own_data"
            )
        if not route_of(requester, entry.provider):
            raise ValidationError(
                _("No route of the Measures leads from your organization to this provider."), code="no_route"
            )

    def clean_requester(self) -> Organization | None:
        requester: Organization | None = self.cleaned_data["requester"]
        if requester is None and len(policy.asking_posts(self.actor or Actor.anonymous())) > 1:
            raise ValidationError(_("Say for which of your organizations you ask."), code="required")
        return requester


@particulars_of(KIND, "approve")
class Approve(Particulars):
    """The conformance review is passed."""

    opinion = words(_("Opinion"), _("Shown to the provider."), required=False, rows=2)


@particulars_of(KIND, "refuse")
class Refuse(Particulars):
    """The conformance review fails."""

    ground = forms.ChoiceField(label=_("Ground"), choices=ConformanceGround.choices, widget=forms.RadioSelect)
    basis = words(_("Reason in words"), _("The requester reads this: say what to correct in a new request."))


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
        asked = self.request.asked if self.case else []
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


@particulars_of(KIND, "withdraw")
class Withdraw(Particulars):
    """The requester withdraws."""

    reason = words(_("Reason"), _("One sentence is enough."), rows=2)
