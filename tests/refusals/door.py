"""Addresses that exist in these tests only: each says no in its own way."""

from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, generics, serializers, throttling
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from audit.models import Entry
from config.urls import urlpatterns as portal
from refusals import tree
from refusals.pages import csrf_failure
from refusals.parsing import StrictJSONParser

handler400 = "refusals.pages.bad_request"
handler403 = "refusals.pages.permission_denied"
handler404 = "refusals.pages.page_not_found"
handler500 = "refusals.pages.server_error"

RAISED: dict[str, Any] = {
    "refusal": tree.Refusal,
    "invalid": lambda: tree.Invalid(
        [tree.FieldError("purpose", "required", "Say what for.")], article="29(1)"
    ),
    "forbidden": lambda: tree.Forbidden(article="10"),
    "not-found": tree.NotFound,
    "conflict": tree.Conflict,
    "gone": lambda: tree.Gone(article="27(4)"),
    "precondition": tree.PreconditionRequired,
    "try-again": tree.TryAgain,
    "http404": lambda: Http404("No Entry matches the given query."),
    "denied": lambda: PermissionDenied("internal words"),
    "suspicious": lambda: SuspiciousOperation("internal words"),
    "too-big": lambda: RequestDataTooBig("internal words"),
    "throttled": lambda: exceptions.Throttled(wait=7.2),
    "fault": lambda: RuntimeError("secret of the house"),
}


def told(what: str) -> Exception:
    """The refusal of that name, made anew."""
    return RAISED[what]()


def refuses(request: HttpRequest, what: str) -> HttpResponse:
    raise told(what)


@csrf_exempt
def echoes(request: HttpRequest) -> HttpResponse:
    return HttpResponse(" ".join([*request.GET.values(), *request.POST.values()]))


def queries(request: HttpRequest, what: str) -> HttpResponse:
    """Runs SQL that PostgreSQL ends in the way named."""
    with connection.cursor() as cursor:
        cursor.execute(*SQL[what])
    return HttpResponse("done")


SQL: dict[str, tuple[Any, ...]] = {
    "canceled": ("SET LOCAL statement_timeout = 10; SELECT pg_sleep(5)",),
    "locked": ("DO $$ BEGIN RAISE EXCEPTION 'secret' USING ERRCODE = 'lock_not_available'; END $$",),
    "deadlock": ("DO $$ BEGIN RAISE EXCEPTION 'secret' USING ERRCODE = 'deadlock_detected'; END $$",),
    "nul": ("SELECT %s", ["a\x00b"]),
    "nul-in-json": ("SELECT %s::jsonb", ['"\\u0000"']),
    "surrogate": ("SELECT %s", ["\ud800"]),
    "too-large": ("SELECT '99999999999'::text::integer",),
}


class Field(serializers.Serializer):
    name = serializers.CharField(max_length=5)
    share = serializers.ChoiceField(["yes", "no"], default="no")


class Particulars(serializers.Serializer):
    purpose = serializers.CharField()
    fields_asked = Field(many=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["purpose"] == "none":
            raise serializers.ValidationError("Say what for.", code="purpose")
        return attrs


class Open(APIView):
    permission_classes = [AllowAny]
    parser_classes = [StrictJSONParser]


class Refuses(Open):
    def get(self, request: Request, what: str) -> Response:
        raise told(what)


class Queries(Open):
    def get(self, request: Request, what: str) -> Response:
        queries(request._request, what)
        return Response({})


class Takes(Open):
    def post(self, request: Request) -> Response:
        particulars = Particulars(data=request.data)
        particulars.is_valid(raise_exception=True)
        return Response(particulars.data)


class Echoes(Open):
    def post(self, request: Request) -> Response:
        return Response(request.data)


class Nobody(BasePermission):
    def has_permission(self, request: Request, view: Any) -> bool:
        return False


class ForPeople(APIView):
    permission_classes = [IsAuthenticated, Nobody]

    def get(self, request: Request) -> Response:
        return Response({})


class OnceADay(throttling.AnonRateThrottle):
    rate = "1/day"
    scope = "door"


class Rows(generics.ListAPIView):
    class serializer_class(serializers.ModelSerializer):  # noqa: N801
        class Meta:
            model = Entry
            fields = ["id", "act"]

    permission_classes = [AllowAny]
    queryset = Entry.objects.all()
    ordering = "id"


urlpatterns = [
    path("door/refuses/<what>/", refuses),
    path("door/queries/<what>/", queries),
    path("door/echoes/", echoes),
    path("door/stale/", csrf_failure),
    path("api/v1/door/page/<what>/", refuses),
    path("api/v1/door/refuses/<what>/", Refuses.as_view()),
    path("api/v1/door/queries/<what>/", Queries.as_view()),
    path("api/v1/door/takes/", Takes.as_view()),
    path("api/v1/door/echoes/", Echoes.as_view()),
    path("api/v1/door/people/", ForPeople.as_view()),
    path("api/v1/door/throttled/", Echoes.as_view(throttle_classes=[OnceADay])),
    path("api/v1/door/rows/", Rows.as_view()),
    path("", include(portal)),
]


def fails(request: HttpRequest) -> dict[str, Any]:
    """A context processor whose store is away."""
    raise RuntimeError("The store is away.")
