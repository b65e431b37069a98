"""Grants, resources and rows, as programs read them (art. 42, 44)."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.vocabulary import ShareMode
from delivery.models import Grant, Resource
from workdays import clock


class ColumnSerializer(serializers.Serializer[Any]):
    """A field, by name, title and type."""

    name = serializers.CharField()
    title = serializers.CharField()
    type = serializers.CharField()


class GrantPartySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField(source="label")


class GrantedEntrySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField(source="current.name")


class ResourceSerializer(serializers.ModelSerializer[Resource]):
    """What is mounted behind an entry."""

    columns = ColumnSerializer(source="table", many=True)
    address = serializers.SerializerMethodField()

    class Meta:
        model = Resource
        fields = ["code", "format", "status", "rows", "size", "digest", "loaded_at", "columns", "address"]

    @extend_schema_field(serializers.URLField())
    def get_address(self, resource: Resource) -> str:
        return self.context["request"].build_absolute_uri(resource.get_absolute_url())


class GrantSerializer(serializers.ModelSerializer[Grant]):
    """Leave to use some fields, with where to fetch them."""

    case = serializers.CharField(source="case.number", help_text="Number of the case that granted it.")
    entry = GrantedEntrySerializer()
    entry_version = serializers.IntegerField(source="entry_version.number")
    holder = GrantPartySerializer()
    provider = GrantPartySerializer(source="entry.provider")
    fields_granted = ColumnSerializer(source="granted_fields", many=True)
    mode = serializers.ChoiceField(choices=ShareMode.choices)
    in_force = serializers.SerializerMethodField()
    days_left = serializers.IntegerField(help_text="Calendar days, the last one counted; 0 once over.")
    rows_a_day = serializers.IntegerField(source="quota.rows_a_day", default=None, allow_null=True)
    reads_a_day = serializers.IntegerField(source="quota.reads_a_day", default=None, allow_null=True)
    rows = serializers.SerializerMethodField(
        help_text="Addresses of the rows, one for each mounted resource."
    )

    class Meta:
        model = Grant
        fields = [
            "number", "case", "entry", "entry_version", "holder", "provider", "fields", "fields_granted",
            "purpose", "system", "mode", "conditions", "starts", "ends", "days_left", "status", "in_force",
            "issued_at", "first_read_at", "rows_a_day", "reads_a_day", "rows",
        ]  # fmt: skip

    def get_in_force(self, grant: Grant) -> bool:
        return grant.is_in_force(clock.today())

    @extend_schema_field(serializers.ListField(child=serializers.URLField()))
    def get_rows(self, grant: Grant) -> list[str]:
        request = self.context["request"]
        addresses = (reverse("delivery-api:rows", args=[r.code]) for r in grant.entry.resources.all())
        return [f"{request.build_absolute_uri(address)}?grant={grant.number}" for address in addresses]


class RowsSerializer(serializers.Serializer[Any]):
    """A page of rows under a grant. Dates are ISO, moments carry their offset, decimals are text."""

    resource = serializers.CharField()
    grant = serializers.CharField()
    fields = ColumnSerializer(many=True)  # type: ignore[assignment]
    results = serializers.ListField(child=serializers.DictField())
    next = serializers.URLField(allow_null=True)
