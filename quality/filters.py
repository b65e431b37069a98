"""Filters of issues and duties, the same in the browser and over REST; they stay in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.actors import of_request
from quality.law import DutyState, Fault, IssueState
from quality.models import QualityIssue, UpdateDuty

EVERY = pgettext_lazy("all states", "All")


class QualityFilter(django_filters.FilterSet):
    """By side and words."""

    side = django_filters.ChoiceFilter(
        label=_("Side"),
        choices=[("requester", _("Reported by us")), ("provider", _("On our data"))],
        method="of_side",
        empty_label=pgettext_lazy("all sides", "All"),
    )
    entry = django_filters.CharFilter(label=_("Code of the entry"), field_name="entry__code", max_length=40)
    q = django_filters.CharFilter(label=_("Number or subject"), method="with_words", max_length=100)

    def of_side(self, rows: QuerySet[Any], name: str, side: str) -> QuerySet[Any]:
        actor = of_request(self.request)
        return rows.asked_of(actor) if side == "provider" else rows.asked_by(actor)  # type: ignore[attr-defined]

    def with_words(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        return rows.found_by(words)  # type: ignore[attr-defined]


class IssueFilter(QualityFilter):
    """Issues, by kind of fault and state too."""

    fault = django_filters.ChoiceFilter(label=_("Kind of fault"), choices=Fault.choices, empty_label=EVERY)
    state = django_filters.ChoiceFilter(label=_("State"), choices=IssueState.choices, empty_label=EVERY)

    class Meta:
        model = QualityIssue
        fields = ["side", "state", "fault", "entry", "q"]


class DutyFilter(QualityFilter):
    """Duties, by state too."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=DutyState.choices, empty_label=EVERY)

    class Meta:
        model = UpdateDuty
        fields = ["side", "state", "entry", "q"]
