"""The list of the use of shared data: its saved filters."""

from django import forms
from django.utils.translation import pgettext_lazy

from delivery.gateway.usage import LONGEST_DAYS
from delivery.sides import Side
from procedure.lists import Listing, register


class UseFilter(forms.Form):
    """Whose grants, and how many days; the page offers both as links."""

    side = forms.ChoiceField(choices=Side.choices, required=False)
    days = forms.IntegerField(min_value=1, max_value=LONGEST_DAYS, required=False)


USE = register(
    Listing(
        name="use",
        title=pgettext_lazy("list", "Use of shared data"),
        page="delivery:usage",
        form=UseFilter,
    )
)
