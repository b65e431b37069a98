"""How the trail is searched, on the page and by the API alike."""

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from audit.models import Entry
from audit.querysets import TrailQuerySet

HIGHEST = 2**63 - 1


class PositionFilter(django_filters.Filter):
    """A number of the trail."""

    field_class = forms.IntegerField


class DayFilter(django_filters.DateFilter):
    """A day, chosen from the browser's calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class EntryFilter(django_filters.FilterSet):
    """By case, organization, person, act, thing and day; days are those of the portal's time zone."""

    case = django_filters.CharFilter(label=_("Case number"), max_length=64)
    organization = django_filters.CharFilter(label=_("Organization's code"), max_length=64)
    person = django_filters.CharFilter(label=_("Username"), max_length=150)
    act = django_filters.CharFilter(label=_("Act begins with"), lookup_expr="startswith", max_length=80)
    since = DayFilter(label=_("From day"), method="since_day")
    until = DayFilter(label=_("To day"), method="until_day")

    class Meta:
        model = Entry
        fields: list[str] = []

    def since_day(self, entries: TrailQuerySet, name: str, value: Any) -> TrailQuerySet:
        return entries.between(value, None)

    def until_day(self, entries: TrailQuerySet, name: str, value: Any) -> TrailQuerySet:
        return entries.between(None, value)


class PageFilter(EntryFilter):
    """The page reads backwards, from the newest entry."""

    before = PositionFilter(
        field_name="id",
        lookup_expr="lt",
        min_value=0,
        max_value=HIGHEST,
        widget=forms.HiddenInput,
        label=_("before"),
    )


class FeedFilter(EntryFilter):
    """Programs read forwards, from where they stopped."""

    subject = django_filters.CharFilter(label=_("Code of the thing"), max_length=160)
    after = PositionFilter(
        method="after_position",
        min_value=-1,
        max_value=HIGHEST,
        label=_("Only what was sealed after this position, in that order; -1 for all that is sealed"),
    )

    def after_position(self, entries: TrailQuerySet, name: str, value: int) -> TrailQuerySet:
        return entries.sealed_after(value)
