"""Where a request comes from and what it is called: for the trail, the logs and the answer (art. 42)."""

import ipaddress
import re
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from structlog.typing import EventDict

SAFE_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")
PERSONAL_LINES = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)

_address: ContextVar[str | None] = ContextVar("address", default=None)
_request_id: ContextVar[str] = ContextVar("request_id", default="")
_clock: Callable[[], datetime] = timezone.now


def address() -> str | None:
    """The address of whoever sent the request being answered, if there is one."""
    return _address.get()


def now() -> datetime:
    """This moment, aware, by the clock that was set."""
    return _clock()


def tell_time_by(clock: Callable[[], datetime]) -> None:
    """Set the clock of the trail: a room above hands its own down, since the trail imports nothing."""
    global _clock  # noqa: PLW0603 - set once, while the rooms load
    _clock = clock


def request_id() -> str:
    """The name of the request being answered, or an empty text."""
    return _request_id.get()


@contextmanager
def bind(*, case: str) -> Iterator[None]:
    """Every log line inside carries the number of the case."""
    with structlog.contextvars.bound_contextvars(case=case):
        yield


def believed_address(request: HttpRequest) -> str | None:
    """The sender as seen by the outermost proxy that we trust; what lies beyond it anybody can write."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    chain = [*hops, request.META.get("REMOTE_ADDR", "")]
    trusted = getattr(settings, "TRUSTED_PROXIES", 0)
    return parsed_address(chain[-1 - min(trusted, len(chain) - 1)])


def parsed_address(text: str) -> str | None:
    """An IP address in its usual form without port or zone, or None."""
    bare = text.partition("%")[0]
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return None


def named(request: HttpRequest) -> str:
    """The sender's name for the request when it is a short safe token, otherwise one of ours."""
    offered = request.headers.get("X-Request-ID", "")
    return offered if SAFE_TOKEN.fullmatch(offered) else uuid.uuid4().hex


class RequestContextMiddleware:
    """Notes address and request id for the trail and the logs, and echoes the id in `X-Request-ID`.

    `REMOTE_ADDR` becomes the believed address too, so that throttles and sign-in locks count senders.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name, sender = named(request), believed_address(request)
        request.META["REMOTE_ADDR"] = sender or ""
        request.request_id = name  # type: ignore[attr-defined]
        with self.noted(name, sender):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = name
        return response

    @contextmanager
    def noted(self, name: str, sender: str | None) -> Iterator[None]:
        sender_before, name_before = _address.set(sender), _request_id.set(name)
        structlog.contextvars.clear_contextvars()
        try:
            with structlog.contextvars.bound_contextvars(request_id=name):
                yield
        finally:
            _address.reset(sender_before)
            _request_id.reset(name_before)


def named_by_its_request(logger: object, method: str, event: EventDict) -> EventDict:
    """Django logs an answer when its request is over; the record still knows it."""
    request = getattr(event.get("_record"), "request", None)
    if name := getattr(request, "request_id", ""):
        event.setdefault("request_id", name)
    return event


def without_personal_lines(logger: object, method: str, event: EventDict) -> EventDict:
    """PostgreSQL's DETAIL and CONTEXT lines quote stored values: they stay out of the logs."""
    for key in ("event", "exception"):
        if isinstance(event.get(key), str):
            event[key] = PERSONAL_LINES.sub(r"\1: (left out)", event[key])
    return event


class JsonFormatter(structlog.stdlib.ProcessorFormatter):
    """One JSON object on each line: time, level, logger, event, request id, case. No personal data."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[
                structlog.contextvars.merge_contextvars,
                named_by_its_request,
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_personal_lines,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
