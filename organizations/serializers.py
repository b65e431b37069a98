"""Organizations, people and posts as programs read them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from organizations.kinds import OrganizationKind, PersonKind, PostKind, Tier
from organizations.models import Organization


@extend_schema_serializer(component_name="OrganizationInBrief")
class PartySerializer(serializers.Serializer[Organization]):
    """An organization in one line, as it stands in every case."""

    code = serializers.CharField()
    name = serializers.CharField(source="label")


class NamedSerializer(serializers.Serializer[Any]):
    """A code and its name in the reader's language."""

    code = serializers.CharField()
    name = serializers.CharField(source="label")


@extend_schema_serializer(component_name="OrganizationRecord")
class OrganizationSerializer(serializers.ModelSerializer[Organization]):
    label = serializers.CharField(  # type: ignore[assignment]  # a field of that name, not the label of one
        help_text="The name in the reader's language.", read_only=True
    )
    tier = serializers.ChoiceField(choices=Tier.choices)
    tier_label = serializers.CharField(source="get_tier_display", read_only=True)
    kind = serializers.ChoiceField(choices=OrganizationKind.choices)
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    division = NamedSerializer(allow_null=True)
    business_line = NamedSerializer(allow_null=True)
    parent = PartySerializer(allow_null=True)
    authority = PartySerializer(allow_null=True, help_text="The big-data authority of its level (art. 16).")
    successor = PartySerializer(allow_null=True)

    class Meta:
        model = Organization
        fields = [
            "code",
            "name",
            "short_name",
            "name_en",
            "label",
            "tier",
            "tier_label",
            "kind",
            "kind_label",
            "division",
            "business_line",
            "parent",
            "authority",
            "starts",
            "ends",
            "successor",
        ]


class FormerNameSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    starts = serializers.DateField(allow_null=True)
    ends = serializers.DateField()


@extend_schema_serializer(component_name="OrganizationRecordWithNames")
class OrganizationDetailSerializer(OrganizationSerializer):
    """With the names it bore before."""

    former_names = FormerNameSerializer(many=True)

    class Meta(OrganizationSerializer.Meta):
        fields = [*OrganizationSerializer.Meta.fields, "former_names"]


class HoldingSerializer(serializers.Serializer[Any]):
    """One post that the person may act in today."""

    organization = PartySerializer()
    post = serializers.ChoiceField(choices=PostKind.choices)
    post_label = serializers.SerializerMethodField()
    standing_in_for = serializers.SerializerMethodField(help_text="User name of the absent person, or null.")

    @extend_schema_field(serializers.CharField())
    def get_post_label(self, holding: Any) -> str:
        return str(holding.post.label)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_standing_in_for(self, holding: Any) -> str | None:
        return holding.standing_in_for.username if holding.standing_in_for else None


@extend_schema_field({"type": "string", "enum": PersonKind.values}, component_name="PersonKind")
class PersonKindField(serializers.ChoiceField):
    """Staff or citizen; a component of its own, since organizations have a kind too."""


class MeSerializer(serializers.Serializer[Any]):
    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user.name")
    kind = PersonKindField(choices=PersonKind.choices, source="user.kind")
    posts = HoldingSerializer(many=True, source="holdings")
