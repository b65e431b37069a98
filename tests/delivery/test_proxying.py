"""Calls of a department's service under a grant: what goes out, what comes back, and what never does."""

import json
import time
from ipaddress import ip_address

import pytest

from delivery import networks, outward
from delivery.gateway.proxying import matches
from delivery.models import ApiSource, Resource, ResourceKind
from delivery.outward import Target
from tests.delivery.factories import NAMES, SECRET, later, trail
from tests.delivery.upstream import running
from workdays import clock

PATHS = ["/v1/*", "/open/**"]


@pytest.fixture
def service(world, socket_enabled):
    with running() as server:
        yield server


@pytest.fixture
def mounted(world, service):
    resource = Resource.objects.create(
        code=f"{world.entry.code}-3", entry=world.entry, kind=ResourceKind.API, loaded_at=clock.now()
    )
    source = ApiSource(
        resource=resource,
        base_url=f"http://localhost:{service.server_port}/base",
        paths=PATHS,
        methods=["GET", "POST"],
        timeout=1,
        max_bytes=1024 * 1024,
        allow_private=True,
    )
    source.secret_headers = {"X-Key": "department"}
    source.save()
    world.grant("uniscid", "entname")
    return source


def call(world, path, method="get", **given: object):
    client = world.client("alice")
    return getattr(client, method)(f"/api/v1/data/{world.entry.code}-3/call/{path}", **given)


def told(answer):
    assert answer.status_code == 200, answer.content
    return json.loads(b"".join(answer.streaming_content))


@pytest.mark.article("44")
def test_it_hands_over_granted_fields_only(world, mounted):
    kept = {"uniscid": "9145", "entname": "桂林米粉"}
    assert told(call(world, "v1/list")) == {"code": 0, "total": 1, "data": [kept]}
    assert told(call(world, "v1/bare")) == [kept, {"inner": {"list": [kept]}}]


def test_it_scrubs_headers_both_ways(world, mounted, service):
    headers = {"X-Key": "mine", "Accept": "application/json", "X-Forwarded-For": "10.0.0.9"}
    answer = call(world, "v1/list?page=2", headers=headers)
    _method, path, sent = service.asked[-1]
    assert path == "/base/v1/list?page=2"
    assert sent["X-Key"] == "department"
    assert not {"Authorization", "Cookie", "X-Forwarded-For"} & set(sent)
    assert not {"Set-Cookie", "X-Internal", "Server"} & set(answer.headers)


@pytest.mark.article("44")
def test_it_keeps_back_what_stands_within_granted_fields_and_beside_them(world, mounted, service):
    deep = {
        "entname": {"zh": "桂林米粉", "hidden_idno": SECRET, "Hidden_IDNO": SECRET, "list": [{"serial": 7}]}
    }
    beside = {"uniscid": "9145", "message": SECRET, "extra": {"status": SECRET}}
    service.told = {"message": "ok", "data": [deep, beside, {"message": SECRET}], "page": {"size": 3}}
    kept = {"entname": {"zh": "桂林米粉", "list": [{}]}}
    assert told(call(world, "v1/told")) == {
        "message": "ok",
        "data": [kept, {"uniscid": "9145", "extra": {}}, {}],
        "page": {"size": 3},
    }


@pytest.mark.article("44")
def test_it_knows_what_the_entry_declares_today(world, mounted):
    """A field that came with a later version is not granted by an earlier one, so nothing uncut goes out."""
    grant = world.grant(*NAMES)
    assert call(world, f"v1/page?grant={grant.number}").status_code == 200
    later(world.entry)
    assert call(world, f"v1/page?grant={grant.number}").json()["code"] == "cannot_mask"


@pytest.mark.article("42")
def test_it_writes_each_call_into_the_trail(world, mounted):
    body = call(world, "v1/list", query_params={"uniscid": "SECRET"}).streaming_content
    content = b"".join(body)
    (entry,) = trail("delivery.call")
    assert (entry.particulars["path"], entry.particulars["bytes"]) == ("/v1/list", len(content))
    assert "SECRET" not in json.dumps(entry.particulars)


@pytest.mark.parametrize(
    "path", ["v2/list", "v1/a/b", "v1/../v2/list", "v1/%2e%2e/x", "v1//list", "open", "open/..", "v1/a%2Fb"]
)
def test_it_calls_open_paths_only(world, mounted, service, path):
    assert call(world, path).status_code in {403, 404}
    assert service.asked == []


def test_it_uses_open_methods_only(world, mounted):
    assert call(world, "v1/list", "delete").json()["code"] == "call_not_allowed"


@pytest.mark.article("44")
@pytest.mark.parametrize(
    "query",
    [
        "hidden_idno=1",
        "hidden_idno__gte=1",
        "company__hidden_idno=1",
        "HIDDEN_IDNO=1",
        "hidden_idno[gte]=1",
        "sort=-hidden_idno",
        "sort=hidden_idno desc",
        "sort=-hidden_idno__length",
        "q=hidden_idno==1;uniscid==2",
        "fields=uniscid, hidden_idno",
    ],
)
def test_it_asks_for_no_field_outside_the_grant(world, mounted, service, query):
    answer = call(world, f"v1/list?{query}")
    assert (answer.status_code, service.asked) == (400, [])
    assert "hidden_idno" not in answer.content.decode().lower()


def test_it_reads_the_body_for_fields_outside_the_grant(world, mounted, service):
    asked = {"where": [{"field": "hidden_idno", "op": "="}]}
    assert call(world, "v1/list", "post", data=asked, format="json").status_code == 400
    assert call(world, "v1/list", "post", data={"size": 3}, format="json").status_code == 200
    assert len(service.asked) == 1


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("page", 502, "cannot_mask"),
        ("broken", 502, "cannot_mask"),
        ("error", 502, "service_broken"),
        ("lies", 502, "service_broken"),
        ("away", 502, "service_broken"),
        ("huge", 502, "service_too_large"),
        ("slow", 504, "service_silent"),
        ("drip", 504, "service_silent"),
        ("drip-head", 504, "service_silent"),
    ],
)
def test_it_bears_with_a_service_that_misbehaves(world, mounted, path, status, code):
    begun = time.perf_counter()
    answer = call(world, f"v1/{path}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert SECRET not in answer.content.decode()
    assert time.perf_counter() - begun < 3
    assert trail("delivery.denied")[0].particulars["reason"] == code


def test_it_passes_no_error_s_words_on(world, mounted):
    answer = call(world, "v1/refused")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (404, b"")


def test_it_calls_no_private_address_unless_registered(world, mounted, service):
    ApiSource.objects.update(allow_private=False)
    assert call(world, "v1/list").json()["code"] == "service_broken"
    assert service.asked == []


def test_it_looks_a_name_up_once(world, mounted, service, monkeypatch):
    answers = iter([[ip_address("127.0.0.1")], [ip_address("10.0.0.1")]])
    monkeypatch.setattr(networks, "resolved", lambda *_asked: next(answers))
    assert call(world, "v1/list").status_code == 200
    assert service.asked[-1][2]["Host"].startswith("localhost:")


def test_it_refuses_a_name_that_leads_into_the_house():
    for addresses in (["93.184.216.34", "10.0.0.1"], ["127.0.0.1"], ["::ffff:169.254.169.254"]):
        with pytest.raises(outward.ServiceBroken):
            Target.of("http://x.example/", resolver=lambda *_asked, a=addresses: list(map(ip_address, a)))
    found = Target.of("https://x.example/", resolver=lambda *_asked: [ip_address("93.184.216.34")])
    assert (found.address, found.authority) == ("93.184.216.34", "x.example")


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("/v1/*", "/v1/a", True),
        ("/v1/*", "/v1/", False),
        ("/v1/*", "/v1/a/b", False),
        ("/open/**", "/open/a/b", True),
        ("/open/**", "/openness", False),
        ("/a", "/a", True),
        ("/open/**", "/open", False),
        ("/**", "/a/b", True),
    ],
)
def test_it_reads_patterns_of_paths(pattern, path, expected):
    assert matches(pattern, path) is expected
