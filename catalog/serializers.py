"""An entry and a submission as REST shows them; values are those of the filters (art. 17, 20, 32)."""

from collections.abc import Sequence
from typing import Any

from rest_framework import serializers

from catalog import vocabulary as words
from catalog.models import EntryVersion, Field, Submission
from catalog.particulars import METADATA
from procedure.serializers import CaseSerializer, PartySerializer

HEAD = ("code", "provider", "version", "published_at")
METADATA_SHOWN = ("category", "classification", "base_kind", "theme", *METADATA, "keywords", "related_codes")


class CatalogueFieldSerializer(serializers.ModelSerializer[Field]):
    """One field; `source` is the code of the department it comes from (art. 19)."""

    source = serializers.CharField(  # type: ignore[assignment]
        source="source_department.code", default="", allow_blank=True
    )

    class Meta:
        model = Field
        fields = (
            "name",
            "title",
            "type",
            "length",
            "scale",
            "description",
            "share_type",
            "sensitivity",
            "open_type",
            "source",
        )


class CatalogueEntrySerializer(serializers.ModelSerializer[EntryVersion]):
    """A published entry as its current version states it. `?fields=` chooses among the members."""

    code = serializers.CharField(source="entry.code")
    provider = PartySerializer()
    version = serializers.IntegerField(source="number")

    class Meta:
        model = EntryVersion
        fields = HEAD + METADATA_SHOWN

    def __init__(self, *args: Any, only: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(only) if only else ():
            self.fields.pop(name)


class CatalogueEntryDetailSerializer(CatalogueEntrySerializer):
    """A published entry with its fields."""

    fields = CatalogueFieldSerializer(many=True)  # type: ignore[assignment]

    class Meta(CatalogueEntrySerializer.Meta):
        fields = (*HEAD, *METADATA_SHOWN, "fields")  # type: ignore[assignment]


class StatedFieldSerializer(CatalogueFieldSerializer):
    """One field as a provider states it. Sensitivity is `none` when it is left out."""

    source = serializers.CharField(required=False, help_text="Code of the department the field comes from.")

    class Meta(CatalogueFieldSerializer.Meta):
        extra_kwargs = {"sensitivity": {"required": False}}


class StatedSerializer(serializers.ModelSerializer[EntryVersion]):
    """What a provider states of a new entry; it documents what the form checks."""

    provider = serializers.CharField(help_text="Code of the organization that provides the data.")
    secrecy = serializers.ChoiceField(
        choices=words.Secrecy.choices,
        help_text="Declared under article 1; a state secret is refused and not stored.",
    )
    keywords = serializers.ListField(
        child=serializers.CharField(max_length=40), required=False, max_length=20
    )
    related_codes = serializers.ListField(
        child=serializers.CharField(max_length=20), required=False, max_length=20
    )
    fields = StatedFieldSerializer(many=True)  # type: ignore[assignment]

    class Meta:
        model = EntryVersion
        fields = ("provider", "secrecy", "category", *METADATA, "keywords", "related_codes", "fields")


class SubmissionSerializer(CaseSerializer):
    """The case, and in `particulars` the name, the code once published, or the reason why not."""

    class Meta(CaseSerializer.Meta):
        model = Submission
