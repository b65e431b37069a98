"""How notices are narrowed, on the page and by programs."""

from __future__ import annotations

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.models import Notice
from notifications.querysets import NoticeQuerySet
from organizations.filters import YesOrNoFilter


class PageFilter(django_filters.FilterSet):
    """What the page shows; it stays in the address."""

    show = django_filters.ChoiceFilter(
        label=pgettext_lazy("notices", "Show"),
        choices=[("unread", _("Unread")), ("asks", _("What I was to act on"))],
        method="of_sort",
        empty_label=pgettext_lazy("all notices", "All"),
    )
    case = django_filters.CharFilter(
        field_name="entry__case", lookup_expr="icontains", label=_("Case number"), max_length=64
    )

    class Meta:
        model = Notice
        fields: list[str] = []

    def of_sort(self, rows: NoticeQuerySet, name: str, sort: Any) -> NoticeQuerySet:
        return rows.unread() if sort == "unread" else rows.filter(asks=True)


class FeedFilter(django_filters.FilterSet):
    """What programs ask for."""

    unread = YesOrNoFilter(field_name="read", lookup_expr="isnull", label=_("Unread"))
    asks = YesOrNoFilter(label=_("What I was to act on"))
    case = django_filters.CharFilter(field_name="entry__case", label=_("Case number"), max_length=64)

    class Meta:
        model = Notice
        fields: list[str] = []
