"""The calculator's question, asked alike by the page and by programs."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from refusals.tree import FieldError, Invalid
from workdays.calendar import current
from workdays.counting import Calendar, Due, Unit
from workdays.errors import BeyondCalendar
from workdays.explanation import Explanation

LONGEST_TEXT = 40
LONGEST_PERIOD = 366
UNITS = ((Unit.WORKING.value, _("working days")), (Unit.CALENDAR.value, _("calendar days")))


class DueForm(forms.Form):
    """Date of receipt, length and unit of a period; `due` and `calendar` are there once it is valid."""

    received = forms.DateField(
        label=_("Date of receipt"),
        help_text=_("This day itself does not count."),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": _("Give the date of receipt."),
            "invalid": _("Give the date as year-month-day, for example 2026-02-13."),
        },
    )
    days = forms.IntegerField(
        label=_("Number of days"),
        min_value=1,
        max_value=LONGEST_PERIOD,
        error_messages={
            "required": _("Give the number of days."),
            "invalid": _("Give the number of days as a whole number."),
            "min_value": _("A period has at least %(limit_value)s day."),
            "max_value": _("Give at most %(limit_value)s days."),
        },
    )
    unit = forms.ChoiceField(
        label=_("Count in"),
        choices=UNITS,
        error_messages={
            "required": _("Choose working days or calendar days."),
            "invalid_choice": _("The unit is “working” or “calendar”."),
        },
    )
    due: Due
    calendar: Calendar

    @classmethod
    def asked(cls, query: QueryDict) -> "DueForm":
        """The form filled from an address. The unit defaults to working days; text of any length is safe."""
        given = {name: _shortened(query.get(name, "")) for name in cls.base_fields if name in query}
        return cls({"unit": Unit.WORKING.value} | given)

    def clean(self) -> dict[str, Any]:
        """Counts, so that a date outside the calendar is an error of its field."""
        particulars = super().clean() or {}
        if not self.errors:
            self._count(**particulars)
        return particulars

    def explanation(self) -> Explanation:
        """The answer of a valid form, with its reasons."""
        given = self.cleaned_data
        return Explanation(given["received"], given["days"], Unit(given["unit"]), self.due, self.calendar)

    def refusal(self) -> Invalid:
        """What is wrong, as an error of the tree."""
        return Invalid(
            [
                FieldError(field, error.code or "invalid", error.messages[0])
                for field, errors in self.errors.as_data().items()
                for error in errors
            ]
        )

    def _count(self, *, received: Any, days: int, unit: str) -> None:
        self.calendar = current()
        try:
            self.due = self.calendar.due(received, days, unit)
        except BeyondCalendar as refusal:
            known = self.calendar.first <= received <= self.calendar.last
            error = forms.ValidationError(str(refusal.sentence), code=refusal.code)
            self.add_error("days" if known else "received", error)


def _shortened(text: str) -> str:
    """Text too long for any field, cut and made invalid: neither parsed nor shown back in full."""
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
