"""What the requester says of the use, and when it withdraws (art. 28, 30(4))."""

from django import forms
from django.utils.translation import gettext_lazy as _

from procedure.particulars import Particulars, particulars_of
from sharing.forms.pieces import KIND, words
from sharing.models import Rating


@particulars_of(KIND, "withdraw")
class Withdraw(Particulars):
    """The requester withdraws."""

    reason = words(_("Reason"), _("One sentence is enough."), rows=2)


@particulars_of(KIND, "feed_back")
class FeedBack(Particulars):
    """Use and evaluation; data that was not used needs a reason, which suffices."""

    used = words(_("Use"), _("What the data is used for, and how often; or why it has not been used."))
    evaluation = words(
        _("Evaluation"),
        _("Completeness, correctness, timeliness, and what you miss."),
        required=False,
        rows=2,
    )
    rating = forms.ChoiceField(label=_("Rating"), choices=Rating.choices, widget=forms.RadioSelect)
