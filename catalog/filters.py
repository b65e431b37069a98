"""The filters of the catalogue: one form for the page and for REST, and the counts beside each choice."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from catalog import vocabulary as words
from catalog.querysets import EntryQuerySet
from organizations.models import Organization
from procedure.particulars import errors_of
from refusals.tree import FieldError

LONGEST_QUERY = 100
MOST_WORDS = 10
MOST_CHOICES = 15
TOO_LONG = ngettext_lazy(
    "Search with at most %(limit_value)d character.",
    "Search with at most %(limit_value)d characters.",
    "limit_value",
)
UNKNOWN = _("“%(value)s” is not one of the choices here.")


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    messages = {"invalid_choice": UNKNOWN}
    return forms.ChoiceField(
        label=label, choices=[("", _("All")), *choices], required=False, error_messages=messages
    )


class EntryFilter(forms.Form):
    """What a reader looks for. Every value stands in the address."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_QUERY,
        error_messages={"max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    organization = forms.CharField(label=_("Organization"), required=False, max_length=40)
    classification = _choice(_("Class"), words.Classification.choices)
    theme = _choice(_("Theme"), words.Theme.choices)
    share_type = _choice(_("Share type"), words.ShareType.choices)
    open_type = _choice(_("Open type"), words.OpenType.choices)
    format = _choice(_("Format"), words.Format.choices)
    update_cycle = _choice(_("Update cycle"), words.UpdateCycle.choices)

    def clean_q(self) -> str:
        text = str(self.cleaned_data["q"])
        if len(text.split()) > MOST_WORDS:
            sentence = _("Search with at most %(most)s words.")
            raise forms.ValidationError(sentence, "too_many_words", {"most": MOST_WORDS})
        return text

    def clean_organization(self) -> str:
        code = str(self.cleaned_data["organization"])
        if code and not Organization.objects.filter(code=code).exists():
            raise forms.ValidationError(_("There is no organization with this code."), "unknown_organization")
        return code

    def faults(self) -> list[FieldError]:
        return errors_of(self)

    def narrow(self, entries: EntryQuerySet, *, leave_out: str = "") -> EntryQuerySet:
        """The entries that fit all filters, or all but one; unordered."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value and name != leave_out}
        text = chosen.pop("q", "")
        conditions = {COLUMNS[name]: value for name, value in chosen.items()}
        return entries.containing(text).filter(**conditions)

    def chosen(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


COLUMNS = {
    "organization": "provider__code",
    "classification": "current__classification",
    "theme": "current__theme",
    "share_type": "current__share_type",
    "open_type": "current__open_type",
    "format": "current__format",
    "update_cycle": "current__update_cycle",
}


FIRST = frozenset({"organization", "theme", "open_type", "share_type"})


@dataclass(frozen=True)
class Choice:
    """One value of a facet with the number of entries it would leave."""

    value: str
    label: str
    count: int
    is_chosen: bool
    address: str


@dataclass(frozen=True)
class Facet:
    """One filter with its choices, most entries first."""

    name: str
    label: str
    choices: list[Choice]

    @property
    def is_open(self) -> bool:
        """Unfolded where something is chosen, and for the facets that most readers use."""
        return self.name in FIRST or any(choice.is_chosen for choice in self.choices)


def facets(form: EntryFilter, entries: EntryQuerySet) -> list[Facet]:
    """Every facet, one query each, counted under all other filters."""
    label = {name: str(field.label) for name, field in form.fields.items()}
    return [Facet(name, label[name], list(_choices(form, entries, name))) for name in COLUMNS]


def _choices(form: EntryFilter, entries: EntryQuerySet, name: str) -> Iterator[Choice]:
    chosen = form.cleaned_data[name]
    column = COLUMNS[name]
    labels = ["provider__short_name", "provider__name"] if name == "organization" else []
    rows = form.narrow(entries, leave_out=name).order_by().values(column, *labels).annotate(count=Count("pk"))
    known = dict(getattr(form.fields[name], "choices", ()))
    for row in rows.order_by("-count", column)[:MOST_CHOICES]:
        if value := row[column]:
            label = str(known.get(value) or row.get("provider__short_name") or row.get("provider__name"))
            yield Choice(value, label, row["count"], value == chosen, _address(form, name, value))


def _address(form: EntryFilter, name: str, value: str) -> str:
    """The address with this choice made, or taken away when it was made; the page starts anew."""
    rest = form.chosen()
    query = {key: kept for key, kept in rest.items() if key != name}
    return f"?{urlencode(query if rest.get(name) == value else query | {name: value})}"
