"""A notice as REST shows it."""

from typing import Any

from rest_framework import serializers

HIGHEST = 2**63 - 1


class NoticeOrganizationSerializer(serializers.Serializer[Any]):
    """The organization whose post the notice concerns."""

    code = serializers.CharField()
    name = serializers.CharField(source="label")


class NoticeSerializer(serializers.Serializer[Any]):
    """One notice, as far as its reader may know what happened."""

    id = serializers.IntegerField(source="notice.pk")
    at = serializers.DateTimeField(source="notice.entry.at", help_text="When it happened.")
    act = serializers.CharField(help_text="`answered` while the content is not yet told to you.")
    sentence = serializers.CharField(help_text="What happened, in the reader's language.")
    article = serializers.CharField(allow_blank=True)
    case = serializers.CharField(
        source="case.number",
        default=None,
        allow_null=True,
        help_text="Number of the case, if you may see it.",
    )
    title = serializers.CharField(source="case.title", default=None, allow_null=True)
    organization = NoticeOrganizationSerializer(source="notice.organization")
    post = serializers.CharField(source="notice.post")
    asks = serializers.BooleanField(source="notice.asks", help_text="Whether your post was to act.")
    waits = serializers.BooleanField(help_text="Whether that is still to be done.")
    due = serializers.DateField(allow_null=True, help_text="Until when, while the duty is open.")
    read = serializers.DateTimeField(source="notice.read", allow_null=True)


class ReadUntilSerializer(serializers.Serializer[Any]):
    """Up to which notice; without it, all."""

    until = serializers.IntegerField(
        min_value=1, max_value=HIGHEST, required=False, help_text="Number of the newest notice that was seen."
    )


class MarkedSerializer(serializers.Serializer[Any]):
    """How many notices were unread until now."""

    marked = serializers.IntegerField()
