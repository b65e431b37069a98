"""What is typed to write or repeal a city's procedure: one form for pages and REST (art. 31)."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import PostKind
from procedure.particulars import Particulars
from rulemaking.law import (
    DEFAULT_DRAFT_DAYS,
    FURTHEST_DAYS,
    MOST_DAYS,
    MOST_DAYS_BEFORE,
    MOST_DRAFT_DAYS,
    OF_AUTHORITY,
    OF_PROVIDER,
    OF_REPLY,
)
from workdays import clock

ISO = ["%Y-%m-%d"]
PRINTABLE = _("Write this without control characters or line breaks.")


def days_field(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.IntegerField:
    """Working days of one stage."""
    box = forms.NumberInput({"class": "short", "inputmode": "numeric"})
    return forms.IntegerField(
        label=label, min_value=1, max_value=most, required=required, help_text=help_text, widget=box
    )


def post_field(label: Any, posts: tuple[PostKind, ...]) -> forms.ChoiceField:
    """Which post acts in one stage; the reviewer when nothing is said."""
    return forms.ChoiceField(
        label=label, choices=[(post.value, post.label) for post in posts], required=False, initial="reviewer"
    )


class DatedForm(Particulars):
    """From which day on, and which version its author last read; `origin` is the city."""

    reason = forms.CharField(
        label=_("What changes, and why"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
    )
    document = forms.CharField(
        label=_("Document number"),
        max_length=100,
        required=False,
        help_text=_("Of the city's own document that this follows, if there is one."),
    )
    in_force = forms.DateField(
        label=_("In force from"),
        required=False,
        input_formats=ISO,
        widget=forms.DateInput({"type": "date"}, ISO[0]),
        help_text=_(
            "Tomorrow or later. Requests opened from that day on follow it; running ones keep theirs."
        ),
    )
    from_today = forms.BooleanField(
        label=_("Let it take effect today"),
        required=False,
        help_text=_("Only requests opened after you publish follow it."),
    )
    replaces = forms.IntegerField(
        label=_("The last version that you read"),
        min_value=0,
        widget=forms.HiddenInput(),
        help_text=_("0 when there is none."),
    )

    def clean_document(self) -> str:
        return printable(self.cleaned_data["document"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("from_today"):
            self._require_no_other_day(given)
            given["in_force"] = clock.today()
        elif "in_force" not in self.errors:
            self._check_day(given.get("in_force"))
        given.pop("from_today", None)
        return given

    def _require_no_other_day(self, given: dict[str, Any]) -> None:
        if given.get("in_force") not in {None, clock.today()}:
            sentence = _("Choose today or another day, not both.")
            self.add_error("in_force", ValidationError(sentence, code="two_days"))

    def _check_day(self, day: Any) -> None:
        """Tomorrow or later; today only by the explicit choice."""
        today = clock.today()
        said = None
        if day is None:
            said = _("Choose the day on which it takes effect."), "required"
        elif day < today:
            said = _("This day has passed. Choose tomorrow or later."), "past"
        elif day == today:
            said = _("Choose tomorrow or later, or tick that it takes effect today."), "today"
        elif day > today + timedelta(days=FURTHEST_DAYS):
            said = _("Choose a day within one year."), "too_far"
        if said:
            self.add_error("in_force", ValidationError(said[0], code=said[1]))


class ProcedureForm(DatedForm):
    """A version of a city's procedure. A stage whose days are left empty does not take place."""

    title = forms.CharField(label=pgettext_lazy("city procedure", "Title"), max_length=100)
    city_review_days = days_field(_("City review: working days"), MOST_DAYS)
    city_review_post = post_field(_("City review: post"), OF_AUTHORITY)
    provider_review_days = days_field(_("Provider review: working days"), MOST_DAYS, required=True)
    provider_review_post = post_field(_("Provider review: post"), OF_PROVIDER)
    reply_days = days_field(_("City reply: working days"), MOST_DAYS)
    reply_post = post_field(_("City reply: post"), OF_REPLY)
    draft_days = forms.IntegerField(
        label=_("Drafts rest at most, in working days"),
        min_value=1,
        max_value=MOST_DRAFT_DAYS,
        initial=DEFAULT_DRAFT_DAYS,
        widget=forms.NumberInput({"class": "short", "inputmode": "numeric"}),
        help_text=_("A draft that nobody submits lapses then."),
    )
    region_review_days = days_field(
        _("Requests to departments of the region: working days"),
        MOST_DAYS_BEFORE,
        help_text=_("A review by the city's authority before article 30 begins; two days at most."),
    )
    region_review_post = post_field(_("Requests to departments of the region: post"), OF_AUTHORITY)
    other_city_review_days = days_field(_("Requests to other cities: working days"), MOST_DAYS_BEFORE)
    other_city_review_post = post_field(_("Requests to other cities: post"), OF_AUTHORITY)
    field_order = (
        *("title", "city_review_days", "city_review_post", "provider_review_days", "provider_review_post"),
        *("reply_days", "reply_post", "draft_days", "region_review_days", "region_review_post"),
        *("other_city_review_days", "other_city_review_post", "reason", "document", "in_force"),
        *("from_today", "replaces"),
    )

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """The fields under headings, as the page lays them out."""
        return [(title, [self[name] for name in names.split()]) for title, names in GROUPS]

    def clean_title(self) -> str:
        return printable(self.cleaned_data["title"])


class DraftForm(ProcedureForm):
    """What a draft keeps: everything but the version that its author will have read when he publishes it."""

    replaces = None  # type: ignore[assignment] # Django's way to leave a field out


class OverForm(Particulars):
    """Over which version a draft is published."""

    replaces = forms.IntegerField(label=_("The last version that you read"), min_value=0)


GROUPS = [
    (_("What it is called"), "title"),
    (
        _("Stages within the city"),
        (
            "city_review_days city_review_post provider_review_days provider_review_post"
            " reply_days reply_post draft_days"
        ),
    ),
    (
        _("Before the routes of article 30"),
        "region_review_days region_review_post other_city_review_days other_city_review_post",
    ),
    (_("From when, and why"), "reason document in_force from_today"),
]


class RepealForm(DatedForm):
    """Back to the default procedure, from a day on."""


def printable(text: str) -> str:
    """One line without control characters: it stands in the rule set's text."""
    if not text.isprintable():
        raise ValidationError(PRINTABLE, code="control_characters")
    return text
