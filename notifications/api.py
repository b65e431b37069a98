"""The REST door of notices: list, mark one as read, mark all."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from notifications import policy, reading
from notifications.filters import FeedFilter
from notifications.models import Notice
from notifications.querysets import NoticeQuerySet
from notifications.serializers import MarkedSerializer, NoticeSerializer, ReadUntilSerializer
from notifications.wording import Line, lines
from organizations.actors import of_request
from procedure.idempotency import once
from procedure.rest import KEY, PROBLEMS, READING


class NoticeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Notice]):
    """What you were told in the portal."""

    queryset = Notice.objects.none()
    serializer_class = NoticeSerializer
    filterset_class = FeedFilter
    ordering = ("-id",)

    def get_queryset(self) -> NoticeQuerySet:
        return policy.own(self.request.user)

    def told(self, notices: list[Notice]) -> list[Line]:
        return lines(notices, of_request(self.request))

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page of notices, put into words all at once."""
        return self.told(super().paginate_queryset(queryset) or [])

    @extend_schema(
        summary="Your notices, newest first", responses={200: NoticeSerializer(many=True), **READING}
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="Mark a notice as read",
        request=None,
        responses={200: NoticeSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def read(self, request: Request, pk: int) -> Response:
        return once(request, lambda: self._read(pk))

    @extend_schema(
        operation_id="notifications_read_all",
        summary="Mark your notices as read",
        request=ReadUntilSerializer,
        responses={200: MarkedSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def read_all(self, request: Request) -> Response:
        asked = ReadUntilSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return once(request, lambda: self._read_all(asked.validated_data.get("until")))

    def _read(self, pk: int) -> Response:
        [line] = self.told([reading.read(reading.find(self.request.user, pk))])
        return Response(self.get_serializer(line).data)

    def _read_all(self, until: int | None) -> Response:
        return Response({"marked": reading.read_all(self.request.user, until)})
