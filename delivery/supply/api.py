"""What we supply, for programs: bring data, watch loads, versions, sources and services (art. 23, 24, 38)."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_202_ACCEPTED
from rest_framework.views import APIView

from delivery import files, policy
from delivery.models import ApiSource, Load, LoadMode, Origin, Resource, Version
from delivery.supply import incoming, keeping, loading, registering, schedule
from delivery.supply.forms import ServiceForm, SourceForm
from delivery.supply.incoming import Brought
from delivery.supply.mounting import is_table, signature
from delivery.supply.serializers import (
    LoadSerializer,
    ServiceSerializer,
    SourceSerializer,
    SuppliedSerializer,
    VersionSerializer,
)
from delivery.supply.switching import Order
from organizations.actors import of_request
from procedure.idempotency import REPLAYED, once
from procedure.particulars import from_json
from procedure.rest import KEY
from refusals.rest import problems
from refusals.tree import FieldError, Invalid, NotFound

READING = problems(400, 401, 403, 404, 503)
WRITING = problems(400, 401, 403, 404, 409, 413, 415, 422, 503, 507)
BRINGING = [
    OpenApiParameter("name", str, required=True, description="Name of the file, with its ending."),
    OpenApiParameter("resource", str, description="Code of the resource; without it the entry's first one."),
    OpenApiParameter("mode", str, enum=LoadMode.values, default=LoadMode.FULL.value),
    OpenApiParameter("key", str, description="Key fields, with commas between, for `upsert`."),
    OpenApiParameter("title", str, description="Title of the resource."),
    OpenApiParameter(
        "Content-Digest",
        str,
        OpenApiParameter.HEADER,
        description="`sha-256=:BASE64:` (RFC 9530); a body with another digest is refused.",
    ),
    KEY,
]


class AsItIs(BaseParser):
    """Leaves the body where it is: it is read piece by piece, and never held in memory."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return stream


class Bring(APIView):
    """Bring a file behind an entry: the body is the file."""

    parser_classes = (AsItIs,)

    @extend_schema(
        operation_id="delivery_bring",
        summary="Bring data behind an entry",
        description="CSV, Excel, JSON or Parquet for a table, one file for an entry of files. The answer is "
        "a load, which a worker makes; what was there before is supplied until it is done, and stays when "
        "it fails.",
        tags=["delivery"],
        parameters=BRINGING,
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={202: LoadSerializer, **WRITING},
    )
    def post(self, request: Request, code: str) -> Response:
        actor, asked = of_request(request), request.query_params
        entry = policy.entry_for(actor, code)
        order = _order(entry, asked)
        brought = incoming.take(
            request.stream.read if request.stream else lambda _size: b"",
            asked.get("name", ""),
            announced=_announced(request),
            digest=incoming.digest_announced(request.headers.get("Content-Digest", "")),
        )
        return self._queued(request, brought, lambda: loading.bring(entry, actor, [brought], order))

    def _queued(self, request: Request, brought: Brought, bring: Callable[[], Load]) -> Response:
        """The load, or the first answer to this key; then, as after a refusal, the file is not needed."""

        def act() -> Response:
            with transaction.atomic():
                load = bring()
            return Response(LoadSerializer(load).data, status=202, headers={"Location": _of(request, load)})

        needed = False
        try:
            answer = once(request, act, said=[brought.name, brought.size, brought.digest])
            needed = answer.status_code == HTTP_202_ACCEPTED and REPLAYED not in answer
        finally:
            if not needed:
                files.drop(brought.file)
        return answer


def _announced(request: Request) -> int | None:
    length = request.META.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else None


def _of(request: Request, load: Load) -> str:
    return request.build_absolute_uri(reverse("delivery-api:load", args=[load.pk]))


def _order(entry: Any, asked: Any) -> Order:
    """The order in the address. Raises Invalid for a mode or a resource that is not known."""
    mode, code = asked.get("mode", LoadMode.FULL), asked.get("resource", "")
    known = {f"{entry.code}-1", registering.next_code(entry), *registering.codes_of(entry)}
    if mode not in LoadMode.values or (mode == LoadMode.UPSERT and not is_table(entry)):
        raise Invalid([FieldError("mode", "unknown_mode", LoadMode.FULL.label)])
    if code and code not in known:
        raise NotFound
    key = tuple(name for name in asked.get("key", "").split(",") if name)[:20]
    return Order(code=code, mode=mode, key=key, title=asked.get("title", "")[:200], origin=Origin.UPLOAD)


class Loads(APIView):
    """One load."""

    @extend_schema(
        operation_id="delivery_load", tags=["delivery"], responses={200: LoadSerializer, **READING}
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(LoadSerializer(policy.load_for(of_request(request), pk)).data)


class CancelLoad(APIView):
    """Stop a load that waits or runs."""

    @extend_schema(
        operation_id="delivery_load_cancel",
        tags=["delivery"],
        parameters=[KEY],
        request=None,
        responses={200: LoadSerializer, **WRITING},
    )
    def post(self, request: Request, pk: int) -> Response:
        actor = of_request(request)
        load = policy.load_for(actor, pk)

        def act() -> Response:
            loading.cancel(load, actor)
            return Response(LoadSerializer(policy.load_for(actor, pk)).data)

        return once(request, act)


class Supply(ListAPIView[Resource]):
    """The resources that our organizations supply; for the Bureau, all."""

    serializer_class = SuppliedSerializer
    ordering = "code"
    filter_backends = ()

    @extend_schema(
        operation_id="delivery_supply",
        tags=["delivery"],
        responses={200: SuppliedSerializer(many=True), **READING},
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        return policy.resources_of(of_request(self.request))


class Versions(APIView):
    """The versions of a resource, newest first."""

    @extend_schema(
        operation_id="delivery_versions",
        tags=["delivery"],
        responses={200: VersionSerializer(many=True), **READING},
    )
    def get(self, request: Request, code: str) -> Response:
        found = policy.resource_for(of_request(request), code).versions.prefetch_related("files")[:100]
        return Response(VersionSerializer(found, many=True).data)


class Restore(APIView):
    """Put an earlier version back in place."""

    @extend_schema(
        operation_id="delivery_version_restore",
        tags=["delivery"],
        parameters=[KEY],
        request=None,
        responses={200: VersionSerializer, **WRITING},
    )
    def post(self, request: Request, code: str, number: int) -> Response:
        actor = of_request(request)
        resource = policy.resource_for(actor, code)

        def act() -> Response:
            version: Version = keeping.restore(resource, number, actor)
            return Response(VersionSerializer(version).data)

        return once(request, act)


class SourceOf(APIView):
    """The department's database behind a resource."""

    @extend_schema(
        operation_id="delivery_source", tags=["delivery"], responses={200: SourceSerializer, **READING}
    )
    def get(self, request: Request, code: str) -> Response:
        return Response(SourceSerializer(policy.source_for(of_request(request), code)).data)

    @extend_schema(
        operation_id="delivery_source_put",
        tags=["delivery"],
        request=SourceSerializer,
        responses={200: SourceSerializer, **WRITING},
    )
    def put(self, request: Request, code: str) -> Response:
        actor = of_request(request)
        entry = policy.entry_for(actor, code.rpartition("-")[0])
        form = from_json(SourceForm, request.data, origin=entry, actor=actor)
        stated = form.cleaned()
        if code not in {f"{entry.code}-1", registering.next_code(entry), *registering.codes_of(entry)}:
            raise NotFound
        return Response(SourceSerializer(registering.register_source(entry, code, actor, stated)).data)


class Fetch(APIView):
    """Fetch from a source now."""

    @extend_schema(
        operation_id="delivery_source_fetch",
        tags=["delivery"],
        parameters=[KEY],
        request=None,
        responses={202: LoadSerializer, **WRITING},
    )
    def post(self, request: Request, code: str) -> Response:
        actor = of_request(request)
        source = policy.source_for(actor, code)

        def act() -> Response:
            with transaction.atomic():
                load = schedule.ask(source, signature(source.entry, actor))
            load = load or source.loads.latest("pk")
            return Response(LoadSerializer(load).data, status=202)

        return once(request, act)


class ServiceOf(APIView):
    """The department's own service behind a resource."""

    @extend_schema(
        operation_id="delivery_service", tags=["delivery"], responses={200: ServiceSerializer, **READING}
    )
    def get(self, request: Request, code: str) -> Response:
        resource = policy.resource_for(of_request(request), code)
        found = ApiSource.objects.select_related("resource").filter(resource=resource).first()
        if found is None:
            raise NotFound
        return Response(ServiceSerializer(found).data)

    @extend_schema(
        operation_id="delivery_service_put",
        tags=["delivery"],
        request=ServiceSerializer,
        responses={200: ServiceSerializer, **WRITING},
    )
    def put(self, request: Request, code: str) -> Response:
        actor = of_request(request)
        entry = policy.entry_for(actor, code.rpartition("-")[0], bring=not policy.may_allow_private(actor))
        body = request.data
        if isinstance(body, dict) and isinstance(body.get("paths"), list):
            body = body | {"paths": "\n".join(map(str, body["paths"]))}
        stated = from_json(ServiceForm, body, origin=entry, actor=actor).cleaned()
        resource = registering.register_service(entry, code, actor, stated)
        return Response(ServiceSerializer(ApiSource.objects.get(resource=resource)).data)
