"""`Idempotency-Key`: a repeated POST gets the first answer, and acts only once."""

import hashlib
from collections.abc import Callable, Sequence
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


def once(
    request: Request,
    act: Callable[[], Response],
    *,
    part: str = "",
    said: Any = None,
    without: Sequence[str] = (),
) -> Response:
    """Act once for each key of this user; without a key, just act. The key and the act commit together.

    `part` names one of several acts under the same key: each is done once, and commits alone. `said` stands
    for a body that was read as a stream. `without` names what is told only once, and null in a repeat.
    """
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return act()
    if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
        sentence = _("Idempotency-Key is 1 to 255 printable characters, best a UUID.")
        raise Invalid([FieldError("Idempotency-Key", "invalid_key", sentence)])
    key = hashlib.sha256(f"{key}\n{part}".encode()).hexdigest() if part else key
    with transaction.atomic():
        digest = _digest(request, said)
        reserved = _reserve(request, key, digest)
        if reserved is None:
            return _first_answer(request, key, digest)
        response = _acted(request, act)
        _keep(reserved, response, without)
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


def _reserve(request: Request, key: str, digest: str) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_RESERVE, [request.user.pk, key, digest, clock.now()])
        row = cursor.fetchone()
    return row[0] if row else None


def _first_answer(request: Request, key: str, digest: str) -> Response:
    first = IdempotentAnswer.objects.get(user_id=request.user.pk or 0, key=key)
    if first.request_digest != digest:
        raise KeyReused
    kind = first.headers.pop(CONTENT_TYPE, None)
    headers = first.headers | {REPLAYED: "true"}
    return Response(first.body, status=first.status, headers=headers, content_type=kind)


def _keep(reserved: int, response: Response, without: Sequence[str]) -> None:
    headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    if response.content_type:
        headers[CONTENT_TYPE] = response.content_type
    body = response.data
    if without and isinstance(body, dict):
        body = body | {name: None for name in without if name in body}
    IdempotentAnswer.objects.filter(pk=reserved).update(
        status=response.status_code, body=body, headers=headers
    )


def _digest(request: Request, said: Any) -> str:
    """Of method, address, version read and body: the body as it was sent, parsed."""
    body = request.data if said is None else said
    whole: Any = [request.method, request.get_full_path(), request.headers.get("If-Match"), body]
    return hashlib.sha256(repr(whole).encode("utf-8", "surrogatepass")).hexdigest()
