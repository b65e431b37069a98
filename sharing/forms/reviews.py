"""What reviewers say: pass, refuse, return with a complete list (art. 29(2), 30, 31, 36)."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from procedure.particulars import Particulars, particulars_of
from sharing.forms.pieces import KIND, words
from sharing.law import ConformanceGround
from workdays import clock


@particulars_of(KIND, "approve")
class Approve(Particulars):
    """The conformance review is passed."""

    opinion = words(_("Opinion"), _("Shown to the provider."), required=False, rows=2)


@particulars_of(KIND, "refuse")
class Refuse(Particulars):
    """The conformance review fails."""

    ground = forms.ChoiceField(label=_("Ground"), choices=ConformanceGround.choices, widget=forms.RadioSelect)
    basis = words(_("Reason in words"), _("The requester reads this: say what to correct in a new request."))


@particulars_of(KIND, "return_for_correction")
class Return(Particulars):
    """Each reviewer may return a request once, within his own term, with a complete list."""

    missing = words(
        _("What has to be corrected"),
        _("List everything at once: you may return a request only once."),
        rows=4,
    )
    again_because = words(
        _("Why a second time"),
        _("Needed only when your stage has returned this request before; it is counted."),
        required=False,
        rows=2,
    )

    def clean(self) -> dict[str, Any]:
        """Within the reviewer's own term, and a second time only with a reason."""
        case: Any = self.case
        item = next((item for item in case.open_items() if item.stage == case.state), None)
        if item and item.due and item.due < clock.today():
            raise ValidationError(
                _("Your term has passed: decide, the request can no longer be returned."), code="too_late"
            )
        if case.state in case.returns and not self.cleaned_data.get("again_because"):
            sentence = _("Your stage has returned this request before. Say why it must be returned again.")
            self.add_error("again_because", ValidationError(sentence, code="required"))
        return self.cleaned_data
