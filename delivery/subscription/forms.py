"""What the user of a grant says on its subscription: duties, way, keys, address (art. 29(4), 44)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from delivery import networks
from delivery.law import Way
from delivery.models import Grant, Subscription
from delivery.subscription import duties, keys, posting
from delivery.subscription.subscribing import ways_of
from procedure.particulars import Particulars
from refusals.tree import Invalid


class Accept(Particulars):
    """The duties, accepted in writing."""

    version = forms.CharField(
        label=_("Version of the duties"), max_length=16, initial=duties.VERSION, widget=forms.HiddenInput
    )
    agreed = forms.BooleanField(
        label=_("We have read these duties and accept them in writing for our organization."),
    )


class Arrange(Particulars):
    """How the system takes the data, and from where."""

    way = forms.ChoiceField(label=_("Way of supply"), choices=Way.choices, widget=forms.RadioSelect)
    networks = forms.CharField(
        label=_("Networks allowed"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "One a line, such as 10.1.2.0/24 or 2001:db8::/48. Then nothing is supplied to any other "
            "address, not even to a browser. Empty: from everywhere."
        ),
    )

    def fit(self) -> None:
        """Only the ways that the granted mode allows."""
        grant: Grant | None = self.origin
        if grant is None:
            return
        self.fields["way"].choices = [(way.value, way.label) for way in ways_of(grant)]  # type: ignore[attr-defined]
        subscription: Subscription = grant.subscription
        self.initial = dict(self.initial) | {
            "way": subscription.way,
            "networks": "\n".join(subscription.networks),
        }

    def clean_networks(self) -> list[str]:
        found, wrong = networks.read(self.cleaned_data["networks"])
        if wrong:
            raise ValidationError([ValidationError(str(error.sentence), code=error.code) for error in wrong])
        return found


class Issue(Particulars):
    """A new key."""

    days = forms.IntegerField(
        label=_("Valid for how many days"),
        min_value=1,
        max_value=keys.LONGEST_DAYS,
        initial=180,
        help_text=_("1 to 365 days. No key opens longer than the grant is in force."),
    )


class Replace(Issue):
    """A new key in the place of one that opens a little longer."""

    hours = forms.IntegerField(
        label=_("The old key opens for how many hours more"),
        min_value=0,
        max_value=keys.LONGEST_OVERLAP_HOURS,
        initial=24,
        help_text=_("0 to 72 hours, for your system to change over."),
    )


class CalledAddress(forms.CharField):
    """An address to which messages may be sent: public, or in a network that the operator registered."""

    widget = forms.URLInput

    def __init__(self, **given: Any) -> None:
        super().__init__(max_length=500, **given)

    def clean(self, value: Any) -> str:
        address: str = super().clean(value)
        try:
            posting.refuse_private(address)
        except Invalid as refusal:
            (wrong,) = refusal.errors
            raise ValidationError(str(wrong.sentence), code=wrong.code) from None
        return address


class Target(Particulars):
    """Where the system is told of new versions."""

    address = CalledAddress(
        label=_("Address of your system"),
        help_text=_("It gets a POST for each new version and answers with a 2xx status within 10 seconds."),
    )

    def fit(self) -> None:
        subscription = getattr(self.origin, "subscription", None)
        if subscription is not None and hasattr(subscription, "target"):
            self.initial.setdefault("address", subscription.target.address)
