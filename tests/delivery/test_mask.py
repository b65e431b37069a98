"""Nothing of a field outside the grant comes out: in rows, errors or logs; and every read is known."""

import json
import logging

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.delivery.factories import NAMES, SECRET, trail

WORDS = st.sampled_from(
    [*NAMES, "nothing", "hidden_idno", "file_row_number", '"hidden_idno"', "1; SELECT", ""]
)
STRANGE = st.sampled_from(["1", "SECRET-450", "2026-01-01", "true", "%", "'", "x,y"])
VALUES = st.one_of(STRANGE, st.text(max_size=6))
OPERATORS = st.sampled_from(["", "__eq", "__gte", "__contains", "__in", "__regex", "__hidden_idno"])
QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "fields": st.lists(WORDS, min_size=1, max_size=4).map(",".join),
        "ordering": st.lists(WORDS, min_size=1, max_size=2).map(",-".join),
        "page_size": st.sampled_from(["1", "7", "1000", "0", "x"]),
    },
).flatmap(
    lambda asked: st.dictionaries(st.builds(str.__add__, WORDS, OPERATORS), VALUES, max_size=2).map(
        lambda filters: filters | asked
    )
)
GRANTED = st.sets(st.sampled_from([name for name in NAMES if name != "hidden_idno"]), min_size=1)


@pytest.mark.article("44")
@given(granted=GRANTED, query=QUERIES)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_it_lets_nothing_out_beyond_the_grant(world, caplog, granted, query):
    caplog.set_level(logging.DEBUG)
    caplog.clear()
    grant, before = world.grant(*granted), len(trail("delivery.read"))
    answer = world.client("alice").get(
        f"/api/v1/data/{world.resource.code}/rows/", {**query, "grant": grant.number}
    )
    told = answer.content.decode() + json.dumps([e.particulars for e in trail("delivery.denied")])
    logs = "".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    assert answer.status_code in {200, 400}
    assert SECRET + "-" not in told + logs
    assert "hidden_idno" not in told
    check_rows(answer, granted, len(trail("delivery.read")) - before)


def check_rows(answer, granted, written):
    """An answer with rows has granted fields only and one entry in the trail; any other has none."""
    if answer.status_code == 400:
        assert written == 0
        return
    assert written == 1
    assert all(set(row) <= granted for row in answer.json()["results"])


@pytest.mark.parametrize(
    "parameter", ["fields={}", "{}=1", "{}__gte=1", "{}__contains=SECRET", "ordering=-{}"]
)
def test_it_tells_a_hidden_field_and_no_field_alike(world, parameter):
    world.grant()
    hidden = world.get("alice", parameter.format("hidden_idno"))
    nothing = world.get("alice", parameter.format("nothing"))
    assert hidden.status_code == 400
    assert hidden.json() == nothing.json()
    assert [entry.particulars["reason"] for entry in trail("delivery.denied")] == ["unknown_field"] * 2


@pytest.mark.parametrize(
    "query",
    [
        "entname=<script>alert(1)</script>",
        "entname=%00",
        "fields=%00",
        "serial=1e999",
        "serial=99999999999999999999",
        "regcap=NaN",
        "regcap=.",
        "regcap=" + "9" * 38,
        "estdate=2026-02-30",
        "changed=9999-12-31T23:59:59-23:59",
        "active=maybe",
        "page_size=1001",
        "serial__in=" + ",".join("1" * 300),
        "&".join(f"serial__gt={n}" for n in range(31)),
        "entname=" + "长" * 3000,
        "ordering=serial,entname,uniscid,serial",
        "serial__contains=1",
        "cursor=%FF",
    ],
)
def test_it_answers_strange_parameters_in_words(world, query):
    world.grant(*NAMES[:7])
    answer = world.get("alice", query)
    assert answer.status_code in {200, 400}
    assert "<script>" not in answer.content.decode()


def test_it_answers_ten_megabytes_shortly(world):
    world.grant()
    address = f"/api/v1/data/{world.resource.code}/rows/"
    answer = world.client("alice").get(address, {"entname": "x" * 10_000_000})
    assert answer.status_code == 400
    assert len(answer.content) < 2000
