"""The calculator's answer, as programs read it."""

from rest_framework import serializers

from workdays.counting import Unit


class SkippedSerializer(serializers.Serializer[object]):
    date = serializers.DateField()
    reason = serializers.CharField(
        help_text="Weekend, or the name of the holiday or closure, in the asked language."
    )


class DueSerializer(serializers.Serializer[object]):
    received = serializers.DateField()
    days = serializers.IntegerField()
    unit = serializers.ChoiceField(choices=[unit.value for unit in Unit])
    due = serializers.DateField(source="due.date")
    counted = serializers.ListField(child=serializers.DateField(), source="due.counted")
    skipped = SkippedSerializer(many=True, source="due.skipped")
    provisional = serializers.BooleanField(
        source="due.provisional",
        help_text="The notices of a year on the way are not all known; the date may move.",
    )
