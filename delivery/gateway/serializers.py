"""Counts, files, manifests and traces, as programs read them (art. 42, 44)."""

from typing import Any

from rest_framework import serializers

from delivery.models import Clue, Delivery, DeliveryState, StoredFile
from delivery.modes import Way


class CountsSerializer(serializers.Serializer[Any]):
    """Groups in the order of their values; empty values come last."""

    resource = serializers.CharField()
    grant = serializers.CharField()
    group = serializers.ListField(child=serializers.CharField())
    measures = serializers.ListField(child=serializers.CharField())
    page = serializers.IntegerField()
    more = serializers.BooleanField(help_text="Whether another page follows.")
    results = serializers.ListField(child=serializers.DictField())


class StoredFileSerializer(serializers.ModelSerializer[StoredFile]):
    """A file that can be taken."""

    class Meta:
        model = StoredFile
        fields = ["name", "media_type", "size", "digest"]


class ManifestSerializer(serializers.ModelSerializer[Delivery]):
    """Who took what, when, under which grant; rows, bytes and SHA-256 of what was handed over."""

    delivery = serializers.CharField(source="number")
    grant = serializers.CharField(source="grant.number")
    case = serializers.CharField(source="grant.case.number")
    purpose = serializers.CharField(source="grant.purpose")
    system = serializers.CharField(source="grant.system")
    resource = serializers.CharField(source="resource.code")
    way = serializers.ChoiceField(choices=Way.values)
    file = serializers.CharField(source="name", allow_blank=True)
    filters_digest = serializers.CharField(source="filters", allow_blank=True)
    state = serializers.ChoiceField(choices=DeliveryState.values)
    sha256 = serializers.CharField(source="digest", allow_blank=True)

    class Meta:
        model = Delivery
        fields = [
            "delivery",
            "grant",
            "case",
            "purpose",
            "system",
            "resource",
            "way",
            "form",
            "file",
            "load",
            "fields",
            "filters_digest",
            "person",
            "person_name",
            "organization",
            "organization_name",
            "started_at",
            "ended_at",
            "state",
            "rows",
            "bytes",
            "sha256",
            "marked",
        ]


class TraceSerializer(serializers.Serializer[Any]):
    """One delivery or read with this digest."""

    act = serializers.CharField()
    at = serializers.DateTimeField()
    delivery = serializers.CharField(allow_blank=True, help_text="Empty for a page of rows.")
    grant = serializers.CharField()
    case = serializers.CharField()
    resource = serializers.CharField()
    person = serializers.CharField()
    person_name = serializers.CharField()
    organization = serializers.CharField()
    organization_name = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField(), help_text="Names of the fields.")
    rows = serializers.IntegerField(allow_null=True)
    bytes = serializers.IntegerField(allow_null=True)


class UseSerializer(serializers.Serializer[Any]):
    """What was taken under a grant, or on a day."""

    what = serializers.CharField(help_text="Number of the grant, or the day.")
    reads = serializers.IntegerField()
    rows = serializers.IntegerField()
    bytes = serializers.IntegerField()


class UseOfPersonSerializer(serializers.Serializer[Any]):
    """What was taken by a person or a system."""

    person = serializers.CharField()
    person_name = serializers.CharField()
    organization_name = serializers.CharField()
    reads = serializers.IntegerField()
    rows = serializers.IntegerField()
    bytes = serializers.IntegerField()


class ClueSerializer(serializers.ModelSerializer[Clue]):
    """Something unusual; it accuses nobody."""

    grant = serializers.CharField(source="grant.number")

    class Meta:
        model = Clue
        fields = ["kind", "grant", "day", "figures", "found_at"]


class UsageSerializer(serializers.Serializer[Any]):
    """The use of some grants in a period."""

    by_grant = UseSerializer(many=True)
    by_day = UseSerializer(many=True)
    by_person = UseOfPersonSerializer(many=True)
    clues = ClueSerializer(many=True)
