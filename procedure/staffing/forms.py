"""What is typed to fill a post or to name a stand-in: one form for pages and REST (art. 5, 9-11)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.kinds import PersonKind, PostKind
from organizations.models import Organization, User
from organizations.staffing import APPOINTABLE, administered_by, colleagues
from procedure.particulars import Particulars

ISO = ["%Y-%m-%d"]
DAY = {"type": "date"}
NOBODY = _("Nobody of the staff has this user name.")


def day(label: Any, **rest: Any) -> forms.DateField:
    """A day as `2026-11-24`, with the browser's own picker."""
    return forms.DateField(
        label=label, input_formats=ISO, widget=forms.DateInput(attrs=DAY, format="%Y-%m-%d"), **rest
    )


class Appointment(Particulars):
    """A post of an organization, who holds it, and on which days."""

    organization = forms.ModelChoiceField(
        label=pgettext_lazy("of a post", "Organization"),
        queryset=Organization.objects.none(),
        to_field_name="code",
    )
    post = forms.ChoiceField(label=_("Post"), choices=[(kind.value, kind.label) for kind in APPOINTABLE])
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.none(),
        to_field_name="username",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("The user name. New accounts are made by the system administrator."),
        error_messages={"invalid_choice": NOBODY},
    )
    starts = day(_("First day"))
    ends = day(_("Last day"), required=False, help_text=_("Leave it empty for a post without a planned end."))

    def fit(self) -> None:
        assert self.actor is not None
        self._choices("organization", administered_by(self.actor))
        self._choices("person", User.objects.filter(kind=PersonKind.STAFF, is_active=True))

    def _choices(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def cleaned(self) -> dict[str, Any]:
        said = super().cleaned()
        return {"kind": PostKind(said.pop("post"))} | said


class Cover(Particulars):
    """Who stands in for the holder of a post (`origin`), and on which days."""

    person = forms.ModelChoiceField(
        label=_("Stand-in"),
        queryset=User.objects.none(),
        to_field_name="username",
        help_text=_("A colleague with a post in the same organization. Both names stand in the trail."),
        error_messages={"invalid_choice": _("Only people with a post in the same organization.")},
    )
    starts = day(_("First day"))
    ends = day(_("Last day"), help_text=_("A year at most."))

    def fit(self) -> None:
        if self.origin is not None:
            self.fields["person"].queryset = colleagues(self.origin)  # type: ignore[attr-defined]
