"""What the Bureau records of an application outside the region (art. 36)."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procedure.particulars import Particulars, particulars_of
from sharing.forms.pieces import KIND, words
from sharing.law import ProviderGround
from workdays import clock

DIRECTIONS = [("sent", _("Sent")), ("received", _("Received"))]


@particulars_of(KIND, "record_exchange")
class RecordExchange(Particulars):
    """One letter or message to or from the body outside."""

    on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    direction = forms.ChoiceField(label=_("Direction"), choices=DIRECTIONS)
    document = forms.CharField(label=_("Document number"), max_length=100)
    summary = words(_("Content in short"), rows=2, longest=500)

    def clean_on(self) -> date:
        """Not later than today."""
        on: date = self.cleaned_data["on"]
        if on > clock.today():
            raise ValidationError(_("The date lies in the future."), code="out_of_range")
        return on


@particulars_of(KIND, "obtained")
class Obtained(Particulars):
    """The body outside has agreed."""

    document = forms.CharField(label=_("Document number"), max_length=100)
    conditions = words(
        _("Conditions of use"), _("What the body outside demands; it binds the requester."), rows=2
    )


@particulars_of(KIND, "not_obtained")
class NotObtained(Particulars):
    """The body outside has refused, or did not answer."""

    ground = forms.ChoiceField(label=_("Ground"), choices=ProviderGround.choices, widget=forms.RadioSelect)
    basis = words(_("Basis or reason"), _("Name the document, or say that no answer came."))
