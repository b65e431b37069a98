"""The REST door of the supervision board: figures, the duties behind them, and urging (art. 9, 10)."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.actors import of_request
from procedure.board.overdue import JUDGING, MOST_ROWS, Board, Urge, find_supervised, urge
from procedure.idempotency import once
from procedure.models import WorkItem
from procedure.particulars import from_json
from procedure.reminders import Level
from procedure.rest import KEY, PROBLEMS, READING
from procedure.serializers import InboxItemSerializer

FILTERS = [
    OpenApiParameter("organization", {"type": "string", "maxLength": 40}, description="Code of the holder."),
    OpenApiParameter("stage", {"type": "string", "maxLength": 32}),
    OpenApiParameter("source", enum=[JUDGING, "others"], description="Terms of the Measures, or all others."),
    OpenApiParameter(
        "level", enum=[str(Level.AUTHORITY.value), str(Level.TOP.value)], description="Reported to."
    ),
]


class BoardRowSerializer(serializers.Serializer[Any]):
    """The overdue duties of one organization in one stage."""

    organization = serializers.CharField(source="code")
    organization_name = serializers.CharField(source="name")
    kind = serializers.CharField()
    stage = serializers.CharField()
    stage_label = serializers.CharField()
    overdue = serializers.IntegerField(help_text="Under terms of the Measures.")
    overdue_apart = serializers.IntegerField(
        source="apart", help_text="Under other terms, which judge nobody."
    )
    oldest_due = serializers.DateField(source="oldest")


class BoardSerializer(serializers.Serializer[Any]):
    """Everything the caller supervises; `rows` follow the filter."""

    overdue = serializers.IntegerField()
    overdue_apart = serializers.IntegerField(source="apart")
    organizations = serializers.IntegerField(help_text="Organizations overdue under terms of the Measures.")
    rows = BoardRowSerializer(many=True, help_text=f"The first {MOST_ROWS}, most overdue first.")


class UrgeSerializer(serializers.Serializer[Any]):
    """What is said to the holder."""

    sentence = serializers.CharField(max_length=500)


class BoardViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[WorkItem]):
    """Overdue duties of whom you supervise."""

    queryset = WorkItem.objects.none()
    serializer_class = InboxItemSerializer
    ordering = ("due", "id")
    filter_backends: Any = []

    @property
    def found(self) -> Board:
        return Board(of_request(self.request), self.request.query_params).checked()

    def get_queryset(self) -> QuerySet[WorkItem]:
        return self.found.items()

    @extend_schema(
        summary="Supervision board", parameters=FILTERS, responses={200: BoardSerializer, **READING}
    )
    def board(self, request: Request) -> Response:
        found = self.found
        return Response(BoardSerializer({**found.figures(), "rows": found.rows()}).data)

    @extend_schema(
        summary="Overdue duties of whom you supervise",
        parameters=FILTERS,
        responses={200: InboxItemSerializer(many=True), **READING},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="Urge the holder of a duty",
        request=UrgeSerializer,
        responses={200: InboxItemSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def urge(self, request: Request, pk: int) -> Response:
        return once(request, lambda: self._urge(request, pk))

    def _urge(self, request: Request, pk: int) -> Response:
        actor = of_request(request)
        item = find_supervised(pk, actor)
        form = from_json(Urge, request.data, actor=actor)
        urge(item, actor=actor, **form.cleaned())
        return Response(self.get_serializer(item).data)
