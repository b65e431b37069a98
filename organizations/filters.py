"""How lists of organizations are narrowed: words, tier, kind, division, business line."""

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.kinds import OrganizationKind, Tier
from organizations.models import Organization
from organizations.querysets import OrganizationQuerySet


class YesOrNoField(forms.NullBooleanField):
    """True or false; any other word is an error, so that no typo widens the list."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> bool | None:
        said = super().to_python(value)
        if said is None and value not in self.empty_values:
            raise ValidationError(_("Write true or false."), code="invalid")
        return said


class YesOrNoFilter(django_filters.BooleanFilter):
    """A filter that is on, off or absent."""

    field_class = YesOrNoField


class OrganizationFilter(django_filters.FilterSet):
    """Without `in_force` organizations that have ended are listed too, for old cases name them."""

    q = django_filters.CharFilter(method="search", max_length=100, label=_("Words in the name, or the code"))
    tier = django_filters.MultipleChoiceFilter(choices=Tier.choices)
    kind = django_filters.MultipleChoiceFilter(choices=OrganizationKind.choices)
    division = django_filters.CharFilter(
        method="within", max_length=12, label=_("Division code, with all below it")
    )
    business_line = django_filters.CharFilter(field_name="business_line_id", max_length=30)
    in_force = YesOrNoFilter(method="only_in_force", label=_("In force today"))

    class Meta:
        model = Organization
        fields: list[str] = []

    def search(self, rows: OrganizationQuerySet, name: str, words: str) -> OrganizationQuerySet:
        return rows.search(words)

    def within(self, rows: OrganizationQuerySet, name: str, code: str) -> OrganizationQuerySet:
        """450100 stands for Nanning and its counties: the pairs of zeros at the end are cut."""
        stem = code
        while len(stem) > 2 and stem.endswith("00"):
            stem = stem[:-2]
        return rows.filter(Q(division=code) | Q(division__code__startswith=stem))

    def only_in_force(self, rows: OrganizationQuerySet, name: str, wanted: Any) -> OrganizationQuerySet:
        return rows.in_force() if wanted else rows.exclude(pk__in=rows.in_force().values("pk"))
