"""Where a request comes from, what it is called, and what the logs say."""

import json
import logging
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from audit import context
from audit.context import JsonFormatter, RequestContextMiddleware
from audit.trail import record
from tests.audit.conftest import BOB


def seen(**meta: str) -> tuple[str | None, str, HttpResponse]:
    """What the middleware notes for a request with these headers."""
    noted = []

    def view(request):
        noted.append((context.address(), context.request_id(), request.META["REMOTE_ADDR"]))
        return HttpResponse()

    response = RequestContextMiddleware(view)(RequestFactory().get("/", **meta))
    return (*noted[0], response)


CHAIN = "6.6.6.6, 203.0.113.9, 10.0.0.2"


@pytest.mark.parametrize(
    ("proxies", "believed"),
    [(0, "10.0.0.1"), (1, "10.0.0.2"), (2, "203.0.113.9"), (3, "6.6.6.6"), (9, "6.6.6.6")],
)
def test_it_believes_only_trusted_proxies(settings, proxies, believed):
    settings.TRUSTED_PROXIES = proxies
    address, _, remote, _ = seen(HTTP_X_FORWARDED_FOR=CHAIN, REMOTE_ADDR="10.0.0.1")
    assert (address, remote) == (believed, believed)


WRITTEN = [
    ("2001:DB8::1%eth0", "2001:db8::1"),
    ("[2001:db8::1]:443", "2001:db8::1"),
    ("192.0.2.1:8080", "192.0.2.1"),
    ("", None),
    ("'; DROP TABLE", None),
    ("999.1.1.1", None),
]


@pytest.mark.parametrize(("written", "address"), WRITTEN)
def test_it_reads_addresses_however_written(written, address):
    assert context.parsed_address(written) == address


def test_it_keeps_a_safe_name_and_echoes_it():
    _, name, _, response = seen(HTTP_X_REQUEST_ID="city-42.abc_DEF")
    assert name == response["X-Request-ID"] == "city-42.abc_DEF"


@pytest.mark.parametrize(
    "name",
    ["short", "a" * 65, "with space in it", "line\nbreak-here", "<script>alert</script>", "-leading-dash"],
)
def test_it_names_the_request_itself_otherwise(name):
    _, given, _, response = seen(HTTP_X_REQUEST_ID=name)
    assert given == response["X-Request-ID"]
    assert len(given) == 32


def test_it_forgets_when_the_request_is_over():
    seen()
    assert (context.address(), context.request_id()) == (None, "")


@pytest.mark.article("42")
def test_it_stands_in_the_trail(db):
    written = []
    RequestContextMiddleware(lambda _: written.append(record("a.b", actor=BOB)) or HttpResponse())(
        RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_REQUEST_ID="ask-me-1234")
    )
    assert (written[0].address, written[0].request_id) == ("192.0.2.7", "ask-me-1234")


def line(message: str, *args: str, exc_info: Any = None, **extra: Any) -> dict:
    log = logging.LogRecord("guishu", logging.WARNING, __file__, 1, message, args, exc_info)
    log.__dict__.update(extra)
    return json.loads(JsonFormatter().format(log))


def test_it_logs_one_object_with_request_and_case():
    lines = []

    def view(request):
        with context.bind(case="GX-SR-2026-000001"):
            lines.append(line("taken %s", "agree"))
        return HttpResponse()

    RequestContextMiddleware(view)(RequestFactory().get("/", HTTP_X_REQUEST_ID="ask-me-1234"))
    known = {key: lines[0][key] for key in ("event", "level", "logger", "request_id", "case")}
    assert known == {
        "event": "taken agree", "level": "warning", "logger": "guishu",
        "request_id": "ask-me-1234", "case": "GX-SR-2026-000001",
    }  # fmt: skip


def test_it_leaves_stored_values_out_of_the_logs():
    said = "duplicate key\nDETAIL:  Key (name)=(张三) already exists.\n"
    logged = line("failed", exc_info=(ValueError, ValueError(said), None), phone="13800000000")
    assert "duplicate key" in logged["exception"]
    assert "张三" not in str(logged)
    assert "13800000000" not in str(logged)


def test_it_names_the_request_of_an_answer_logged_afterwards():
    request = RequestFactory().get("/")
    request.request_id = "ask-me-1234"
    assert line("Not Found", request=request)["request_id"] == "ask-me-1234"
