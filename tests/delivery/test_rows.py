"""Rows under a grant over REST: fields, filters, order, types, the trail."""

import hashlib
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.supply.mounting import OPERATOR, mount
from organizations.tokens import issue
from tests.delivery.factories import MANY, NAMES, table, trail


def test_it_answers_granted_fields_only(world):
    grant = world.grant("uniscid", "entname")
    answer = world.get("alice")
    assert answer.status_code == 200
    body = answer.json()
    assert (body["resource"], body["grant"]) == (world.resource.code, grant.number)
    assert [field["name"] for field in body["fields"]] == ["uniscid", "entname"]
    assert body["results"][0] == {"uniscid": "914500000000000000", "entname": "桂林米粉0号店"}
    assert len(body["results"]) == MANY
    assert body["next"] is None


def test_it_types_every_value(world):
    world.grant(*NAMES[:7])
    row = world.get("alice", "serial=4").json()["results"][0]
    assert row["serial"] == 4
    assert row["regcap"] == "133.2500"
    assert row["estdate"] == "2020-01-05"
    assert row["changed"] == "2026-01-01T12:30:00+08:00"
    assert row["active"] is True
    assert world.get("alice", "serial=9").json()["results"][0]["regcap"] is None


def test_it_answers_fields_in_the_order_asked(world):
    world.grant("serial", "uniscid", "entname")
    assert list(world.get("alice", "fields=entname,serial").json()["results"][0]) == ["entname", "serial"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("serial__eq=3", [3]),
        ("serial__ne=3&serial__lt=5", [0, 1, 2, 4]),
        ("serial__gt=53", [54, 55, 56]),
        ("serial__gte=55&serial__lte=55", [55]),
        ("serial__in=7,1,900", [1, 7]),
        ("entname__contains=6号&serial__lt=10", [6]),
        ("estdate__gt=2020-01-12&serial__lt=20", [12]),
        ("changed__lt=2026-01-01T09:31:00%2B08:00", [0, 1]),
        ("changed__lt=2026-01-01T02:31:00Z&serial__gt=0", [1, 2]),
        ("active=false&serial__lt=7", [0, 3, 6]),
        ("regcap__lt=33.2501", [0, 1]),
        ("regcap__in=0.25,66.25", [0, 2]),
        ("regcap__ne=0.25&serial__in=0,9", [9]),
        ("entname__contains=%25", []),
    ],
)
def test_it_filters_by_type(world, query, expected):
    world.grant(*NAMES[:7])
    answer = world.get("alice", f"fields=serial&{query}")
    assert [row["serial"] for row in answer.json()["results"]] == expected


def test_it_orders_with_empty_values_last(world):
    world.grant("serial", "regcap")
    down = [row["regcap"] for row in world.get("alice", "ordering=-regcap").json()["results"]]
    assert down[0] == "1866.2500"
    assert down[-5:] == [None] * 5
    assert world.get("alice", "ordering=regcap").json()["results"][-1]["regcap"] is None


@pytest.mark.article("42")
def test_it_writes_each_read_into_the_trail(world):
    grant = world.grant("serial", "entname")
    body = world.get("alice", "entname__contains=3号&page_size=5").json()
    (entry,) = trail("delivery.read")
    told = json.dumps(body["results"], ensure_ascii=False, separators=(",", ":")).encode()
    assert (entry.case, entry.subject, entry.article) == (grant.case.number, world.resource.code, "42")
    assert (entry.person, entry.organization, entry.post) == ("alice", "GX-HR", "handler")
    assert entry.particulars["rows"] == 5
    assert entry.particulars["fields"] == ["serial", "entname"]
    assert entry.particulars["bytes"] == len(told)
    assert entry.particulars["digest"] == hashlib.sha256(told).hexdigest()
    assert "3号" not in json.dumps([entry.particulars, entry.personal], ensure_ascii=False)
    assert list(entry.personal) == ["filters"]


def test_it_remembers_the_first_read(world):
    grant = world.grant()
    world.get("alice")
    grant.refresh_from_db()
    first = grant.first_read_at
    world.get("alice")
    grant.refresh_from_db()
    assert first is not None
    assert grant.first_read_at == first


def test_it_needs_few_statements(world):
    world.grant()
    client = world.client("alice")
    address = f"/api/v1/data/{world.resource.code}/rows/?serial__gt=1"
    assert statements(lambda: client.get(address)) <= 10  # the first read is noted once
    assert statements(lambda: client.get(address)) <= 9  # one looks again before anything is handed over
    plain = address.partition("?")[0]
    assert statements(lambda: client.get(plain)) <= 5  # without filters, looking and writing are one


def statements(act):
    with CaptureQueriesContext(connection) as told:
        assert act().status_code == 200
    return len([query for query in told if "SAVEPOINT" not in query["sql"]])


def test_it_reads_with_a_bearer_token(world, client):
    world.grant()
    _token, secret = issue(world.cast.alice, name="系统", days=1, actor=OPERATOR)
    address = f"/api/v1/data/{world.resource.code}/rows/"
    assert client.get(address, headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    assert client.get(address).status_code == 401


def test_it_serves_the_newest_load(world):
    world.grant("serial")
    mount(world.entry, table(3), OPERATOR)
    assert len(world.get("alice").json()["results"]) == 3
