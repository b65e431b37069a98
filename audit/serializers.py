"""Entries, heads, keys and proofs as JSON; personal particulars appear as digests only."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from audit import proofs, sentences
from audit.filters import HIGHEST
from audit.models import Entry, Head, Key


class TrailActorSerializer(serializers.Serializer):
    """Who acted, as it was then."""

    person = serializers.CharField()
    person_name = serializers.CharField()
    organization = serializers.CharField()
    organization_name = serializers.CharField()
    post = serializers.CharField(
        help_text="Such as `reviewer`; `clock` for the calendar, empty without sign-in."
    )
    standing_in_for = serializers.CharField()


class TrailEntrySerializer(serializers.ModelSerializer):
    """One act with its actor, sentence, article, and what changed."""

    actor = serializers.SerializerMethodField()
    sentence = serializers.SerializerMethodField(help_text="The act in the reader's language.")

    position = serializers.IntegerField(
        allow_null=True, read_only=True, help_text="Where it is sealed, from 0; null while it waits."
    )

    class Meta:
        model = Entry
        fields = [
            "id", "position", "at", "act", "sentence", "actor", "case", "subject", "article", "before",
            "after", "particulars", "personal", "tells", "address", "request_id",
        ]  # fmt: skip

    @extend_schema_field(TrailActorSerializer)
    def get_actor(self, entry: Entry) -> dict[str, str]:
        return dict(TrailActorSerializer(entry).data)

    def get_sentence(self, entry: Entry) -> str:
        return sentences.tell(entry)


class HeadSerializer(serializers.Serializer):
    """A signed head, in parts and as the note that is signed."""

    size = serializers.IntegerField(help_text="How many entries it covers.")
    root = serializers.CharField(  # type: ignore[assignment] # hides a property nobody reads here
        help_text="Root of the RFC 6962 tree over them, hexadecimal."
    )
    signed_at = serializers.DateTimeField()
    key = serializers.CharField(help_text="`name+id+key`, as C2SP writes public keys.")
    note = serializers.CharField(help_text="The head as a C2SP signed note: a checkpoint with its signature.")

    def to_representation(self, instance: Head) -> dict[str, Any]:
        return proofs.told(instance)


class KeySerializer(serializers.ModelSerializer):
    """A public key."""

    key = serializers.CharField(source="text", help_text="`name+id+key`, as C2SP writes public keys.")
    endorsement = serializers.CharField(help_text="What the key before it signed, as a note; or empty.")

    class Meta:
        model = Key
        fields = ["id", "name", "key", "since", "endorsement"]


class ProofSerializer(serializers.Serializer):
    """All that is needed to verify one entry: save it as a file for the verifier."""

    format = serializers.CharField()
    entry = serializers.IntegerField()
    position = serializers.IntegerField(help_text="Index of the leaf, from 0.")
    hash = serializers.CharField(help_text="SHA-256 over a zero byte and `text`, hexadecimal.")
    text = serializers.CharField(help_text="The entry as it was sealed, byte for byte.")
    size = serializers.IntegerField(help_text="Size of the tree under `head`.")
    path = serializers.ListField(child=serializers.CharField(), help_text="Audit path of RFC 6962, upwards.")
    head = serializers.CharField(help_text="The signed head as a note.")
    key = serializers.CharField()
    endorsement = serializers.CharField()


class GrowthSerializer(serializers.Serializer):
    """All that is needed to verify that a later head only adds to an earlier one."""

    format = serializers.CharField()
    first = serializers.CharField(help_text="The earlier head as a note.")
    second = serializers.CharField(help_text="The later head as a note.")
    path = serializers.ListField(child=serializers.CharField(), help_text="Consistency proof of RFC 6962.")
    keys = serializers.ListField(child=serializers.DictField(child=serializers.CharField()))


class SizesSerializer(serializers.Serializer):
    """Two sizes, the earlier first."""

    first = serializers.IntegerField(min_value=1, max_value=HIGHEST)
    second = serializers.IntegerField(min_value=1, max_value=HIGHEST)

    def validate(self, attrs: dict[str, int]) -> dict[str, int]:
        if attrs["first"] > attrs["second"]:
            raise serializers.ValidationError({"second": _("The later head comes second.")})
        return attrs
