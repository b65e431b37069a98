"""A call of a department's own service under a grant: what goes out, and what comes back (art. 3, 44)."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.utils.translation import gettext_lazy as _

from delivery import outward
from delivery.columns import Column
from delivery.errors import BadQuestion, CallNotAllowed, CannotMask, NotGranted, ServiceBroken
from delivery.gateway import deliveries, failing, service_paths
from delivery.gateway.admission import Admission, admit, denials_noted, knock
from delivery.gateway.deliveries import Parcel
from delivery.gateway.masks import Mask, names_in
from delivery.gateway.questions import Parameters, Question
from delivery.gateway.sending import Sending
from delivery.models import ApiSource, Delivery
from delivery.modes import Way
from delivery.outward import Call, Reply, Target
from organizations.actors import Actor
from refusals.tree import NotFound

SENT = frozenset({"accept", "accept-language", "content-type", "idempotency-key"})
"""What of the asker's headers a service sees: no cookie, no authorization, no address of his."""
ANSWERED = frozenset({"content-language", "last-modified"})
"""What of the service's headers the asker sees, beside its type."""
JSON = re.compile(r"application/(json|[\w.+-]+\+json)", re.ASCII)
LARGEST_BODY = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the asker sent: method, path behind the resource, parameters, headers, body.

    `raw` is the whole address before it was decoded, where the server tells it.
    """

    method: str
    path: str
    parameters: Parameters
    headers: Mapping[str, str]
    body: bytes
    raw: str = ""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """What he is handed."""

    status: int
    media_type: str
    headers: dict[str, str]
    delivery: Delivery
    sending: Sending


def call(actor: Actor, code: str, asked: Asked) -> Answered:
    """Call the service; raises as `reading.read`, CallNotAllowed, and ServiceBroken with its kinds."""
    attempt, grants = knock(actor, code)
    with denials_noted(attempt):
        admission = admit(attempt, grants, asked.parameters.get("grant"), Way.CALL)
        source = _source(admission)
        mask = _mask(admission)
        path = _allowed(source, asked)
        _check_names(mask, asked)
        going = Call(method=asked.method, path=path, headers=_sent(source, asked), body=asked.body or None)
        return _handed(admission, asked, _body(source, going, mask))


def _body(source: ApiSource, going: Call, mask: Mask) -> tuple[Reply, bytes]:
    """The service's reply and what of it may be handed over; that it fails, or answers again, is noted."""
    try:
        target = Target.of(source.base_url, allow_private=source.allow_private)
        reply = outward.call(target, going, seconds=source.timeout, most=source.max_bytes)
        with reply.body:
            body = _usable(reply, mask)
    except ServiceBroken as broken:
        failing.failed(source, broken)
        raise
    failing.answered(source)
    return reply, body


def _source(admission: Admission) -> ApiSource:
    found = ApiSource.objects.filter(resource=admission.resource).first()
    if found is None:
        raise NotFound
    return found


def _mask(admission: Admission) -> Mask:
    return Mask(frozenset(admission.grant.fields), admission.grant.declared_fields)


def _allowed(source: ApiSource, asked: Asked) -> str:
    """The path and query to ask for, below the service's own address. Raises CallNotAllowed."""
    try:
        path = service_paths.normal("/" + asked.path, asked.raw)
    except ValueError:
        raise CallNotAllowed from None
    if asked.method not in source.methods or not any(matches(pattern, path) for pattern in source.paths):
        raise CallNotAllowed
    sent = [(name, value) for name, values in asked.parameters.lists() if name != "grant" for value in values]
    query = f"?{urlencode(sent)}" if sent else ""
    return urlsplit(source.base_url).path.rstrip("/") + service_paths.encoded(path) + query


def matches(pattern: str, path: str) -> bool:
    """Whether the path fits: `*` stands for one segment, a last `**` for all that follows."""
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    if wanted[-1] == "**":
        wanted, given = wanted[:-1], given[: max(len(wanted) - 1, 0)] if len(given) >= len(wanted) else []
    fits = (one in {"*", other} and other != "" for one, other in zip(wanted, given, strict=False))
    return len(wanted) == len(given) and all(fits)


def _check_names(mask: Mask, asked: Asked) -> None:
    """A field kept back can be neither asked for nor searched in. Raises NotGranted, BadQuestion."""
    if len(asked.body) > LARGEST_BODY:
        raise BadQuestion("body", "too_large", _("The body is larger than 1 MB."))
    named = {name for name, values in asked.parameters.lists() if name != "grant"}
    named |= {
        word
        for _name, values in asked.parameters.lists()
        for value in values
        for word in str(value).split(",")
    }
    if asked.body:
        named |= _names_of_body(asked)
    if mask.hidden_in(named):
        raise NotGranted("parameters", sorted(mask.granted))


def _names_of_body(asked: Asked) -> set[str]:
    try:
        return names_in(json.loads(asked.body))
    except (ValueError, RecursionError):
        raise BadQuestion("body", "no_json", _("Send the body as JSON.")) from None


def _sent(source: ApiSource, asked: Asked) -> dict[str, str]:
    """A few of the asker's headers, then the provider's own secret ones, which nobody can replace."""
    ours = {name: value for name, value in asked.headers.items() if name.lower() in SENT}
    return {**ours, "Accept-Encoding": "gzip", "User-Agent": "Guishu", **source.secret_headers}


def _handed(admission: Admission, asked: Asked, answer: tuple[Reply, bytes]) -> Answered:
    """The reply cut to the granted fields and entered in the trail."""
    reply, body = answer
    question = Question(columns=tuple(_column(name) for name in admission.grant.fields))
    told = {"path": "/" + asked.path, "method": asked.method, "status": reply.status, "bytes": len(body)}
    told |= {"digest": hashlib.sha256(body).hexdigest()}
    parcel = Parcel(way=Way.CALL, form=reply.media_type[:100], name="", question=question, load="", told=told)
    delivery = deliveries.begin(admission, parcel)
    return Answered(
        status=reply.status,
        media_type=_media_type(reply),
        headers={name.title(): value for name, value in reply.headers.items() if name in ANSWERED},
        delivery=delivery,
        sending=Sending(delivery, iter([body] if body else [])),
    )


def _usable(reply: Reply, mask: Mask) -> bytes:
    """What may be handed over. A redirect is no answer; errors may quote anything: their bodies stay here."""
    if 300 <= reply.status < 400:
        raise ServiceBroken("redirect")
    if reply.status >= 500:
        raise ServiceBroken("its_own_error")
    body = reply.read()
    if reply.status >= 400 or not body:
        return b""
    if JSON.fullmatch(reply.media_type):
        return mask.cut(body)
    if mask.covers_all:
        return body
    raise CannotMask


def _media_type(reply: Reply) -> str:
    """What is cut is JSON in UTF-8, whatever the service wrote behind its type; all else is as it says."""
    if JSON.fullmatch(reply.media_type):
        return reply.media_type
    return (
        reply.headers.get("content-type", "application/octet-stream")
        if reply.status < 400
        else reply.media_type
    )


def _column(name: str) -> Any:
    return Column(name=name, title="", type="string")
