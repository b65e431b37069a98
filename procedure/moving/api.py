"""The REST door of the calendar in use: notices, corrections, outages, and explanations of due dates."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from organizations.actors import of_request
from procedure.idempotency import once
from procedure.moving.explaining import explained, find_item
from procedure.moving.following import Entered, capacity, enter, follow
from procedure.moving.forms import CalendarForm, NoticeForm, OutageForm
from procedure.moving.preview import foresee
from procedure.moving.serializers import (
    CorrectionInputSerializer,
    EnteredNoticeSerializer,
    EnteredOutageSerializer,
    ExplanationSerializer,
    NoticeInputSerializer,
    NoticeSerializer,
    OutageInputSerializer,
    OutageSerializer,
)
from procedure.particulars import from_json
from procedure.rest import DRY_RUN, KEY, PROBLEMS, READING, is_dry_run
from workdays.models import Notice, Outage

SANYUESAN = OpenApiExample(
    "A late notice",
    value={
        "authority": "guangxi",
        "year": 2027,
        "number": "桂政办发〔2027〕5号",
        "title": "关于2027年“壮族三月三”放假的通知",
        "source": "广西壮族自治区人民政府公报2027年第4期",
        "days": ["2027-04-08 off 壮族三月三", "2027-04-09 off 壮族三月三", "2027-04-11 worked"],
    },
    request_only=True,
)


class ChangesViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    """What is entered can be read by anybody; entering is the Bureau's."""

    form_class: type[CalendarForm]
    member: str

    def get_permissions(self) -> list[BasePermission]:
        return [AllowAny()] if self.action == "list" else [IsAuthenticated()]

    def perform(self, request: Request, origin: Notice | None = None) -> Response:
        """Rehearse it, or enter it and then let due dates follow, outside the transaction of the key."""
        actor = capacity(of_request(request))
        done: list[Entered] = []

        def act() -> Response:
            form = from_json(self.form_class, request.data, origin=origin)
            assert isinstance(form, CalendarForm)
            change = form.act(actor)
            if is_dry_run(request):
                return self.answer({self.member: None, "moves": foresee(change), "dry_run": True})
            done.append(enter(change))
            shown = self.get_queryset().get(pk=done[0].entered.pk)
            known = done[0].preview.is_known
            told = {self.member: shown, "moves": done[0].preview, "dry_run": False}
            return self.answer(told, status=200 if known else 201)

        response = once(request, act)
        for entered in done:
            follow(entered, actor)
        return response

    def answer(self, told: dict[str, Any], status: int = 200) -> Response:
        return Response(self.answer_class()(told, context=self.get_serializer_context()).data, status=status)

    def answer_class(self) -> type[BaseSerializer[Any]]:
        return EnteredNoticeSerializer if self.member == "notice" else EnteredOutageSerializer


class NoticeViewSet(ChangesViewSet):
    """The notices that say which days are worked."""

    serializer_class = NoticeSerializer
    form_class, member = NoticeForm, "notice"
    ordering = ("-year", "-id")

    def get_queryset(self) -> QuerySet[Notice]:
        return Notice.objects.select_related("replaced_by").prefetch_related("days")

    @extend_schema(
        summary="Notices of the calendar, every edition",
        tags=["workdays"],
        responses={200: NoticeSerializer(many=True), **READING},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="Enter a notice; due dates follow",
        description="With `dry_run=1` only says what would move. The same notice again changes nothing.",
        tags=["workdays"],
        request=NoticeInputSerializer,
        responses={200: EnteredNoticeSerializer, 201: EnteredNoticeSerializer, **PROBLEMS},
        parameters=[DRY_RUN, KEY],
        examples=[SANYUESAN],
    )
    def create(self, request: Request) -> Response:
        return self.perform(request)

    @extend_schema(
        summary="Correct a notice by a new edition; due dates follow",
        tags=["workdays"],
        request=CorrectionInputSerializer,
        responses={200: EnteredNoticeSerializer, 201: EnteredNoticeSerializer, **PROBLEMS},
        parameters=[DRY_RUN, KEY],
    )
    def correct(self, request: Request, pk: int) -> Response:
        capacity(of_request(request))
        return self.perform(request, origin=get_object_or_404(self.get_queryset(), pk=pk))


class OutageViewSet(ChangesViewSet):
    """The days on which city platforms were down."""

    serializer_class = OutageSerializer
    form_class, member = OutageForm, "outage"
    ordering = ("-starts", "-id")

    def get_queryset(self) -> QuerySet[Outage]:
        return Outage.objects.all()

    @extend_schema(
        summary="Outages of city platforms",
        tags=["workdays"],
        responses={200: OutageSerializer(many=True), **READING},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        summary="Record an outage; due dates of that city follow",
        tags=["workdays"],
        request=OutageInputSerializer,
        responses={200: EnteredOutageSerializer, 201: EnteredOutageSerializer, **PROBLEMS},
        parameters=[DRY_RUN, KEY],
    )
    def create(self, request: Request) -> Response:
        return self.perform(request)


class ExplanationView(APIView):
    """Why a duty is due when it is; for whoever may see its case."""

    @extend_schema(
        operation_id="work_items_explanation",
        summary="Explain a due date",
        tags=["work-items"],
        responses={200: ExplanationSerializer, **READING},
    )
    def get(self, request: Request, pk: int) -> Response:
        item = find_item(pk, of_request(request))
        return Response(ExplanationSerializer(explained(item)).data)
