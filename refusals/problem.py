"""One problem as it is told: what was raised becomes status, code, sentence, article and errors."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from logging import getLogger
from typing import Any

from django.core.exceptions import (
    NON_FIELD_ERRORS,
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, UnreadablePostError
from django.utils.translation import gettext_lazy as _

from refusals import tree
from refusals.tree import FieldError, Sentence

logger = getLogger(__name__)

TITLES: dict[int, Sentence] = {
    400: _("This cannot be read"),
    401: _("Please sign in"),
    403: _("Not allowed"),
    404: _("Not found"),
    405: _("Not offered here"),
    406: _("No such form of answer"),
    409: _("The case has moved on"),
    410: _("No longer available"),
    412: _("The case has moved on"),
    413: _("Too large"),
    415: _("No such form of request"),
    422: _("Please correct"),
    428: _("Say which version you read"),
    429: _("Too many requests"),
    500: _("Something went wrong"),
    503: _("Please try again"),
}
TOO_LARGE = _("What was sent is too large. Send less at a time.")
UNSTORABLE = _(
    "A value cannot be stored: it is too long, too large or has characters that are no text. Correct it."
)
UNEXPECTED = _("Something went wrong on our side. It has been noted; please try again later.")


@dataclass(frozen=True)
class Problem:
    """What is told, in RFC 9457's terms; `headers` go with the answer."""

    status: int
    code: str
    detail: Sentence
    article: str = ""
    errors: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> Sentence:
        return TITLES.get(self.status) or TITLES[400 if self.status < 500 else 500]

    def body(self) -> dict[str, Any]:
        """The members of an `application/problem+json` object, in the reader's language."""
        return {
            "type": f"urn:guishu:problem:{self.code}",
            "title": str(self.title),
            "status": self.status,
            "detail": str(self.detail),
            "code": self.code,
            "article": self.article,
            "errors": [{"field": e.field, "code": e.code, "detail": str(e.sentence)} for e in self.errors],
        }


def unexpected() -> Problem:
    """What is told of a fault of ours: nothing but that there was one."""
    return Problem(500, "unexpected", UNEXPECTED)


@singledispatch
def of(exc: BaseException) -> Problem | None:
    """The problem that an exception stands for; None for one that nobody foresaw."""
    return None


@of.register
def refusal(exc: tree.Refusal) -> Problem:
    return Problem(exc.status, exc.code, exc.sentence, exc.article, tuple(exc.errors), exc.headers)


@of.register
def _missing(exc: Http404) -> Problem:
    return refusal(tree.NotFound())


@of.register
def _forbidden(exc: PermissionDenied) -> Problem:
    return refusal(tree.Forbidden())


@of.register
def _suspicious(exc: SuspiciousOperation) -> Problem:
    return refusal(tree.Malformed())


@of.register
def _cut_off(exc: UnreadablePostError) -> Problem:
    return refusal(tree.Malformed())


@of.register
def _too_large(exc: RequestDataTooBig) -> Problem:
    return Problem(413, "too_large", TOO_LARGE)


@of.register
def _invalid(exc: ValidationError) -> Problem:
    return refusal(tree.Invalid(list(field_errors(exc))))


@of.register(OperationalError)
@of.register(InterfaceError)
def _no_answer(exc: Exception) -> Problem:
    """Locks and statements that timed out, deadlocks, a database that is away: all pass."""
    logger.warning("The database did not answer: %s", sqlstate(exc) or type(exc).__name__)
    return refusal(tree.TryAgain())


@of.register
def _unstorable_value(exc: DataError) -> Problem:
    logger.warning("The database could not store a value: %s", sqlstate(exc))
    return Problem(422, "unstorable", UNSTORABLE)


@of.register
def _half_a_pair(exc: UnicodeEncodeError) -> Problem | None:
    """Half a surrogate pair that reached the database's driver."""
    return Problem(422, "unstorable", UNSTORABLE) if exc.reason == "surrogates not allowed" else None


@of.register
def _nul(exc: ValueError) -> Problem | None:
    """The driver's word for NUL; every other ValueError is a fault of ours."""
    return Problem(422, "unstorable", UNSTORABLE) if "NUL (0x00)" in str(exc) else None


def sqlstate(exc: Exception) -> str:
    """PostgreSQL's five letters for what happened."""
    return str(getattr(exc.__cause__, "pgcode", None) or "")


def field_errors(exc: ValidationError) -> list[FieldError]:
    """What a model or form found wrong, field by field."""
    by_field = exc.error_dict if hasattr(exc, "error_dict") else {NON_FIELD_ERRORS: exc.error_list}
    return [
        FieldError(named(name), error.code or "invalid", " ".join(error.messages))
        for name, errors in by_field.items()
        for error in errors
    ]


def named(field: str) -> str:
    """A field as it is told: the whole has no name."""
    return "" if field == NON_FIELD_ERRORS else field
