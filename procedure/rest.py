"""What the REST door of every kind of case shares: list, read, open, take a step, timeline."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Prefetch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from organizations.actors import Actor, of_request
from procedure.engine import admitted, begin, rehearse, take
from procedure.errors import NotYours
from procedure.history import timeline
from procedure.idempotency import once
from procedure.models import Case, WorkItem
from procedure.particulars import form_of, from_json
from procedure.policy import the_clock
from procedure.serializers import CaseSerializer, TimelineSerializer, documentation_of
from refusals.rest import problems
from refusals.tree import FieldError, Invalid, NotFound

VERSION = re.compile(r'(?:W/)?"([0-9]{1,9})"|([0-9]{1,9})')
DRY_RUN = OpenApiParameter("dry_run", bool, description="Answer what would happen; store nothing.")
IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The version of the case that was read.",
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="A repeat with the same key gets the first answer.",
)
READING = problems(400, 401, 403, 404, 503)
PROBLEMS = problems(400, 401, 403, 404, 409, 413, 415, 422, 428, 503)


class CaseViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Case]):
    """One kind of case over REST; every step of the kind becomes an address of its own."""

    kind: ClassVar[type[Case]]
    opened: ClassVar[str] = "A draft: nobody else sees it until it is submitted."
    """What the documentation says of the call that opens a case."""
    serializer_class = CaseSerializer
    lookup_field = "number"
    lookup_value_regex = r"[A-Z0-9-]{1,32}"
    ordering = "-case_ptr_id"

    def __init_subclass__(cls, **rest: Any) -> None:
        super().__init_subclass__(**rest)
        for step in cls.kind.steps():
            if step.by is not the_clock:
                setattr(cls, f"step_{step.name}", _step_address(cls, step.name, step.label))
        cls.create = _opening_address(cls)  # type: ignore[attr-defined]

    @property
    def actor(self) -> Actor:
        return of_request(self.request)

    def visible(self) -> Any:
        """The cases that the reader may see, with what their particulars name; kinds refine it."""
        rows: Any = self.kind.objects.visible_to(self.actor).with_parties()
        return rows

    def get_queryset(self) -> Any:
        """What a list shows, in four queries."""
        return (
            self.visible()
            .select_related("origin")
            .prefetch_related(
                Prefetch("work_items", WorkItem.objects.with_escalations()),
                "work_items__holder",
                "work_items__claimed_by",
            )
        )

    def get_object(self) -> Case:
        """The case of the address; it reads its duties when it is asked for them."""
        case: Case | None = self.visible().filter(number=self.kwargs["number"]).first()
        if case is None:
            raise NotFound
        return case.as_seen_by(self.actor)

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page of cases, each as far as the reader may know it."""
        return [case.as_seen_by(self.actor) for case in super().paginate_queryset(queryset) or []]

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.answer(self.get_object())

    def open_case(self, request: Request) -> Response:
        if not self.kind.opening().eligible(self.actor):
            raise NotYours
        form = from_json(form_of(self.kind.KIND, self.kind.opening().name), request.data, actor=self.actor)
        particulars = form.cleaned()
        return self.perform(request, lambda: begin(self.kind, actor=self.actor, **particulars), status=201)

    def take_step(self, request: Request, step: str) -> Response:
        case = self.get_object()
        seen = version_read(request)
        with admitted(case, step, actor=self.actor, seen=seen):
            form = from_json(form_of(self.kind.KIND, step), request.data, case=case, actor=self.actor)
            particulars = form.cleaned()
        return self.perform(request, lambda: take(case, step, actor=self.actor, seen=seen, **particulars))

    def perform(self, request: Request, act: Callable[[], Case], status: int = 200) -> Response:
        """Do it, or only rehearse it when `?dry_run=1` asks so."""
        if is_dry_run(request):
            return self.answer(rehearse(act), status=200, dry_run=True)
        return self.answer(act(), status=status)

    def answer(self, case: Case, status: int = 200, **more: Any) -> Response:
        case = case.as_seen_by(self.actor)
        data = self.get_serializer(case).data | more
        headers = {} if more else {"ETag": f'"{case.version}"'}
        if status == 201:
            headers["Location"] = self.request.build_absolute_uri(f"{self.request.path}{case.number}/")
        return Response(data, status=status, headers=headers)

    @extend_schema(responses={200: TimelineSerializer(many=True), **READING})
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def timeline(self, request: Request, number: str) -> Response:
        """What happened in the case, newest first."""
        lines = timeline(self.get_object(), self.actor)
        return Response(TimelineSerializer(lines, many=True).data)


def _opening_address(viewset: type[CaseViewSet]) -> Callable[..., Response]:
    def create(self: CaseViewSet, request: Request) -> Response:
        return once(request, lambda: self.open_case(request))

    return extend_schema(
        summary=viewset.kind.opening().label,
        description=viewset.opened,
        request=documentation_of(viewset.kind, viewset.kind.opening().name),
        responses={201: viewset.serializer_class, **PROBLEMS},
        parameters=[DRY_RUN, KEY],
    )(create)


def _step_address(viewset: type[CaseViewSet], name: str, label: str | Promise) -> Callable[..., Response]:
    def view(self: CaseViewSet, request: Request, number: str) -> Response:
        return once(request, lambda: self.take_step(request, name))

    view.__name__ = f"step_{name}"
    address = action(detail=True, methods=["post"], url_path=f"steps/{name}", url_name=f"step-{name}")(view)
    return extend_schema(
        summary=label,
        request=documentation_of(viewset.kind, name),
        responses={200: viewset.serializer_class, **PROBLEMS},
        parameters=[DRY_RUN, IF_MATCH, KEY],
    )(address)


def version_read(request: Request) -> int | None:
    """The version in If-Match, such as `"4"`; None when it is absent."""
    tag = request.headers.get("If-Match")
    if tag is None:
        return None
    found = VERSION.fullmatch(tag)
    if found is None:
        raise Invalid(
            [FieldError("If-Match", "invalid_version", _("If-Match is the case's version, such as “4”."))]
        )
    return int(found[1] or found[2])


def is_dry_run(request: Request) -> bool:
    """Whether `?dry_run=1` asks only for a rehearsal; other words are refused, so that no typo acts."""
    said = request.query_params.get("dry_run", "0").lower()
    if said not in {"0", "1", "true", "false"}:
        raise Invalid([FieldError("dry_run", "invalid", _("dry_run is 1 or 0."))])
    return said in {"1", "true"}
