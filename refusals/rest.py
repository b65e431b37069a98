"""How programs are told no: RFC 9457 problem details for every error that the API can meet."""

from collections.abc import Iterator
from math import ceil
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import set_rollback

from refusals import problem, tree
from refusals.problem import Problem
from refusals.tree import FieldError

CONTENT_TYPE = "application/problem+json"
UNKNOWN = _("We do not know who you are. Sign in, or send a valid access token.")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class FieldErrorSerializer(serializers.Serializer):
    """One thing wrong with one field."""

    field = serializers.CharField(help_text="Dotted path or name of a parameter; empty for the whole.")
    code = serializers.CharField(help_text="Stable code of the error.")
    detail = serializers.CharField(help_text="Translated sentence.")


class ProblemSerializer(serializers.Serializer):
    """Problem details as in RFC 9457, with the article of the Measures where one is at stake."""

    type = serializers.CharField(help_text="`urn:guishu:problem:` and the code.")
    title = serializers.CharField(help_text="Short translated summary.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What happened and what to do next, translated.")
    code = serializers.CharField(help_text="Stable code of the problem.")
    article = serializers.CharField(allow_blank=True, help_text="Such as `29(3)`, or empty.")
    errors = FieldErrorSerializer(many=True)  # type: ignore[assignment] # hides a property nobody reads here


def problems(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """For `extend_schema`: a view's answers with these statuses are problems."""
    told = OpenApiResponse(ProblemSerializer, description="Why not, and what to do.")
    return {(status, CONTENT_TYPE): told for status in statuses}


def answer(exc: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler; None leaves a fault of ours to Django, which logs it."""
    found = problem.of(exc)
    if found is None:
        return None
    set_rollback()
    if isinstance(exc, exceptions.ValidationError) and is_reading(context):
        found = Problem(400, "invalid", tree.Malformed.sentence, errors=found.errors)
    return Response(found.body(), status=found.status, headers=dict(found.headers), content_type=CONTENT_TYPE)


def is_reading(context: dict[str, Any]) -> bool:
    """A wrong parameter of a reading call is a wrong address (400); a wrong body is 422."""
    request = context.get("request")
    return request is not None and request.method in SAFE_METHODS


@problem.of.register
def _any(exc: exceptions.APIException) -> Problem:
    told = exc.detail if isinstance(exc.detail, str) else exc.default_detail
    return Problem(exc.status_code, getattr(told, "code", None) or exc.default_code, str(told))


@problem.of.register
def _invalid(exc: exceptions.ValidationError) -> Problem:
    return problem.refusal(tree.Invalid(list(flat(exc.detail))))


@problem.of.register
def _unreadable(exc: exceptions.ParseError) -> Problem:
    return problem.refusal(tree.Malformed())


@problem.of.register
def _missing(exc: exceptions.NotFound) -> Problem:
    return problem.refusal(tree.NotFound())


@problem.of.register
def _forbidden(exc: exceptions.PermissionDenied) -> Problem:
    own_words = str(exc.detail) if str(exc.detail) != str(exc.default_detail) else None
    return problem.refusal(tree.Forbidden(own_words))


@problem.of.register(exceptions.NotAuthenticated)
@problem.of.register(exceptions.AuthenticationFailed)
def _stranger(exc: exceptions.APIException) -> Problem:
    scheme = getattr(exc, "auth_header", None) or "Bearer"
    told = UNKNOWN if isinstance(exc, exceptions.NotAuthenticated) else str(exc.detail)
    return Problem(401, exc.default_code, told, headers={"WWW-Authenticate": scheme})


@problem.of.register
def _throttled(exc: exceptions.Throttled) -> Problem:
    wait = ceil(getattr(exc, "wait", None) or 60)
    return Problem(429, "throttled", str(exc.detail), headers={"Retry-After": str(wait)})


def flat(detail: Any, path: str = "") -> Iterator[FieldError]:
    """DRF's nested errors, one by one, each with its dotted path."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            yield from flat(inner, path if name == "non_field_errors" else joined(path, name))
    elif isinstance(detail, list):
        for place, inner in enumerate(detail):
            yield from flat(inner, path if isinstance(inner, str) else joined(path, place))
    else:
        yield FieldError(path, getattr(detail, "code", None) or "invalid", str(detail))


def joined(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)
