"""Cursors of the gateway: signed; bound to grant, load and question; with a row's number, never a value."""

import hashlib
import json
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from delivery.errors import BadQuestion
from delivery.gateway.questions import Question
from delivery.values import delivered

SALT = "delivery.cursor"
LONGEST = 500
BAD = _("This cursor is not one of ours. Start again without it.")
STALE = _("The question or the data has changed since. Start again without the cursor.")


def after(row: int, question: Question, bound_to: str) -> str:
    """The cursor for what follows this row of the file."""
    return signing.dumps([row, _seal(question, bound_to)], salt=SALT)


def row_of(question: Question, bound_to: str) -> int | None:
    """The row that the question's cursor stands on; None at the beginning. BadQuestion for any other."""
    if not question.cursor:
        return None
    try:
        row, seal = _opened(question.cursor)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadQuestion("cursor", "bad_cursor", BAD) from None
    if seal != _seal(question, bound_to):
        raise BadQuestion("cursor", "stale_cursor", STALE)
    return int(row)


def _opened(cursor: str) -> Any:
    if len(cursor) > LONGEST:
        raise ValueError
    return signing.loads(cursor, salt=SALT)


def _seal(question: Question, bound_to: str) -> str:
    order = [[term.column.name, term.descending] for term in question.order]
    told = json.dumps([bound_to, asked(question), order], ensure_ascii=False)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def asked(question: Question) -> list[list[Any]]:
    """The filters in one canonical form."""
    told = ([f.column.name, f.operator, [delivered(v) for v in f.values]] for f in question.filters)
    return sorted(told, key=repr)
