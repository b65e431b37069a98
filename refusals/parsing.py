"""Reads JSON bodies strictly: bounded, every name once, finite numbers, text that can be stored."""

import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext_lazy as _
from rest_framework.parsers import JSONParser

from refusals.tree import Malformed

DEEPEST = 32
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
NOT_JSON = _("The body is not valid JSON. Check it and send it again.")
TOO_DEEP = _("The body is nested too deeply. Send it flatter.")
TWICE = _("The body names a member twice. Send each name once.")
NO_TEXT = _("The body contains characters that are no text. Remove them and send it again.")
NO_NUMBER = _("The body contains a number that is not finite. Correct it and send it again.")


class StrictJSONParser(JSONParser):
    """DRF reads its stream past Django's limit on bodies; this parser keeps the limit."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body as Python values; raises Malformed (400) or RequestDataTooBig (413)."""
        value = loaded(bounded(stream))
        for depth, inner in walk(value):
            check(depth, inner)
        return value


def bounded(stream: IO[bytes]) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if limit is None:
        return stream.read()
    body = stream.read(limit + 1)
    if len(body) > limit:
        raise RequestDataTooBig
    return body


def loaded(body: bytes) -> Any:
    try:
        return json.loads(body.decode(), object_pairs_hook=once, parse_constant=no_number)
    except RecursionError:
        raise Malformed(TOO_DEEP, code="too_deep") from None
    except ValueError:
        raise Malformed(NOT_JSON, code="not_json") from None


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise Malformed(TWICE, code="named_twice")
    return members


def no_number(text: str) -> float:
    raise Malformed(NO_NUMBER, code="no_number")


def walk(value: Any) -> Iterator[tuple[int, Any]]:
    """Every value and name within, each with its depth."""
    waiting = [(1, value)]
    while waiting:
        depth, inner = waiting.pop()
        yield depth, inner
        if isinstance(inner, dict):
            waiting += [(depth + 1, part) for pair in inner.items() for part in pair]
        elif isinstance(inner, list):
            waiting += [(depth + 1, part) for part in inner]


def check(depth: int, value: Any) -> None:
    if depth > DEEPEST:
        raise Malformed(TOO_DEEP, code="too_deep")
    if isinstance(value, str) and UNSTORABLE.search(value):
        raise Malformed(NO_TEXT, code="no_text")
    if isinstance(value, float) and not math.isfinite(value):
        raise Malformed(NO_NUMBER, code="no_number")
