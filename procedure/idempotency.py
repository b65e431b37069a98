"""`Idempotency-Key`: a repeated POST gets the first answer, and acts only once."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from procedure.models import IdempotentAnswer
from refusals.rest import answer
from refusals.tree import FieldError, Invalid, Refusal
from workdays import clock

LONGEST_KEY = 255
REPLAYED = "Idempotent-Replayed"
CONTENT_TYPE = "Content-Type"
KEPT_HEADERS = ("ETag", "Location")
_RESERVE = """
    INSERT INTO procedure_idempotentanswer (user_id, key, request_digest, headers, created)
    VALUES (%s, %s, %s, '{}', %s) ON CONFLICT (user_id, key) DO NOTHING RETURNING id
"""


class KeyReused(Refusal):
    """The key came before with another request."""

    code = "idempotency_key_reused"
    status = 422
    sentence = _("This Idempotency-Key was used for a different request. Use a new key.")


def once(request: Request, act: Callable[[], Response], *, part: str = "") -> Response:
    """Act once for each key of this user; without a key, just act. The key and the act commit together.

    `part` names one of several acts under the same key: each is done once, and commits alone.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        sentence = _("Idempotency-Key is 1 to 255 printable characters, best a UUID.")
        raise Invalid([FieldError("Idempotency-Key", "invalid_key", sentence)])
    key = hashlib.sha256(f"{key}\n{part}".encode()).hexdigest() if part else key
    with transaction.atomic():
        reserved = _reserve(request, key)
        if reserved is None:
            return _first_answer(request, key)
        response = _acted(request, act)
        _keep(reserved, response)
    return response


def _acted(request: Request, act: Callable[[], Response]) -> Response:
    """The answer to the act; a refusal is an answer too, and leaves nothing else behind."""
    try:
        with transaction.atomic():
            return act()
    except Refusal as refusal:
        if refusal.status >= 500:
            raise
        told = answer(refusal, {"request": request})
        assert told is not None
        return told


def _reserve(request: Request, key: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [request.user.pk, key, _digest(request), clock.now()])
        row = cursor.fetchone()
    return row[0] if row else None


def _first_answer(request: Request, key: str) -> Response:
    first = IdempotentAnswer.objects.get(user_id=request.user.pk or 0, key=key)
    if first.request_digest != _digest(request):
        raise KeyReused
    kind = first.headers.pop(CONTENT_TYPE, None)
    headers = first.headers | {REPLAYED: "true"}
    return Response(first.body, status=first.status, headers=headers, content_type=kind)


def _keep(reserved: int, response: Response) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    if response.content_type:
        headers[CONTENT_TYPE] = response.content_type
    IdempotentAnswer.objects.filter(pk=reserved).update(
        status=response.status_code, body=response.data, headers=headers
    )


def _digest(request: Request) -> str:
    """Of method, address, version read and body: the body as it was sent, parsed."""
    said: Any = [request.method, request.get_full_path(), request.headers.get("If-Match"), request.data]
    return hashlib.sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()
