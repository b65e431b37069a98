"""Paths of services: safe escapes and other scripts pass, what could lead astray does not (art. 3, 44)."""

from typing import Any

import pytest

from delivery.gateway import service_paths
from delivery.models import ApiSource
from delivery.supply.forms import ServiceForm
from procedure.particulars import from_json
from tests.delivery.test_proxying import call, mounted, service, told

__all__ = ["mounted", "service"]


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("v1/桂林米粉", "/base/v1/%E6%A1%82%E6%9E%97%E7%B1%B3%E7%B2%89"),
        ("v1/%E6%A1%82", "/base/v1/%E6%A1%82"),
        ("v1/a%20b", "/base/v1/a%20b"),
        ("v1/a%2Bb", "/base/v1/a+b"),
        ("v1/caf%65%CC%81", "/base/v1/caf%C3%A9"),
        ("v1/Gasthof..Krone", "/base/v1/Gasthof..Krone"),
        ("v1/x;y=1,2", "/base/v1/x;y=1,2"),
    ],
)
def test_it_goes_out_decoded_once_and_encoded_anew(world, mounted, service, path, sent):
    told(call(world, path))
    assert service.asked[-1][1] == sent


@pytest.mark.parametrize(
    "path",
    [
        "v1/%2e%2e", "open/a/../../v2", "open/%2E%2E/x", "open/. ./x/..%20/y", "v1/%252e%252e", "v1/a%252Fb",
        "v1/100%25", "open/a%5C..%5Cb", "open/．．/x", "open/a／b", "open/a%EF%BC%8Fb", "v1/a%0Ab",
        "v1/a%3Fb", "v1/a%23b", "v1/%E2%80%AEb", "v1/a%E2%80%8Bb", "v1/%FF", "v1/a%C2%A0b", "open//a",
        "v1/a%00b",
        "v1/" + "a" * 2001, "v1/%ED%A0%80", "open/%E2%80%A5/x",
    ],
)  # fmt: skip
def test_it_refuses_what_could_lead_astray(world, mounted, service, path):
    assert call(world, path).status_code in {400, 403, 404}
    assert service.asked == []


@pytest.mark.parametrize("sent", ["open/a%2Fb", "open/a%2fb", "open/a%5cb", "open/a%252Fb", "open/%252e"])
def test_it_refuses_escaped_slashes_though_the_server_has_decoded_them(world, mounted, service, sent):
    raw = f"/api/v1/data/{world.entry.code}-3/call/{sent}?x=%2F"
    answer = call(world, sent, RAW_URI=raw)
    assert (answer.status_code, service.asked) == (403, [])


def test_it_bears_escaped_slashes_in_the_query(world, mounted, service):
    raw = f"/api/v1/data/{world.entry.code}-3/call/v1/list?q=a%2Fb"
    told(call(world, "v1/list?q=a%2Fb", RAW_URI=raw))
    assert service.asked[-1][1] == "/base/v1/list?q=a%2Fb"


def test_it_reads_the_provider_s_paths_in_the_same_spelling(world, mounted, service):
    ApiSource.objects.update(paths=["/企业/*"])
    told(call(world, "%E4%BC%81%E4%B8%9A/list"))
    assert call(world, "其他/list").status_code == 403


@pytest.mark.parametrize("path", ["/a/%2e%2e", "/a%2Fb", "a", "/a%25", "/a?b"])
def test_it_has_no_normal_form_for_others(path):
    with pytest.raises(ValueError, match="a"):
        service_paths.normal(path, path)


def test_it_is_registered_as_it_is_compared():
    body: dict[str, Any] = {
        "title": "查询", "base_url": "https://example.org", "methods": ["GET"],
        "paths": ["/%E4%BC%81%E4%B8%9A/*", "/个体/**"], "timeout": 5, "max_bytes": 2048,
    }  # fmt: skip
    form = from_json(ServiceForm, body | {"paths": "\n".join(body["paths"])})
    assert form.cleaned()["paths"] == ["/企业/*", "/个体/**"]
