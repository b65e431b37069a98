"""What the provider says of the daily limits of a grant, in the browser and over REST (art. 44)."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delivery.models import Quota
from delivery.quotas import limiting
from procedure.particulars import Particulars

MOST_ROWS, MOST_READS = 10**12, 10**9


class DailyLimits(Particulars):
    """Daily limits of a grant; an empty one limits nothing."""

    rows_a_day = forms.IntegerField(
        label=pgettext_lazy("limits", "Rows a day"),
        required=False,
        min_value=1,
        max_value=MOST_ROWS,
        help_text=_("Rows of pages, exports and push together. Empty: without a limit."),
    )
    reads_a_day = forms.IntegerField(
        label=pgettext_lazy("limits", "Reads a day"),
        required=False,
        min_value=1,
        max_value=MOST_READS,
        help_text=_("Calls, exports and files, each counted once. Empty: without a limit."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The user and your authority read this."),
    )

    def fit(self) -> None:
        """The limits in force, to be changed."""
        if self.origin is not None and not self.is_bound:
            quota = Quota.objects.filter(grant=self.origin).first()
            self.initial = dict(self.initial) | limiting.limits_of(quota)
