"""Filters of share requests, the same in the browser and over REST; they stay in the address."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.actors import of_request
from sharing.law import State
from sharing.models import ShareRequest


class ShareRequestFilter(django_filters.FilterSet):
    """By side, state and words."""

    side = django_filters.ChoiceFilter(
        label=_("Side"),
        choices=[("requester", _("We ask")), ("provider", _("We are asked"))],
        method="of_side",
        empty_label=pgettext_lazy("all sides", "All"),
    )
    state = django_filters.ChoiceFilter(
        label=_("State"),
        choices=State.choices,
        method="in_state",
        empty_label=pgettext_lazy("all states", "All"),
    )
    q = django_filters.CharFilter(label=_("Number, bundle or subject"), method="with_words", max_length=100)

    class Meta:
        model = ShareRequest
        fields = ["side", "state", "q"]

    def of_side(self, rows: QuerySet[Any], name: str, side: str) -> QuerySet[Any]:
        actor = of_request(self.request)
        return rows.asked_of(actor) if side == "provider" else rows.asked_by(actor)  # type: ignore[attr-defined]

    def in_state(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        return rows.in_state(state, of_request(self.request))  # type: ignore[attr-defined]

    def with_words(self, rows: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        return rows.found_by(words)  # type: ignore[attr-defined]
