"""What is typed to have heads sent to a platform: one form for pages and REST (art. 42)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from delivery.subscription import posting
from procedure.particulars import Particulars
from refusals.tree import Invalid


class HeadAddress(Particulars):
    """An address that may be called."""

    address = forms.CharField(
        label=_("Address of your platform"),
        max_length=500,
        help_text=_("It gets a POST with the newest head once an hour and answers with a 2xx status."),
        widget=forms.URLInput,
    )

    def clean_address(self) -> str:
        """Public, or in a network that the operator registered."""
        address: str = self.cleaned_data["address"]
        try:
            posting.refuse_private(address)
        except Invalid as refusal:
            (wrong,) = refusal.errors
            raise ValidationError(str(wrong.sentence), code=wrong.code) from None
        return address
