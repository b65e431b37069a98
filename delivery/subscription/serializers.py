"""Subscriptions, keys and messages, as programs read them (art. 29(4), 44)."""

from typing import Any

from rest_framework import serializers

from delivery.models import Message, Subscription, SubscriptionKey


class SystemKeySerializer(serializers.ModelSerializer[SubscriptionKey]):
    """A key by its beginning; the secret is told once, when it is issued."""

    opens = serializers.BooleanField(source="is_open")

    class Meta:
        model = SubscriptionKey
        fields = [
            "prefix",
            "system",
            "issued_at",
            "issued_by",
            "ends_at",
            "revoked_at",
            "last_used_on",
            "opens",
        ]


class IssuedKeySerializer(SystemKeySerializer):
    """A new key, with its secret."""

    secret = serializers.CharField(
        help_text="Shown only this once; null in the repeat of an answer.", allow_null=True
    )

    class Meta(SystemKeySerializer.Meta):
        fields = [*SystemKeySerializer.Meta.fields, "secret"]


class MessageSerializer(serializers.ModelSerializer[Message]):
    """A message about a new version."""

    id = serializers.CharField(source="number")
    resource = serializers.CharField(source="resource.code")

    class Meta:
        model = Message
        fields = [
            "id", "resource", "version", "status", "created_at", "next_at", "attempts", "answer",
            "delivered_at",
        ]  # fmt: skip


class TargetSerializer(serializers.Serializer[Any]):
    """Where the system is told of new versions."""

    address = serializers.URLField()
    failures = serializers.IntegerField()
    disabled_at = serializers.DateTimeField(allow_null=True)
    secret = serializers.CharField(help_text="Verifies the signatures (Standard Webhooks).")


class SubscriptionSerializer(serializers.ModelSerializer[Subscription]):
    """The user's side of a grant."""

    grant = serializers.CharField(source="grant.number")
    system = serializers.CharField(source="grant.system")
    binds = serializers.BooleanField(help_text="False when the conditions changed after they were accepted.")
    keys = SystemKeySerializer(many=True)
    target = TargetSerializer(allow_null=True)

    class Meta:
        model = Subscription
        fields = [
            "grant", "system", "way", "networks", "duties", "binds", "accepted_at", "accepted_by",
            "accepted_post", "keys", "target",
        ]  # fmt: skip

    def to_representation(self, subscription: Subscription) -> dict[str, Any]:
        """Without an address there is no target, and the secret is for the user's own people."""
        shown = super().to_representation(subscription)
        return shown if self.context.get("keeps") else shown | {"keys": [], "target": None}
