"""The REST door of city procedures: list, read, rehearse, publish, recall, repeal (art. 10, 31)."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.actors import Actor, of_request
from organizations.models import Division
from procedure.idempotency import once
from procedure.particulars import from_json
from procedure.rest import DRY_RUN, KEY, PROBLEMS, READING, is_dry_run
from procedure.rules import shipped_measures
from refusals.tree import NotFound
from rulemaking import making, policy
from rulemaking.diagram import differences, flows
from rulemaking.forms import DatedForm, ProcedureForm, RepealForm
from rulemaking.history import chronicle
from rulemaking.models import CityProcedure
from rulemaking.serializers import (
    EnactedSerializer,
    ProcedureInputSerializer,
    RepealInputSerializer,
    RulingSerializer,
    VersionSerializer,
)

EXAMPLE = OpenApiExample(
    "Two stages",
    value={
        "title": "柳州市政务数据共享办理程序",
        "provider_review_days": 2,
        "reply_days": 1,
        "draft_days": 20,
        "region_review_days": 1,
        "reason": "简化市内办理环节。",
        "in_force": "2026-12-01",
        "replaces": 0,
    },
    request_only=True,
)
OF_CITY = OpenApiParameter("city", str, description="Code of a city (GB/T 2260).")
Act = Callable[..., making.Enacted]


class Versions(mixins.ListModelMixin, viewsets.GenericViewSet[CityProcedure]):
    """Versions of city procedures: read by the city and the Bureau, written by the city's authority."""

    serializer_class = VersionSerializer
    queryset = CityProcedure.objects.none()
    ordering = ("city_id", "-number")
    filter_backends: Any = []

    @property
    def actor(self) -> Actor:
        return of_request(self.request)

    def get_queryset(self) -> Any:
        rows = CityProcedure.objects.visible_to(self.actor)
        city = self.request.query_params.get("city")
        rows = rows.of_city(city[:12]) if city else rows
        return rows.select_related("city", "rules", "written_by")

    @extend_schema(
        summary="Published versions of city procedures",
        parameters=[OF_CITY],
        responses={200: VersionSerializer(many=True), **READING},
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    @extend_schema(
        operation_id="city_procedures_ruling",
        summary="What a city follows today",
        responses={200: RulingSerializer, **READING},
    )
    def ruling(self, request: Request, code: str) -> Response:
        policy.find_city(code, self.actor)
        told = chronicle(code)
        book = told.ruling.version.book if told.ruling else shipped_measures()
        shown = {
            "city": code,
            "in_force": told.ruling.version if told.ruling else None,
            "to_come": [line.version for line in told.to_come],
            "latest": told.latest,
            "routes": flows(book, every=True),
        }
        return Response(RulingSerializer(shown).data)

    @extend_schema(
        operation_id="city_procedures_read",
        summary="One version",
        responses={200: VersionSerializer, **READING},
    )
    def retrieve(self, request: Request, code: str, number: int) -> Response:
        return Response(self.get_serializer(self._version(code, number)).data)

    @extend_schema(
        operation_id="city_procedures_enact",
        summary="Publish a version",
        description="With `dry_run=1` it is only checked and shown. It never changes once it is published.",
        request=ProcedureInputSerializer,
        responses={200: EnactedSerializer, 201: EnactedSerializer, **PROBLEMS},
        parameters=[DRY_RUN, KEY],
        examples=[EXAMPLE],
    )
    def enact(self, request: Request, code: str) -> Response:
        return self._publish(request, code, ProcedureForm, making.enact)

    @extend_schema(
        operation_id="city_procedures_repeal",
        summary="Go back to the default procedure",
        request=RepealInputSerializer,
        responses={200: EnactedSerializer, 201: EnactedSerializer, **PROBLEMS},
        parameters=[DRY_RUN, KEY],
    )
    def repeal(self, request: Request, code: str) -> Response:
        return self._publish(request, code, RepealForm, making.repeal)

    @extend_schema(
        operation_id="city_procedures_recall",
        summary="Recall a version that is not in force yet",
        request=None,
        responses={200: VersionSerializer, **PROBLEMS},
        parameters=[KEY],
    )
    def recall(self, request: Request, code: str, number: int) -> Response:
        def act() -> Response:
            policy.capacity(self.actor, code)
            done = making.recall(self._version(code, number), actor=self.actor)
            return Response(self.get_serializer(done).data)

        return once(request, act)

    def _publish(self, request: Request, code: str, form_class: type[DatedForm], act: Act) -> Response:
        """Who may not write is told so before his form is read."""

        def publish() -> Response:
            policy.capacity(self.actor, code)
            city = Division.objects.get(pk=code)
            given = from_json(form_class, request.data, origin=city, actor=self.actor).cleaned()
            return published(request, code, lambda: act(city, actor=self.actor, given=given))

        return once(request, publish)

    def _version(self, code: str, number: int) -> CityProcedure:
        """The version, if the reader may see it; raises NotFound."""
        found: CityProcedure | None = self.get_queryset().of_city(code).filter(number=number).first()
        if found is None:
            raise NotFound
        return found


def published(request: Request, code: str, act: Callable[[], making.Enacted]) -> Response:
    """Published, or only rehearsed; either way beside what the city follows today."""
    ruling = chronicle(code).ruling
    old = ruling.version.book if ruling else shipped_measures()
    is_rehearsal = is_dry_run(request)
    done = making.rehearse(act) if is_rehearsal else act()
    told = {
        "version": done.version,
        "warnings": done.warnings,
        "differences": differences(old, done.book),
        "dry_run": is_rehearsal,
    }
    return Response(EnactedSerializer(told).data, status=200 if is_rehearsal else 201)
