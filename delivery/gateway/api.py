"""Counts, exports, files and calls for programs, and the manifests of what was handed over (art. 42, 44)."""

import json
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from delivery.api import PARAMETERS, OnlyJSON
from delivery.errors import BadQuestion
from delivery.gateway import counts, downloads, proxying, takeaway, tracing, usage
from delivery.gateway.downloads import Download, Wish
from delivery.gateway.exports import Form
from delivery.gateway.lookup import actor_of
from delivery.gateway.pages import period_of
from delivery.gateway.proxying import Asked
from delivery.gateway.questions import LARGEST_PAGE
from delivery.gateway.serializers import (
    CountsSerializer,
    ManifestSerializer,
    StoredFileSerializer,
    TraceSerializer,
    UsageSerializer,
)
from delivery.gateway.takeaway import NO_STORE
from delivery.models import Clue, Delivery
from delivery.policy import delivery_of
from delivery.sides import Side, of_side, side_of
from organizations.actors import of_request
from refusals.rest import problems
from refusals.tree import NotFound

PROBLEMS = problems(400, 401, 403, 404, 410, 429, 503)
GRANT = OpenApiParameter("grant", str, description="Number of the grant, when several are in force.")
FILTER = next(one for one in PARAMETERS if one.name.startswith("<field>"))
FIELDS = next(one for one in PARAMETERS if one.name == "fields")
MOST_CLUES = 100
CALLED = (
    "The answer holds granted fields only. What the service says of errors is not passed on. Other methods "
    "that the provider opened are called in the same way."
)
CALL_PATH = OpenApiParameter(
    "path",
    str,
    OpenApiParameter.PATH,
    description="Below the address of the service, among the paths that the provider opened; other "
    "characters than ASCII in UTF-8 escapes. Dots that lead upwards, escaped slashes and percent signs are "
    "refused.",
)
CALL_ANSWERS = {(200, "application/json"): OpenApiTypes.ANY, **PROBLEMS, **problems(502, 504)}
ORDERING = next(one for one in PARAMETERS if one.name == "ordering")


class Counts(APIView):
    """Groups of rows with their figures; each call stands in the trail before it is answered."""

    content_negotiation_class = OnlyJSON

    @extend_schema(
        operation_id="data_counts",
        summary="Count shared data under a grant",
        tags=["delivery"],
        parameters=[
            OpenApiParameter("group", str, description="Up to 3 granted fields, with commas between."),
            OpenApiParameter(
                "measures",
                str,
                default="count",
                description="Figures of each group: `count`, `distinct:FIELD`, `min:FIELD`, "
                "`max:FIELD`, `sum:FIELD`; sums and decimals are text.",
            ),
            FILTER,
            OpenApiParameter("page", {"type": "integer", "minimum": 1, "maximum": counts.LAST_PAGE}),
            OpenApiParameter("page_size", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}),
            GRANT,
        ],
        responses={200: CountsSerializer, **PROBLEMS},
    )
    def get(self, request: Request, resource: str) -> HttpResponse:
        done = counts.count(actor_of(request.user), resource, request.query_params)
        head = json.dumps(
            {
                "resource": done.resource.code,
                "grant": done.grant.number,
                "group": [column.name for column in done.counting.groups],
                "measures": [measure.name for measure in done.counting.measures],
                "page": done.counting.page,
                "more": done.more,
            },
            ensure_ascii=False,
        ).encode()
        body = head[:-1] + b', "results": ' + done.text + b"}"
        return HttpResponse(body, content_type="application/json", headers=NO_STORE)


class Export(APIView):
    """The whole table, or what the filters leave of it, as a file that is made while it is sent."""

    content_negotiation_class = OnlyJSON

    @extend_schema(
        operation_id="data_export",
        summary="Export shared data under a grant",
        description="Granted fields only. In CSV, text that begins with = + - @, a tab or a line break gets "
        "an apostrophe before it; Excel cells are marked as text instead; JSON lines and Parquet hold values "
        "as they are. The answer names its delivery in `X-Delivery`; the manifest with rows, bytes and "
        "SHA-256 follows once the last byte has gone. Excel takes at most 200,000 rows.",
        tags=["delivery"],
        parameters=[
            OpenApiParameter("form", str, OpenApiParameter.PATH, enum=Form.values),
            FIELDS,
            FILTER,
            ORDERING,
            OpenApiParameter("bom", str, enum=["1"], description="CSV with a byte order mark, for Excel."),
            GRANT,
        ],
        responses={(200, "application/octet-stream"): OpenApiTypes.BINARY, **PROBLEMS},
    )
    def get(self, request: Request, resource: str, form: str) -> HttpResponseBase:
        if form not in Form.values:
            raise NotFound
        ready = takeaway.export(actor_of(request.user), resource, Form(form), request.query_params)
        return takeaway.answer(ready, Form(form).media_type)


class Files(APIView):
    """The files of a resource, under a grant in force."""

    content_negotiation_class = OnlyJSON

    @extend_schema(
        operation_id="data_files",
        summary="List shared files under a grant",
        tags=["delivery"],
        parameters=[GRANT],
        responses={200: StoredFileSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request, resource: str) -> Response:
        found = downloads.files_of(actor_of(request.user), resource, request.query_params.get("grant"))
        return Response(StoredFileSerializer(found, many=True).data)


class File(APIView):
    """One file; one range of it, or a copy with a visible mark."""

    content_negotiation_class = OnlyJSON

    @extend_schema(
        operation_id="data_file",
        summary="Take a shared file under a grant",
        description="`Range` with one range is answered with 206; several ranges with the whole file. "
        "`If-Range` takes the entity tag. `mark=1` puts a visible mark on PDF documents and pictures: who, "
        "grant, when.",
        tags=["delivery"],
        parameters=[GRANT, OpenApiParameter("mark", str, enum=["1"], description="With a visible mark.")],
        responses={
            (200, "application/octet-stream"): OpenApiTypes.BINARY,
            (206, "application/octet-stream"): OpenApiTypes.BINARY,
            304: None,
            **PROBLEMS,
            **problems(416, 422),
        },
    )
    def get(self, request: Request, resource: str, name: str) -> HttpResponseBase:
        wish = Wish.of(request.query_params, request.headers)
        return file_answer(downloads.download(actor_of(request.user), resource, name, wish))


def file_answer(done: Download) -> HttpResponseBase:
    """The file, its part, or nothing because the asker has it; never shown in the browser."""
    if done.sending is None or done.delivery is None:
        return HttpResponse(status=304, headers={"ETag": done.tag})
    status = 206 if done.is_part else 200
    response = StreamingHttpResponse(
        done.sending, status=status, content_type=done.stored.media_type, headers=NO_STORE
    )
    response["ETag"], response["Content-Length"] = done.tag, str(done.part.length)
    response["Accept-Ranges"] = "none" if done.marked else "bytes"
    response["Content-Disposition"] = content_disposition_header(True, done.stored.name)
    response["X-Delivery"] = done.delivery.number
    if done.is_part:
        response["Content-Range"] = done.part.content_range
    return response


class AnyBody(BaseParser):
    """Leaves the body as it came: the gateway reads it itself."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        return bytes(stream.read(proxying.LARGEST_BODY + 1))


class CallService(APIView):
    """A call of the department's own service, within its open paths and methods."""

    content_negotiation_class = OnlyJSON
    parser_classes = (AnyBody,)
    http_method_names = ("get", "post", "put", "patch", "delete", "head", "options")

    def _called(self, request: Request, resource: str, path: str) -> HttpResponseBase:
        body = request.data if isinstance(request.data, bytes) else b""
        asked = Asked(
            method=str(request.method),
            path=path,
            parameters=request.query_params,
            headers=request.headers,
            body=body,
            raw=request.META.get("RAW_URI", ""),
        )
        done = proxying.call(actor_of(request.user), resource, asked)
        response = StreamingHttpResponse(
            done.sending, status=done.status, content_type=done.media_type, headers=NO_STORE | done.headers
        )
        response["X-Delivery"] = done.delivery.number
        response["Content-Disposition"] = "attachment"
        return response

    @extend_schema(
        operation_id="data_call",
        summary="Call a department's service under a grant",
        description=CALLED,
        tags=["delivery"],
        parameters=[CALL_PATH, GRANT],
        responses=CALL_ANSWERS,
    )
    def get(self, request: Request, resource: str, path: str) -> HttpResponseBase:
        return self._called(request, resource, path)

    @extend_schema(
        operation_id="data_call_post",
        summary="Call a department's service with a body, under a grant",
        description=f"{CALLED} The body is JSON of at most 1 MB; it may name granted fields only.",
        tags=["delivery"],
        parameters=[CALL_PATH, GRANT],
        request={"application/json": OpenApiTypes.ANY},
        responses=CALL_ANSWERS,
    )
    def post(self, request: Request, resource: str, path: str) -> HttpResponseBase:
        return self._called(request, resource, path)

    @extend_schema(exclude=True)
    def put(self, request: Request, resource: str, path: str) -> HttpResponseBase:
        return self._called(request, resource, path)

    patch = delete = put


class Deliveries(ListAPIView[Delivery]):
    """What was handed over: under our grants, and of our data."""

    serializer_class = ManifestSerializer
    ordering = "-pk"
    filter_backends = ()

    @extend_schema(
        operation_id="delivery_deliveries",
        tags=["delivery"],
        parameters=[OpenApiParameter("grant", str, description="Under this grant only.")],
        responses={200: ManifestSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Delivery]:
        found = Delivery.objects.visible_to(of_request(self.request)).with_parties()
        number = self.request.query_params.get("grant")
        return found.filter(grant__number=number[:40]) if number else found


class Manifest(APIView):
    """The manifest of one delivery, as a file to keep beside the copy."""

    @extend_schema(
        operation_id="delivery_manifest", tags=["delivery"], responses={200: ManifestSerializer, **PROBLEMS}
    )
    def get(self, request: Request, number: str) -> Response:
        return Response(ManifestSerializer(delivery_of(of_request(request), number)).data)


class Trace(APIView):
    """Whose copy is this: by its SHA-256, for the provider and the auditor."""

    @extend_schema(
        operation_id="delivery_trace",
        tags=["delivery"],
        parameters=[
            OpenApiParameter("digest", str, OpenApiParameter.PATH, description="SHA-256, hexadecimal.")
        ],
        responses={200: TraceSerializer(many=True), **PROBLEMS},
    )
    def get(self, request: Request, digest: str) -> Response:
        try:
            found = tracing.traced(digest, of_request(request))
        except ValueError:
            raise BadQuestion("digest", "no_digest", tracing.NO_DIGEST) from None
        return Response(TraceSerializer(found, many=True).data)


class UsageFigures(APIView):
    """Who took how much, by grant, day, person or system; unusual use beside it, for the provider."""

    @extend_schema(
        operation_id="delivery_usage",
        tags=["delivery"],
        parameters=[
            OpenApiParameter("side", str, enum=Side.values, default=Side.HOLDER.value),
            OpenApiParameter(
                "days", str, description="The last so many days, at most 366; 30 without a word."
            ),
        ],
        responses={200: UsageSerializer, **PROBLEMS},
    )
    def get(self, request: Request) -> Response:
        side = side_of(request.query_params.get("side"))
        grants = of_side(of_request(request), side)
        found = usage.of(grants, period_of(request.query_params.get("days")))
        clues = Clue.objects.filter(grant__in=grants).select_related("grant")[:MOST_CLUES]
        shown = UsageSerializer(
            {
                "by_grant": found.by_grant,
                "by_day": found.by_day,
                "by_person": [
                    {**use.what, "reads": use.reads, "rows": use.rows, "bytes": use.bytes}
                    for use in found.by_person
                ],
                "clues": clues if side != Side.HOLDER else [],
            }
        )
        return Response(shown.data)
