"""An entry of the trail as JSON; personal particulars appear as digests only."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from audit import sentences
from audit.models import Entry


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

    class Meta:
        model = Entry
        fields = [
            "id", "at", "act", "sentence", "actor", "case", "subject", "article", "before", "after",
            "particulars", "personal", "tells", "address", "request_id",
        ]  # fmt: skip

    @extend_schema_field(TrailActorSerializer)
    def get_actor(self, entry: Entry) -> dict[str, str]:
        return dict(TrailActorSerializer(entry).data)

    def get_sentence(self, entry: Entry) -> str:
        return sentences.tell(entry)
