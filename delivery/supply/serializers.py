"""Versions, loads, sources and services, as programs read and write them (art. 23, 24, 38)."""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from delivery.models import ApiSource, Load, Resource, Source, StoredFile, Version
from refusals.rest import FieldErrorSerializer


class VersionFileSerializer(serializers.ModelSerializer[StoredFile]):
    metadata = serializers.DictField()

    class Meta:
        model = StoredFile
        fields = ["name", "media_type", "size", "digest", "metadata"]


class VersionSerializer(serializers.ModelSerializer[Version]):
    """One load that was accepted."""

    profile = serializers.DictField(help_text="Figures of the load; counts only for sensitive fields.")
    files = VersionFileSerializer(many=True)

    class Meta:
        model = Version
        fields = [
            "number", "rows", "size", "digest", "mode", "origin", "source", "loaded_by", "loaded_at", "kept",
            "files", "profile",
        ]  # fmt: skip


class SuppliedSerializer(serializers.ModelSerializer[Resource]):
    """A resource of ours."""

    entry = serializers.CharField(source="entry.code")
    name = serializers.CharField(source="entry.current.name")
    version = serializers.IntegerField(source="current.number", allow_null=True, default=None)

    class Meta:
        model = Resource
        fields = [
            "code", "entry", "name", "title", "kind", "format", "status", "version", "rows", "size", "digest",
            "key", "loaded_at",
        ]  # fmt: skip


class LoadSerializer(serializers.ModelSerializer[Load]):
    """A load on its way, or ended."""

    entry = serializers.CharField(source="entry.code")
    version = serializers.IntegerField(source="version.number", allow_null=True, default=None)
    errors = serializers.SerializerMethodField()  # type: ignore[assignment] # hides a property nobody reads here
    rejected = serializers.ListField(
        child=serializers.ListField(), help_text="The first rows refused: row, field."
    )

    class Meta:
        model = Load
        fields = [
            "id", "entry", "code", "mode", "key", "origin", "name", "status", "stage", "percent", "reason",
            "errors", "rejected", "attempts", "version", "created", "started", "finished",
        ]  # fmt: skip

    @extend_schema_field(FieldErrorSerializer(many=True))
    def get_errors(self, load: Load) -> list[dict[str, str]]:
        language = get_language() or settings.LANGUAGE_CODE
        return [
            error | {"detail": error["detail"].get(language) or error["detail"][settings.LANGUAGE_CODE]}
            for error in load.errors
        ]


class SourceSerializer(serializers.ModelSerializer[Source]):
    """A source; the password is written and never read."""

    password = serializers.CharField(write_only=True, required=False, allow_blank=True)
    key = serializers.ListField(child=serializers.CharField(), required=False)

    class Meta:
        model = Source
        fields = [
            "code", "title", "driver", "host", "port", "database", "account", "password", "relation",
            "statement", "mode", "key", "cycle", "hour", "seconds", "paused", "next_at",
        ]  # fmt: skip
        read_only_fields = ["code", "next_at"]


class ServiceSerializer(serializers.ModelSerializer[ApiSource]):
    """A service; its secret headers are written and never read."""

    code = serializers.CharField(source="resource.code", read_only=True)
    title = serializers.CharField(source="resource.title")
    headers: Any = serializers.CharField(
        write_only=True, required=False, allow_blank=True, help_text="One a line, `Name: value`."
    )
    paths: Any = serializers.ListField(child=serializers.CharField())
    methods: Any = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = ApiSource
        fields = [
            "code", "title", "base_url", "paths", "methods", "headers", "timeout", "max_bytes",
            "allow_private",
        ]  # fmt: skip
        read_only_fields = ["code"]
