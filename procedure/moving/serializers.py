"""Notices, outages, what they move, and why a date is what it is, as programs read them."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from procedure.moving.explaining import Explained
from procedure.moving.preview import Preview
from procedure.serializers import RuleSetSerializer
from workdays.models import Authority, Notice, Outage
from workdays.serializers import SkippedSerializer


class DaySerializer(serializers.Serializer[Any]):
    date = serializers.DateField()
    working = serializers.BooleanField()
    name = serializers.CharField()


@extend_schema_serializer(component_name="CalendarNotice")
class NoticeSerializer(serializers.ModelSerializer[Notice]):
    """One notice as announced; `replaces` is the edition that it corrects."""

    days = DaySerializer(many=True)
    in_force = serializers.BooleanField(source="is_in_force")

    class Meta:
        model = Notice
        fields = [
            "id",
            "authority",
            "year",
            "number",
            "title",
            "source",
            "edition",
            "replaces",
            "in_force",
            "overlay_unknown",
            "entered_at",
            "days",
        ]
        read_only_fields = fields


class OutageSerializer(serializers.ModelSerializer[Outage]):
    """The days on which a city platform was down; dates of that city end after them."""

    class Meta:
        model = Outage
        fields = ["id", "division", "starts", "ends", "number", "reason", "source", "entered_at"]
        read_only_fields = fields


class RowSerializer(serializers.Serializer[Any]):
    """One due date that moves."""

    work_item = serializers.IntegerField(source="item.pk")
    case = serializers.CharField(source="item.case.number")
    stage = serializers.CharField(source="item.stage")
    holder = serializers.CharField(source="item.holder.code")
    old = serializers.DateField()
    new = serializers.DateField()
    longer = serializers.BooleanField(source="is_longer")
    provisional = serializers.BooleanField()
    annuls_lateness = serializers.BooleanField(source="annuls")


class PreviewSerializer(serializers.Serializer[Preview]):
    """What moves: figures of all, and the first rows."""

    known = serializers.BooleanField(source="is_known", help_text="Entered before; nothing changes.")
    moved = serializers.IntegerField()
    longer = serializers.IntegerField()
    shorter = serializers.IntegerField()
    annulled = serializers.IntegerField(help_text="Closed duties whose lateness is annulled.")
    marked = serializers.IntegerField(help_text="Duties of which only the provisional mark changes.")
    cases = serializers.SerializerMethodField()
    holders = serializers.SerializerMethodField()
    rows = RowSerializer(many=True)
    more = serializers.IntegerField(help_text="How many are counted but not among the rows.")

    def get_cases(self, preview: Preview) -> int:
        return len(preview.cases)

    def get_holders(self, preview: Preview) -> int:
        return len(preview.holders)


class EnteredNoticeSerializer(serializers.Serializer[Any]):
    """The notice as it is stored, none after a rehearsal, and what moves by it."""

    notice = NoticeSerializer(allow_null=True)
    moves = PreviewSerializer()
    dry_run = serializers.BooleanField()


class EnteredOutageSerializer(serializers.Serializer[Any]):
    """The outage as it is stored, none after a rehearsal, and what moves by it."""

    outage = OutageSerializer(allow_null=True)
    moves = PreviewSerializer()
    dry_run = serializers.BooleanField()


class CorrectionInputSerializer(serializers.Serializer[Any]):
    """What corrects a notice; its authority and year stay."""

    number = serializers.CharField(max_length=60)
    title = serializers.CharField(max_length=200)
    source = serializers.CharField(max_length=1000)  # type: ignore[assignment] # DRF keeps fields apart
    days = serializers.ListField(
        child=serializers.CharField(),
        help_text="Lines such as `2027-04-09 off 壮族三月三` or `2027-04-11 worked`.",
    )


class NoticeInputSerializer(CorrectionInputSerializer):
    """A notice as it is typed."""

    authority = serializers.ChoiceField(choices=Authority.choices)
    year = serializers.IntegerField()


class OutageInputSerializer(serializers.Serializer[Any]):
    """An outage as it is typed; both days are included."""

    division = serializers.CharField(help_text="Code of the city (GB/T 2260).")
    starts = serializers.DateField()
    ends = serializers.DateField()
    number = serializers.CharField(required=False, max_length=60)
    reason = serializers.CharField(max_length=200)
    source = serializers.CharField(max_length=1000)  # type: ignore[assignment] # DRF keeps fields apart


class MoveSerializer(serializers.Serializer[Any]):
    on = serializers.DateField(help_text="The day on which the date was moved.")
    old = serializers.DateField()
    new = serializers.DateField()
    notice = serializers.CharField()
    number = serializers.CharField()


class ExplanationSerializer(serializers.Serializer[Explained]):
    """Why a duty is due when it is. `due` is in force; `counted_due` is what today's calendar counts."""

    id = serializers.IntegerField(source="item.pk")
    case = serializers.CharField(source="item.case.number")
    stage = serializers.CharField(source="item.stage")
    article = serializers.CharField(source="item.article")
    term_source = serializers.CharField(source="item.source", help_text="measures, city or ours")
    rule_set = RuleSetSerializer()
    received = serializers.DateField(source="item.received")
    days = serializers.IntegerField(source="item.days", allow_null=True)
    unit = serializers.CharField(source="item.unit")
    due = serializers.DateField(source="item.due", allow_null=True)
    provisional = serializers.BooleanField(source="item.provisional")
    counted_due = serializers.DateField(source="count.due.date", default=None, allow_null=True)
    counted = serializers.ListField(child=serializers.DateField(), source="count.due.counted", default=list)
    skipped = SkippedSerializer(many=True, source="count.due.skipped", default=list)
    rule = serializers.CharField(source="count.rule", default="")
    sentence = serializers.CharField(source="count.sentence", default="")
    beyond = serializers.CharField(source="refusal.sentence", default="", help_text="Why there is no count.")
    moved = MoveSerializer(many=True, source="moves")
