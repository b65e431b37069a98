"""Issues, duties, events and reports as REST shows them."""

from typing import Any

from rest_framework import serializers

from procedure.serializers import CaseSerializer
from quality.law import Cause
from quality.models import ChangeEvent, QualityIssue, UpdateDuty


class IssueSerializer(CaseSerializer):
    """A quality issue: the case, and in `particulars` the fault and the answer."""

    class Meta(CaseSerializer.Meta):
        model = QualityIssue


class DutySerializer(CaseSerializer):
    """An update duty: the case, and in `particulars` the event and what was done."""

    class Meta(CaseSerializer.Meta):
        model = UpdateDuty


class EventSerializer(serializers.ModelSerializer[ChangeEvent]):
    """An event that makes updates due."""

    organization = serializers.SlugRelatedField[Any](slug_field="code", read_only=True)

    class Meta:
        model = ChangeEvent
        fields = ("id", "cause", "title", "document", "happened_on", "content", "organization", "recorded_at")


class CalledSerializer(serializers.Serializer[Any]):
    """What came of one entry."""

    entry = serializers.CharField(source="entry.code")
    duty = serializers.CharField(source="duty.number", default=None, allow_null=True)
    refused = serializers.CharField(source="refusal.sentence", default=None, allow_null=True)


class RecordedSerializer(serializers.Serializer[Any]):
    """The event recorded, and what came of each entry."""

    event = EventSerializer()
    called = CalledSerializer(many=True)


class EventInputSerializer(serializers.Serializer[Any]):
    """An event and the codes of the entries that it touches; it documents what the form checks."""

    cause = serializers.ChoiceField(choices=Cause.choices)
    title = serializers.CharField(max_length=200)
    document = serializers.CharField(max_length=100)
    happened_on = serializers.DateField(help_text="The fifteen working days run from this day (39).")
    content = serializers.CharField(max_length=2000)
    entries = serializers.ListField(child=serializers.CharField(max_length=40), max_length=500)


class PartSerializer(serializers.Serializer[Any]):
    """One part of a score: its share in percent, null when it does not apply; its weight of 100."""

    name = serializers.CharField()
    percent = serializers.IntegerField(allow_null=True)
    weight = serializers.IntegerField()


class FreshnessSerializer(serializers.Serializer[Any]):
    """How the present version stands to the declared cycle."""

    cycle = serializers.CharField()
    loaded_on = serializers.DateField()
    due = serializers.DateField(allow_null=True)
    days_late = serializers.IntegerField()


class ColumnReportSerializer(serializers.Serializer[Any]):
    """One field as the last load found it; `low`, `high` only for who may know values."""

    name = serializers.CharField()
    type = serializers.CharField()
    filled = serializers.IntegerField(help_text="Percent of the rows.")
    nulls = serializers.IntegerField()
    distinct = serializers.IntegerField(help_text="An estimate unless `is_exact`.")
    is_exact = serializers.BooleanField()
    low = serializers.CharField()
    high = serializers.CharField()


class ResourceReportSerializer(serializers.Serializer[Any]):
    """One resource: score, parts, freshness, fields."""

    resource = serializers.CharField(source="resource.code")
    score = serializers.IntegerField(source="score.value")
    parts = PartSerializer(source="score.parts", many=True)
    freshness = FreshnessSerializer(source="fresh", allow_null=True)
    columns = ColumnReportSerializer(many=True)


class ReportSerializer(serializers.Serializer[Any]):
    """The quality report of an entry."""

    entry = serializers.CharField(source="entry.code")
    score = serializers.IntegerField(source="value", allow_null=True)
    resources = ResourceReportSerializer(many=True)
    open_issues = serializers.SerializerMethodField()

    def get_open_issues(self, report: Any) -> int:
        return sum(issue.is_open for issue in report.issues)


class StaleSerializer(serializers.Serializer[Any]):
    """Data older than its declared cycle."""

    resource = serializers.CharField(source="code")
    entry = serializers.CharField(source="entry.code")
    name = serializers.CharField(source="entry.version.name")
    provider = serializers.CharField(source="entry.provider.code")
    freshness = serializers.SerializerMethodField()

    def get_freshness(self, resource: Any) -> dict[str, Any]:
        from quality.staleness import freshness  # staleness reads this room's tables

        return dict(FreshnessSerializer(freshness(resource, resource.entry.version.update_cycle)).data)
