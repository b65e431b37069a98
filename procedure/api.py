"""The REST door of work items: list, claim, release."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.actors import Actor, of_request
from organizations.filters import YesOrNoFilter
from procedure import claims
from procedure.idempotency import once
from procedure.models import Case, WorkItem
from procedure.rest import KEY, PROBLEMS, READING
from procedure.seen import duties_seen
from procedure.serializers import InboxItemSerializer
from refusals.tree import NotFound
from workdays import clock


class WorkItemFilter(django_filters.FilterSet):
    """By holder, stage and due date (Asia/Shanghai)."""

    holder = django_filters.CharFilter(field_name="holder__code", max_length=40)
    stage = django_filters.CharFilter(field_name="stage", max_length=32)
    due_before = django_filters.DateFilter(field_name="due", lookup_expr="lt")
    overdue = YesOrNoFilter(method="which_are_overdue")

    class Meta:
        model = WorkItem
        fields = ["holder", "stage", "due_before", "overdue"]

    def which_are_overdue(self, rows: QuerySet[WorkItem], name: str, wanted: bool) -> QuerySet[WorkItem]:
        late = {"due__lt": clock.today()}
        return rows.filter(**late) if wanted else rows.exclude(**late)


class WorkItemViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[WorkItem]):
    """The open duties of your posts."""

    queryset = WorkItem.objects.none()
    serializer_class = InboxItemSerializer
    filterset_class = WorkItemFilter
    ordering = ("due", "id")

    @property
    def actor(self) -> Actor:
        return of_request(self.request)

    def get_queryset(self) -> QuerySet[WorkItem]:
        return WorkItem.objects.held_by(self.actor).with_case()

    @extend_schema(
        summary="Open duties of your posts", responses={200: InboxItemSerializer(many=True), **READING}
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="Claim a duty",
        request=None,
        responses={200: InboxItemSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def claim(self, request: Request, pk: int) -> Response:
        return once(request, lambda: self._act(claims.claim, pk))

    @extend_schema(
        summary="Give a duty back",
        request=None,
        responses={200: InboxItemSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def release(self, request: Request, pk: int) -> Response:
        return once(request, lambda: self._act(claims.release, pk))

    def _act(self, act: Callable[..., WorkItem], pk: int) -> Response:
        visible = Case.objects.visible_to(self.actor)
        item = WorkItem.objects.with_case().filter(pk=pk, case__in=visible).first()
        if item is None or duties_seen([item], self.actor) != [item]:
            raise NotFound
        act(item, actor=self.actor)
        return Response(self.get_serializer(item).data)
