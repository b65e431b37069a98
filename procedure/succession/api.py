"""The REST door of renamings and mergers (art. 2, 4, 9-11)."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from audit.trail import Snapshot
from organizations import policy, succession
from organizations.actors import of_request
from organizations.models import ChangeKind, OrganizationChange
from organizations.serializers import PartySerializer
from procedure.idempotency import once
from procedure.particulars import from_json
from procedure.rest import KEY, PROBLEMS, READING
from procedure.succession.forms import ChangeForm
from refusals.tree import Forbidden


class OrganizationChangeSerializer(serializers.ModelSerializer[OrganizationChange]):
    """One renaming or merger; `passed` says how much was passed on, once it was carried out."""

    organization = PartySerializer()
    successor = PartySerializer(allow_null=True)
    kind = serializers.CharField()
    kind_label = serializers.CharField(source="get_kind_display")
    passed = serializers.DictField(child=serializers.IntegerField())

    class Meta:
        model = OrganizationChange
        fields = [
            "id",
            "organization",
            "kind",
            "kind_label",
            "successor",
            "name",
            "short_name",
            "name_en",
            "on",
            "document",
            "entered_at",
            "carried_out_at",
            "taken_back_at",
            "passed",
        ]


class EnteringSerializer(serializers.Serializer[Any]):
    """A renaming names the new `name`, a merger the `successor`."""

    organization = serializers.CharField(help_text="Code.")
    kind = serializers.ChoiceField(choices=ChangeKind.choices)
    name = serializers.CharField(required=False)
    short_name = serializers.CharField(required=False)
    name_en = serializers.CharField(required=False)
    successor = serializers.CharField(required=False, help_text="Code.")
    on = serializers.DateField(help_text="First day of the new state.")
    document = serializers.CharField()


class OrganizationChangeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[OrganizationChange]):
    """Renamings and mergers."""

    queryset = OrganizationChange.objects.with_bodies()
    serializer_class = OrganizationChangeSerializer
    ordering = ("-on", "-id")
    filter_backends: Any = []

    @extend_schema(
        summary="Renamings and mergers",
        responses={200: OrganizationChangeSerializer(many=True), **READING},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="Enter a renaming or merger",
        description="For the Bureau and the system administrator. It is carried out on its day.",
        request=EnteringSerializer,
        responses={201: OrganizationChangeSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def create(self, request: Request) -> Response:
        return once(request, lambda: self._enter(request))

    @extend_schema(
        summary="Take back a change that is still to come",
        request=None,
        responses={200: OrganizationChangeSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def take_back(self, request: Request, pk: int) -> Response:
        return once(request, lambda: self._take_back(request, pk))

    def _enter(self, request: Request) -> Response:
        actor = _recorder(request)
        form = from_json(ChangeForm, request.data, actor=of_request(request))
        return Response(self.get_serializer(succession.enter(actor, **form.cleaned())).data, status=201)

    def _take_back(self, request: Request, pk: int) -> Response:
        return Response(self.get_serializer(succession.take_back(pk, _recorder(request))).data)


def _recorder(request: Request) -> Snapshot:
    found = policy.recorder(of_request(request))
    if found is None:
        raise Forbidden
    return found
