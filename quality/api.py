"""The REST door of the quality room (art. 29(5), 38-40)."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from organizations.actors import of_request
from procedure.idempotency import once
from procedure.particulars import from_json
from procedure.rest import KEY, PROBLEMS, READING, CaseViewSet
from quality import pages, policy, staleness
from quality.errors import NotACaller
from quality.events import record_event
from quality.filters import DutyFilter, IssueFilter
from quality.forms import Event
from quality.models import ChangeEvent, QualityIssue, UpdateDuty
from quality.reports import report_of
from quality.serializers import (
    DutySerializer,
    EventInputSerializer,
    EventSerializer,
    IssueSerializer,
    RecordedSerializer,
    ReportSerializer,
    StaleSerializer,
)

TAGS = ["quality"]


@extend_schema_view(
    list=extend_schema(
        summary="Quality issues that you may see", responses={200: IssueSerializer, **READING}
    ),
    retrieve=extend_schema(summary="One quality issue", responses={200: IssueSerializer, **READING}),
)
class IssueViewSet(CaseViewSet):
    """Faults of entries and data."""

    kind = QualityIssue
    queryset = QualityIssue.objects.all()
    serializer_class = IssueSerializer
    filterset_class = IssueFilter

    def visible(self) -> Any:
        return super().visible().with_entry().select_related("resource", "version_seen", "corrected_by")


@extend_schema_view(
    list=extend_schema(summary="Update duties that you may see", responses={200: DutySerializer, **READING}),
    retrieve=extend_schema(summary="One update duty", responses={200: DutySerializer, **READING}),
)
class DutyViewSet(CaseViewSet):
    """Updates that a change of law or function makes due."""

    kind = UpdateDuty
    queryset = UpdateDuty.objects.all()
    serializer_class = DutySerializer
    filterset_class = DutyFilter

    def visible(self) -> Any:
        return super().visible().with_entry().select_related("event", "updated_by")


class EventList(ListAPIView[ChangeEvent]):
    """Events that make updates due."""

    serializer_class = EventSerializer
    queryset = ChangeEvent.objects.none()
    ordering = "-pk"

    def get_queryset(self) -> Any:
        mine = of_request(self.request).organization_ids()
        return ChangeEvent.objects.filter(organization__in=mine).select_related("organization")

    @extend_schema(
        summary="Events that you recorded", responses={200: EventSerializer(many=True), **READING}, tags=TAGS
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)

    @extend_schema(
        summary="Record an event",
        description="Opens a duty for each entry; a repeat adds what is missing.",
        request=EventInputSerializer,
        responses={201: RecordedSerializer, **PROBLEMS},
        parameters=[KEY],
        tags=TAGS,
    )
    def post(self, request: Request) -> Response:
        actor = of_request(request)
        if not policy.calls_for_updates(actor):
            raise NotACaller(article="39")

        def act() -> Response:
            event, called = record_event(actor, **from_json(Event, request.data, actor=actor).cleaned())
            return Response(RecordedSerializer({"event": event, "called": called}).data, status=201)

        return once(request, act)


class StaleList(ListAPIView[Any]):
    """Data older than its declared cycle, of organizations for which you may call for updates."""

    serializer_class = StaleSerializer
    ordering = ("due_end", "pk")

    def get_queryset(self) -> Any:
        return staleness.stale().filter(entry__in=policy.entries_called_by(of_request(self.request)))

    @extend_schema(summary="Stale data", responses={200: StaleSerializer(many=True), **READING}, tags=TAGS)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request, *args, **kwargs)


class EntryReport(APIView):
    """How good the data behind an entry is."""

    serializer_class = ReportSerializer

    @extend_schema(
        operation_id="quality_entry",
        summary="The quality report of an entry",
        responses={200: ReportSerializer, **READING},
        tags=TAGS,
    )
    def get(self, request: Request, code: str) -> Response:
        actor = of_request(request)
        return Response(ReportSerializer(report_of(pages.entry_of(actor, code), actor)).data)
