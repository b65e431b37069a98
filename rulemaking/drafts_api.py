"""The REST door of drafts: each act against the revision that was read (art. 31)."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.actors import Actor, of_request
from organizations.models import Division
from procedure.idempotency import once
from procedure.particulars import from_json
from procedure.rest import DRY_RUN, KEY, PROBLEMS, READING, version_read
from rulemaking import drafts, policy
from rulemaking.api import published
from rulemaking.forms import DraftForm, OverForm
from rulemaking.models import CityProcedure
from rulemaking.serializers import (
    DraftInputSerializer,
    DraftSerializer,
    EnactDraftInputSerializer,
    EnactedSerializer,
)

IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The revision of the draft that was read; “0” when there is none.",
)
EXAMPLE = OpenApiExample(
    "A draft that is not finished",
    value={"title": "柳州市政务数据共享办理程序", "provider_review_days": 2, "reply_days": 1},
    request_only=True,
)


class Drafts(viewsets.GenericViewSet[CityProcedure]):
    """The one draft of a city; its authority alone reads and writes it."""

    queryset = CityProcedure.objects.none()
    serializer_class = DraftSerializer
    pagination_class = None
    filter_backends: Any = ()

    @property
    def actor(self) -> Actor:
        return of_request(self.request)

    @extend_schema(
        operation_id="city_procedures_draft_read",
        summary="The draft that lies there",
        responses={200: DraftSerializer, **READING},
    )
    def retrieve(self, request: Request, code: str) -> Response:
        policy.capacity(self.actor, code)
        return _told(drafts.find(code))

    @extend_schema(
        operation_id="city_procedures_draft_save",
        summary="Begin a draft, or change its stages, posts and days",
        description="What is sent takes the place of all that stood there. Nothing is refused for being"
        " unfinished. The answer names what is still wrong.",
        request=DraftInputSerializer,
        responses={200: DraftSerializer, 201: DraftSerializer, **PROBLEMS},
        parameters=[IF_MATCH, KEY],
        examples=[EXAMPLE],
    )
    def save(self, request: Request, code: str) -> Response:
        def act() -> Response:
            city, seen = self._city(code), version_read(request)
            form = from_json(DraftForm, request.data, origin=city, actor=self.actor)
            assert isinstance(form, DraftForm)
            draft = drafts.save(city, actor=self.actor, typed=drafts.typed(form), seen=seen)
            return _told(draft, status=201 if draft.revision == 1 else 200)

        return once(request, act)

    @extend_schema(
        operation_id="city_procedures_draft_discard",
        summary="Do away with the draft",
        request=None,
        responses={204: None, **PROBLEMS},
        parameters=[IF_MATCH],
    )
    def discard(self, request: Request, code: str) -> Response:
        drafts.discard(self._city(code), actor=self.actor, seen=version_read(request))
        return Response(status=204)

    @extend_schema(
        operation_id="city_procedures_draft_enact",
        summary="Publish the draft",
        description="With `dry_run=1` it is only checked and compared with what the city follows today.",
        request=EnactDraftInputSerializer,
        responses={200: EnactedSerializer, 201: EnactedSerializer, **PROBLEMS},
        parameters=[DRY_RUN, IF_MATCH, KEY],
    )
    def enact(self, request: Request, code: str) -> Response:
        def act() -> Response:
            city, seen = self._city(code), version_read(request)
            said = from_json(OverForm, request.data, origin=city, actor=self.actor).cleaned()
            return published(request, code, lambda: drafts.enact(city, actor=self.actor, seen=seen, **said))

        return once(request, act)

    def _city(self, code: str) -> Division:
        """The writer's city: who may not write is told so before what he sent is read."""
        policy.capacity(self.actor, code)
        return Division.objects.get(pk=code)


def _told(draft: CityProcedure, status: int = 200) -> Response:
    shown = DraftSerializer(draft, context={}).data
    return Response(shown, status=status, headers={"ETag": f'"{draft.revision}"'})
