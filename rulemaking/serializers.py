"""City procedures as programs read them (art. 31)."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from organizations.models import PostKind
from rulemaking.diagram import Flow, flows
from rulemaking.drafts import wrong_with
from rulemaking.law import (
    MOST_DAYS,
    MOST_DAYS_BEFORE,
    MOST_DRAFT_DAYS,
    OF_AUTHORITY,
    OF_PROVIDER,
    OF_REPLY,
)
from rulemaking.models import CityProcedure


@extend_schema_serializer(component_name="ProcedureStage")
class StageSerializer(serializers.Serializer[Any]):
    """One stage of a route: who acts, within how many working days, under which article."""

    stage = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # DRF keeps declared fields apart
    holder = serializers.CharField()
    post = serializers.CharField()
    days = serializers.IntegerField(allow_null=True)
    article = serializers.CharField()
    source = serializers.CharField(help_text="city: of the city's rules; measures; ours")  # type: ignore[assignment] # as above


@extend_schema_serializer(component_name="ProcedureFlow")
class FlowSerializer(serializers.Serializer[Any]):
    """One route from filing to the answer."""

    route = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # as above
    days = serializers.IntegerField(help_text="Working days from filing to the answer, at most.")
    draft_days = serializers.IntegerField(allow_null=True)
    stages = StageSerializer(many=True, source="boxes")


@extend_schema_serializer(component_name="CityProcedure")
class VersionSerializer(serializers.ModelSerializer[CityProcedure]):
    """A published version. `routes` is empty for one that repeals: the default procedure holds again."""

    city = serializers.CharField(source="city_id")
    city_name = serializers.CharField(source="city.label")
    digest = serializers.CharField(source="rules_id", allow_null=True, help_text="Of its rule set.")
    repeals = serializers.BooleanField(source="is_repeal")
    author = serializers.CharField(source="written_by.name")
    published_at = serializers.DateTimeField(source="written_at")
    routes = serializers.SerializerMethodField()

    class Meta:
        model = CityProcedure
        fields = [
            "city",
            "city_name",
            "number",
            "title",
            "document",
            "reason",
            "in_force",
            "digest",
            "repeals",
            "author",
            "published_at",
            "recalled_at",
            "arrangement",
            "routes",
        ]
        read_only_fields = fields

    @extend_schema_field(FlowSerializer(many=True))
    def get_routes(self, version: CityProcedure) -> Any:
        return FlowSerializer([] if version.is_repeal else flows(version.book), many=True).data


@extend_schema_serializer(component_name="ProcedureWarning")
class WarningSerializer(serializers.Serializer[Any]):
    """What the author should know of a field."""

    field = serializers.CharField()
    sentence = serializers.CharField()


@extend_schema_serializer(component_name="ProcedureDifference")
class DifferenceSerializer(serializers.Serializer[Any]):
    """One line of the comparison with what the city follows today, as the page shows it."""

    route = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # as above
    old = serializers.CharField(allow_blank=True)
    new = serializers.CharField(allow_blank=True)
    differs = serializers.BooleanField()


@extend_schema_serializer(component_name="EnactedProcedure")
class EnactedSerializer(serializers.Serializer[Any]):
    """What was published, or with `dry_run` would be: the version, what it changes, what to know of it."""

    procedure = VersionSerializer(source="version")
    differences = DifferenceSerializer(many=True)
    warnings = WarningSerializer(many=True)
    dry_run = serializers.BooleanField()


@extend_schema_serializer(component_name="ProcedureDraftError")
class DraftErrorSerializer(serializers.Serializer[Any]):
    """What is still wrong with a field of the draft."""

    field = serializers.CharField()
    code = serializers.CharField()
    detail = serializers.CharField(source="sentence")


@extend_schema_serializer(component_name="ProcedureDraft")
class DraftSerializer(serializers.Serializer[Any]):
    """The draft as it was typed, and what still stands in the way of publishing it today."""

    city = serializers.CharField(source="city_id")
    revision = serializers.IntegerField(help_text="Send it as If-Match.")
    author = serializers.CharField(source="written_by.name")
    written_at = serializers.DateTimeField()
    typed = serializers.DictField(child=serializers.CharField(allow_blank=True), source="arrangement")
    wrong = serializers.SerializerMethodField()

    @extend_schema_field(DraftErrorSerializer(many=True))
    def get_wrong(self, draft: CityProcedure) -> Any:
        return DraftErrorSerializer(wrong_with(draft), many=True).data


@extend_schema_serializer(component_name="RulingProcedure")
class RulingSerializer(serializers.Serializer[Any]):
    """What a city follows today: its version in force, or none; and the routes as they are."""

    city = serializers.CharField()
    in_force = VersionSerializer(allow_null=True)
    to_come = VersionSerializer(many=True)
    latest = serializers.IntegerField(help_text="Number of the last version: send it as `replaces`.")
    routes: serializers.ListSerializer[Flow] = FlowSerializer(many=True)  # type: ignore[assignment] # DRF's many


@extend_schema_serializer(component_name="ProcedureDates")
class DatedInputSerializer(serializers.Serializer[Any]):
    """From which day on, why, and over which version."""

    reason = serializers.CharField(max_length=500)
    document = serializers.CharField(max_length=100, required=False, allow_null=True)
    in_force = serializers.DateField(required=False, allow_null=True, help_text="Tomorrow or later.")
    from_today = serializers.BooleanField(required=False, help_text="Let it take effect today instead.")
    replaces = serializers.IntegerField(min_value=0, help_text="The last version that you read; 0 for none.")


@extend_schema_serializer(component_name="RepealInput")
class RepealInputSerializer(DatedInputSerializer):
    """Back to the default procedure."""


def _days(most: int, *, required: bool = False) -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=1, max_value=most, required=required, allow_null=not required, help_text="Working days."
    )


def _post(posts: tuple[PostKind, ...]) -> serializers.CharField:
    told = ", ".join(post.value for post in posts)
    return serializers.CharField(required=False, help_text=f"One of: {told}.")


@extend_schema_serializer(component_name="CityProcedureInput")
class ProcedureInputSerializer(DatedInputSerializer):
    """A version. A stage without days does not take place; the post is the reviewer unless said otherwise."""

    title = serializers.CharField(max_length=100)
    city_review_days = _days(MOST_DAYS)
    city_review_post = _post(OF_AUTHORITY)
    provider_review_days = _days(MOST_DAYS, required=True)
    provider_review_post = _post(OF_PROVIDER)
    reply_days = _days(MOST_DAYS)
    reply_post = _post(OF_REPLY)
    draft_days = serializers.IntegerField(min_value=1, max_value=MOST_DRAFT_DAYS)
    region_review_days = _days(MOST_DAYS_BEFORE)
    region_review_post = _post(OF_AUTHORITY)
    other_city_review_days = _days(MOST_DAYS_BEFORE)
    other_city_review_post = _post(OF_AUTHORITY)


@extend_schema_serializer(component_name="ProcedureDraftInput")
class DraftInputSerializer(serializers.Serializer[Any]):
    """What a draft holds; anything may be missing or wrong until it is published."""

    title = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    city_review_days = serializers.IntegerField(required=False, allow_null=True)
    city_review_post = _post(OF_AUTHORITY)
    provider_review_days = serializers.IntegerField(required=False, allow_null=True)
    provider_review_post = _post(OF_PROVIDER)
    reply_days = serializers.IntegerField(required=False, allow_null=True)
    reply_post = _post(OF_REPLY)
    draft_days = serializers.IntegerField(required=False, allow_null=True)
    region_review_days = serializers.IntegerField(required=False, allow_null=True)
    region_review_post = _post(OF_AUTHORITY)
    other_city_review_days = serializers.IntegerField(required=False, allow_null=True)
    other_city_review_post = _post(OF_AUTHORITY)
    reason = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    document = serializers.CharField(required=False, allow_null=True, allow_blank=True)
    in_force = serializers.CharField(required=False, allow_null=True, help_text="A day, 2026-12-01.")
    from_today = serializers.BooleanField(required=False)


@extend_schema_serializer(component_name="EnactDraftInput")
class EnactDraftInputSerializer(serializers.Serializer[Any]):
    """Over which version the draft is published."""

    replaces = serializers.IntegerField(min_value=0, help_text="The last version that you read; 0 for none.")
