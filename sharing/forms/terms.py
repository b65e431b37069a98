"""On which terms data is asked for, and in whose name: the same for one entry and for many (art. 28, 44)."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import ShareMode
from organizations.actors import Actor
from organizations.models import Organization
from procedure.particulars import Particulars
from sharing import policy
from sharing.forms.pieces import words
from sharing.law import LONGEST_TERM_YEARS
from workdays import clock


class Terms(Particulars):
    """Purpose, basis, system, mode and term."""

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


class OnBehalf(Particulars):
    """Which of the actor's organizations asks."""

    requester = forms.ModelChoiceField(
        label=_("On behalf of"),
        queryset=Organization.objects.none(),
        to_field_name="code",
        required=False,
        help_text=_("Needed only when you act for several organizations."),
    )

    def fit(self) -> None:
        """Offer the organizations for which the actor may file."""
        actor = self.actor or Actor.anonymous()
        self.asking = policy.asking_posts(actor)
        self.fields["requester"].queryset = policy.may_ask_for(actor)  # type: ignore[attr-defined]
        if len(self.asking) < 2 and not policy.files_for_outside(actor):
            self.fields["requester"].widget = forms.HiddenInput()
        super().fit()

    def clean_requester(self) -> Organization | None:
        requester: Organization | None = self.cleaned_data["requester"]
        if requester is None and len(self.asking) > 1:
            raise ValidationError(_("Say for which of your organizations you ask."), code="required")
        return requester


class Common(OnBehalf, Terms):
    """What all requests of a bundle have in common."""

    def said(self) -> dict[str, Any]:
        """As it was typed, for the form of each request and for the next visit."""
        return {name: self.data[name] for name in self.fields if self.data.get(name)}
