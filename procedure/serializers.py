"""A case, a duty and an offer as REST shows them, and the documentation of a step's particulars."""

import copy
from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.db.models import Model
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from organizations.actors import Actor, of_request
from organizations.models import Organization
from procedure.engine import offered
from procedure.models import Case, WorkItem
from procedure.particulars import Particulars, form_of, takes_many
from workdays import clock

M = TypeVar("M", bound=Model)


class BuiltOnce(serializers.ModelSerializer[M]):
    """A model serializer that studies its model once for each class; every answer works with copies."""

    built: ClassVar[dict[str, Any]]

    def get_fields(self) -> dict[str, Any]:
        if "built" not in vars(type(self)):
            type(self).built = super().get_fields()
        return copy.deepcopy(self.built)


class PartySerializer(BuiltOnce[Organization]):
    """An organization by its code and its name in the reader's language."""

    name = serializers.CharField(source="label")

    class Meta:
        model = Organization
        fields = ["code", "name"]


class WorkItemSerializer(BuiltOnce[WorkItem]):
    """An open duty: who holds it, under which article, for how long, and until when (Asia/Shanghai)."""

    holder = PartySerializer()
    opened = serializers.DateField(source="received")
    overdue = serializers.SerializerMethodField()
    escalated_to_level = serializers.IntegerField(
        allow_null=True,
        read_only=True,
        help_text="0: its holder was reminded; 1: reported to the holder's authority; 2: to the Bureau.",
    )
    claimed_by = serializers.CharField(source="claimed_by.username", default=None, allow_null=True)

    class Meta:
        model = WorkItem
        fields = [
            "id",
            "stage",
            "holder",
            "post",
            "article",
            "days",
            "unit",
            "source",
            "opened",
            "due",
            "provisional",
            "overdue",
            "escalated_to_level",
            "claimed_by",
        ]

    def get_overdue(self, item: WorkItem) -> bool:
        return is_overdue(item)


def is_overdue(item: WorkItem) -> bool:
    """The last day belongs to the holder: due today is not overdue."""
    return item.closed is None and item.due is not None and item.due < clock.today()


class InboxItemSerializer(WorkItemSerializer):
    """A duty in a list of duties, with the case that it belongs to."""

    case = serializers.CharField(source="case.number")
    title = serializers.CharField(source="case.title")
    requester = PartySerializer(source="case.requester", allow_null=True)
    provider = PartySerializer(source="case.provider", allow_null=True)

    class Meta(WorkItemSerializer.Meta):
        fields = ["case", "title", "requester", "provider", *WorkItemSerializer.Meta.fields]


class OfferSerializer(serializers.Serializer[Any]):
    """A step that the reader may take now, with the names and sentences of its particulars."""

    step = serializers.CharField(source="name")
    label = serializers.CharField()  # type: ignore[assignment] # DRF keeps declared fields apart
    article = serializers.CharField()
    particulars = serializers.SerializerMethodField()

    @extend_schema_field(serializers.DictField(child=serializers.CharField()))
    def get_particulars(self, offer: Any) -> dict[str, str]:
        fields = form_of(self.context["case"].KIND, offer.name).base_fields
        return {name: str(field.label or name) for name, field in fields.items()}


class RuleSetSerializer(serializers.Serializer[Any]):
    """The rule set that lays the way of a case: that of its city names the city and its version (art. 31)."""

    name = serializers.CharField()
    title = serializers.CharField()
    city = serializers.CharField(help_text="Code of the city (GB/T 2260); empty for the Measures.")
    version = serializers.IntegerField(help_text="Within the city; 0 for the Measures.")
    digest = serializers.CharField(help_text="SHA-256 of its text.")


class CaseSerializer(BuiltOnce[Case]):
    """What every kind of case has in common."""

    requester = PartySerializer(allow_null=True)
    provider = PartySerializer(allow_null=True)
    origin: serializers.SlugRelatedField[Case] = serializers.SlugRelatedField(
        slug_field="number", read_only=True, allow_null=True
    )
    rule_set = RuleSetSerializer(source="laid_by", read_only=True)
    own_case = serializers.BooleanField(
        read_only=True, help_text="A party of the case acts in it as authority; its supervisors are told."
    )
    work_items = WorkItemSerializer(source="open_items", many=True)
    offered = serializers.SerializerMethodField()
    particulars = serializers.SerializerMethodField()

    class Meta:
        model = Case
        fields = [
            "number",
            "kind",
            "title",
            "state",
            "state_label",
            "version",
            "route",
            "dispatch",
            "rule_set",
            "own_case",
            "origin",
            "requester",
            "provider",
            "opened",
            "submitted",
            "closed",
            "particulars",
            "work_items",
            "offered",
        ]

    @property
    def actor(self) -> Actor:
        return of_request(self.context["request"])

    @extend_schema_field(OfferSerializer(many=True))
    def get_offered(self, case: Case) -> list[dict[str, Any]]:
        return OfferSerializer(offered(case, self.actor), many=True, context={"case": case}).data  # type: ignore[return-value]

    @extend_schema_field(serializers.DictField())
    def get_particulars(self, case: Case) -> dict[str, Any]:
        return case.particulars_for(self.actor)


class TimelineSerializer(serializers.Serializer[Any]):
    """One line of a case's history."""

    at = serializers.DateTimeField()
    act = serializers.CharField()
    sentence = serializers.CharField()
    article = serializers.CharField()
    organization = serializers.CharField()
    post = serializers.CharField()
    own_case = serializers.BooleanField(help_text="The report that a party acted as authority.")


# The documentation of particulars: DRF fields that describe what the form checks.

_PLAIN: list[tuple[type[forms.Field], type[serializers.Field[Any, Any, Any, Any]]]] = [
    (forms.DateField, serializers.DateField),
    (forms.BooleanField, serializers.BooleanField),
    (forms.IntegerField, serializers.IntegerField),
]


def documentation_of(kind: type[Case], act: str) -> type[serializers.Serializer[Any]]:
    """A serializer class that documents an act's particulars; the form does the checking."""
    return documented(form_of(kind.KIND, act), f"{kind.__name__}{act.title().replace('_', '')}")


def documented(form: type[Particulars], name: str) -> type[serializers.Serializer[Any]]:
    """The same for a form that belongs to no case, under a name of its own."""
    fields = {field_name: _documented(field) for field_name, field in form.base_fields.items()}
    return type(name, (serializers.Serializer,), {**fields, "__doc__": _summary(form)})


def _documented(field: forms.Field) -> serializers.Field[Any, Any, Any, Any]:
    told: dict[str, Any] = {
        "required": field.required,
        "help_text": field.help_text or field.label or "",
    }
    if not field.required:
        told["allow_null"] = True
    if takes_many(field):
        return serializers.ListField(child=serializers.CharField(), **told)
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        keys = [str(key) for key, _ in cast("list[tuple[Any, Any]]", list(field.choices)) if key]  # type: ignore[arg-type]
        return serializers.ChoiceField(choices=keys, **told)
    for form_field, documented in _PLAIN:
        if isinstance(field, form_field):
            return documented(**told)
    longest = getattr(field, "max_length", None)
    return serializers.CharField(max_length=longest, **told) if longest else serializers.CharField(**told)


def _summary(form: type[Particulars]) -> str:
    return (form.__doc__ or "").strip()
