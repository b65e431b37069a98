"""Grants, resources and the rows gateway for programs (art. 42, 44)."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.views import APIView

from catalog.models import Entry
from delivery.gateway import reading
from delivery.gateway.lookup import actor_of
from delivery.gateway.questions import LARGEST_PAGE
from delivery.lists import GrantFilter
from delivery.models import Grant, Resource
from delivery.policy import grant_of
from delivery.serializers import GrantSerializer, ResourceSerializer, RowsSerializer
from delivery.sides import Side, of_side
from organizations.actors import of_request
from refusals.rest import problems
from refusals.tree import NotFound

PROBLEMS = problems(400, 401, 403, 404, 410, 503)
ROWS = OpenApiExample(
    "Two fields of registered enterprises",
    value={
        "resource": "307010450000-000001-1",
        "grant": "GX-GR-2026-000007",
        "fields": [
            {"name": "uniscid", "title": "统一社会信用代码", "type": "string"},
            {"name": "regcap", "title": "注册资本", "type": "decimal"},
        ],
        "results": [{"uniscid": "91450100MA5K000017", "regcap": "500.0000"}],
        "next": "https://example.gov.cn/api/v1/data/307010450000-000001-1/rows/?cursor=WzEwMF0",
    },
    response_only=True,
    status_codes=["200"],
)
EXPIRED = OpenApiExample(
    "The grant is over",
    value={
        "type": "urn:guishu:problem:grant_over",
        "title": "不允许",
        "status": 403,
        "detail": "授权 GX-GR-2026-000007 的有效期至 2026-10-31 止，现已失效。",
        "code": "grant_over",
        "article": "44",
        "errors": [],
    },
    response_only=True,
    status_codes=["403"],
)
PARAMETERS = [
    OpenApiParameter(
        "fields", str, description="Granted fields, with commas between; all of them without it."
    ),
    OpenApiParameter(
        "<field>__<operator>",
        str,
        description="A filter on a granted field: eq, ne, gt, gte, lt, lte, in (commas between); contains. "
        "`<field>=` alone means eq.",
    ),
    OpenApiParameter("ordering", str, description="Up to 3 granted fields; a hyphen before one reverses it."),
    OpenApiParameter("cursor", str, description="From `next`; it holds no value of any row."),
    OpenApiParameter(
        "page_size",
        {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": 100},
        description="Rows.",
    ),
    OpenApiParameter("grant", str, description="Number of the grant, when several are in force."),
]


class OnlyJSON(BaseContentNegotiation):
    """One form of answer, so that a field may be called `format`."""

    def select_renderer(
        self, request: Request, renderers: Any, format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        return renderers[0], renderers[0].media_type

    def select_parser(self, request: Request, parsers: Any) -> Any:
        return parsers[0]


class Rows(APIView):
    """Rows of a resource, under a grant in force. Each call stands in the trail before it is answered."""

    content_negotiation_class = OnlyJSON

    @extend_schema(
        operation_id="data_rows",
        summary="Read shared data under a grant",
        description="Only granted fields exist here: any other name is answered in the same words as one "
        "that does not exist, in `fields`, filters and `ordering`. A page costs the same wherever it lies.",
        tags=["delivery"],
        parameters=PARAMETERS,
        responses={200: RowsSerializer, **PROBLEMS},
        examples=[ROWS, EXPIRED],
    )
    def get(self, request: Request, resource: str) -> HttpResponse:
        done = reading.read(actor_of(request.user), resource, request.query_params)
        head = json.dumps({
            "resource": done.resource.code,
            "grant": done.grant.number,
            "fields": [{"name": c.name, "title": c.title, "type": c.type} for c in done.page.columns],
            "next": _next(request, done.page.cursor),
        }, ensure_ascii=False).encode()  # fmt: skip
        body = head[:-1] + b', "results": ' + done.page.text + b"}"
        return HttpResponse(body, content_type="application/json", headers={"Cache-Control": "no-store"})


def _next(request: Request, cursor: str) -> str | None:
    return replace_query_param(request.build_absolute_uri(), "cursor", cursor) if cursor else None


class Grants(ListAPIView[Grant]):
    """Our grants; with `?side=provider` those on data that we supply."""

    serializer_class = GrantSerializer
    ordering = "-pk"
    filter_backends = ()

    @extend_schema(
        operation_id="delivery_grants",
        tags=["delivery"],
        parameters=[
            OpenApiParameter("side", str, enum=Side.values, default=Side.HOLDER.value),
            OpenApiParameter("standing", str, enum=["in_force", "over"]),
            OpenApiParameter(
                "q", {"type": "string", "maxLength": 100}, description="Number, data or system."
            ),
        ],
        responses={200: GrantSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Grant]:
        asked = self.request.query_params
        found = of_side(of_request(self.request), asked.get("side"))
        return GrantFilter(asked).checked().narrow(found).with_addresses()


class GrantDetail(RetrieveAPIView[Grant]):
    """One grant, for its user, its provider and the Bureau."""

    serializer_class = GrantSerializer

    @extend_schema(
        operation_id="delivery_grant", tags=["delivery"], responses={200: GrantSerializer, **PROBLEMS}
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_object(self) -> Grant:
        return grant_of(of_request(self.request), self.kwargs["number"])


class Resources(APIView):
    """What is mounted behind an entry, for whoever sees the entry."""

    permission_classes = (AllowAny,)

    @extend_schema(
        operation_id="catalog_entry_resources",
        tags=["catalog"],
        responses={200: ResourceSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request, code: str) -> Response:
        entry = Entry.objects.visible_to(of_request(request)).filter(code=code[:40]).first()
        if entry is None:
            raise NotFound
        found = Resource.objects.filter(entry=entry)
        return Response(ResourceSerializer(found, many=True, context={"request": request}).data)
