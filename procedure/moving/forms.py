"""What is typed to enter or correct a notice, or to record an outage: one form for pages and REST."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.trail import Snapshot
from organizations.kinds import Level
from organizations.models import Division
from procedure.particulars import Particulars
from workdays import calendar, lines
from workdays.models import FIRST_YEAR, LAST_YEAR, Authority, Notice, Outage
from workdays.notices import days_of, enter, outside
from workdays.outages import record_outage

LONGEST_SOURCE, LONGEST_DAYS, LONGEST_OUTAGE = 1000, 20_000, 92
ISO = ["%Y-%m-%d"]


class LinesInput(forms.Textarea):
    """Lines of one text on a page, a list of texts from a program."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        given = data.getlist(name) if isinstance(data, MultiValueDict) else [data.get(name)]
        return "\n".join(str(part) for part in given if part is not None)


class DaysField(forms.CharField):
    """Days off and days worked, one on each line; cleaned to `workdays.lines.Line`s."""

    widget = LinesInput(attrs={"rows": 8, "spellcheck": "false"})
    takes_many = True

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return lines.read(text) if text else []


class CalendarForm(Particulars):
    """What changes the calendar: knows how to do so."""

    def act(self, actor: Snapshot) -> Callable[[], Any]:
        """The change as a call that can be rehearsed and done; raises Invalid."""
        raise NotImplementedError


class NoticeForm(CalendarForm):
    """A notice, or the correction of `origin`: authority and year of that stay."""

    authority = forms.ChoiceField(label=_("Whose arrangement"), choices=Authority.choices)
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    number = forms.CharField(label=_("Document number"), max_length=60)
    title = forms.CharField(label=_("Title"), max_length=200)
    source = forms.CharField(
        label=pgettext_lazy("calendar", "Source"),
        max_length=LONGEST_SOURCE,
        help_text=_("Where it was published: gazette or address."),
    )
    days = DaysField(
        label=_("Days that differ from the plain week"),
        max_length=LONGEST_DAYS,
        help_text=_("One day on each line: 2027-04-09 off 壮族三月三, or 2027-04-11 worked."),
    )

    def fit(self) -> None:
        """A correction starts from what it corrects; a closure that was lifted has no days left."""
        if self.origin is None:
            return
        del self.fields["authority"], self.fields["year"]
        self.fields["days"].required = self.origin.authority != Authority.CLOSURE
        self.initial = {
            "number": self.origin.number,
            "title": self.origin.title,
            "source": self.origin.source,
            "days": lines.written(days_of(self.origin)),
            **self.initial,
        }

    def clean_year(self) -> int:
        """A year of the calendar, or the one after it."""
        year: int = self.cleaned_data["year"]
        known = calendar.current()
        if not known.first.year <= year <= known.last.year + 1:
            raise ValidationError(
                _("Give a year from %(first)d to %(last)d."),
                code="unlikely_year",
                params={"first": known.first.year, "last": known.last.year + 1},
            )
        return year

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        year = self.origin.year if self.origin else given.get("year")
        if year and given.get("days"):
            wrong = set(outside(year, lines.marks(given["days"])))
            found = [line for line in given["days"] if line.date in wrong]
            for line in found:
                self.add_error("days", lines.error("outside_year", line.number, line.date.isoformat()))
        return given

    def act(self, actor: Snapshot) -> Callable[[], Notice]:
        given = self.cleaned()
        days = lines.marks(given.pop("days"))
        if self.origin:
            given |= {"authority": self.origin.authority, "year": self.origin.year, "replaces": self.origin}
        return lambda: enter(Notice(**given), days, actor=actor)


class OutageForm(CalendarForm):
    """Which city's platform was down, and on which days."""

    division = forms.ModelChoiceField(
        Division.objects.filter(level=Level.CITY), label=pgettext_lazy("outage", "City")
    )
    starts = forms.DateField(
        label=pgettext_lazy("outage", "First day"),
        input_formats=ISO,
        widget=forms.DateInput({"type": "date"}, ISO[0]),
    )
    ends = forms.DateField(
        label=pgettext_lazy("outage", "Last day"),
        input_formats=ISO,
        widget=forms.DateInput({"type": "date"}, ISO[0]),
    )
    number = forms.CharField(label=_("Document number"), max_length=60, required=False)
    reason = forms.CharField(label=pgettext_lazy("outage", "What happened"), max_length=200)
    source = forms.CharField(
        label=pgettext_lazy("calendar", "Source"),
        max_length=LONGEST_SOURCE,
        help_text=_("Who reported it, and when."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts"), given.get("ends")
        if starts and ends:
            self._check_span(starts, ends)
        return given

    def _check_span(self, starts: date, ends: date) -> None:
        known = calendar.current()
        if ends < starts:
            self.add_error(
                "ends",
                ValidationError(pgettext_lazy("outage", "The last day lies before the first."), code="order"),
            )
        elif (ends - starts).days >= LONGEST_OUTAGE:
            self.add_error(
                "ends", ValidationError(_("An outage lasts at most three months."), code="too_long")
            )
        elif starts < known.first or ends >= known.last:
            sentence = _("The working-day calendar does not reach these days.")
            self.add_error("starts", ValidationError(sentence, code="beyond_calendar"))

    def act(self, actor: Snapshot) -> Callable[[], Outage]:
        given = self.cleaned()
        return lambda: record_outage(Outage(**given), actor=actor)
