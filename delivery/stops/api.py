"""The REST door of suspensions and emergency stops (art. 45)."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.request import Request
from rest_framework.response import Response

from delivery.models import EmergencyStop, Suspension
from delivery.stops.lists import EmergencyStopFilter, SuspensionFilter
from delivery.stops.openings import suspend
from procedure.particulars import form_of, from_json
from procedure.rest import READING, CaseViewSet
from procedure.serializers import CaseSerializer


class SuspensionSerializer(CaseSerializer):
    """A suspension: the statement of the provider, that of the user, the decision."""

    class Meta(CaseSerializer.Meta):
        model = Suspension


class EmergencyStopSerializer(CaseSerializer):
    """An emergency stop, with the grants that the reader may know of."""

    class Meta(CaseSerializer.Meta):
        model = EmergencyStop


@extend_schema_view(
    list=extend_schema(
        summary="Suspensions that you may see", responses={200: SuspensionSerializer, **READING}
    ),
    retrieve=extend_schema(summary="One suspension", responses={200: SuspensionSerializer, **READING}),
)
class SuspensionViewSet(CaseViewSet):
    """Suspensions of supply."""

    opened = (
        "The supply stops with this call. Scope `entry` opens a case for each user; the first is answered."
    )
    kind = Suspension
    queryset = Suspension.objects.all()
    serializer_class = SuspensionSerializer
    filterset_class = SuspensionFilter

    def get_queryset(self) -> Any:
        return super().get_queryset().with_grants()

    def open_case(self, request: Request) -> Response:
        form: Any = from_json(form_of(Suspension.KIND, "suspend"), request.data, actor=self.actor)
        said = form.cleaned()
        return self.perform(request, lambda: suspend(self.actor, **said)[0], status=201)


@extend_schema_view(
    list=extend_schema(
        summary="Emergency stops that you may see", responses={200: EmergencyStopSerializer, **READING}
    ),
    retrieve=extend_schema(summary="One emergency stop", responses={200: EmergencyStopSerializer, **READING}),
)
class EmergencyStopViewSet(CaseViewSet):
    """Emergency stops."""

    opened = "The supply stops with this call; without leave of the authority within a day it resumes."
    kind = EmergencyStop
    queryset = EmergencyStop.objects.all()
    serializer_class = EmergencyStopSerializer
    filterset_class = EmergencyStopFilter

    def visible(self) -> Any:
        return super().visible().select_related("entry").defer("entry__search_text", "entry__search_vector")

    def get_queryset(self) -> Any:
        return super().get_queryset().with_grants()
