"""The strictest share type among the fields asked for governs; withheld ones are refused (art. 20, 37)."""

from dataclasses import replace

import pytest
import time_machine

from catalog.models import Entry
from catalog.publishing import publish_new
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ASKED, ENTERPRISES
from tests.sharing.road import walk

BASIS = "《行政处罚法》第四十八条"
TYPES = {"uniscid": "unconditional", "entname": "unconditional", "regcap": "conditional"}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def mixed(world) -> Entry:
    """Two open fields, one on condition, one withheld."""
    fields = tuple(replace(f, share_type=TYPES.get(f.name, f.share_type)) for f in ENTERPRISES.fields)
    return publish_new(replace(ENTERPRISES, fields=fields), world.cast.market)


def filed(world, entry: Entry, *names: str) -> ShareRequest:
    """Asked for, submitted, and past the conformance review."""
    told = ASKED | {"entry": entry.code, "fields": list(names)}
    number = Rest(world.cast.alice).draft(**told).json()["number"]
    request = ShareRequest.objects.with_parties().get(number=number)
    return walk(world, request, ("submit", "alice", {}), ("approve", "betty", {}))


@pytest.mark.article("29(3)")
@pytest.mark.parametrize(
    ("names", "governs", "state"),
    [
        (["uniscid"], "unconditional", State.REPLY),
        (["uniscid", "entname"], "unconditional", State.REPLY),
        (["uniscid", "regcap"], "conditional", State.PROVIDER_REVIEW),
        (["regcap"], "conditional", State.PROVIDER_REVIEW),
    ],
)
def test_it_is_governed_by_the_strictest(world, mixed, names, governs, state):
    request = filed(world, mixed, *names)
    assert (request.share_type, request.state) == (governs, state)
    said = Rest(world.cast.betty).read(request).json()["particulars"]
    assert said["share_type"] == governs


@pytest.mark.article("29(3)")
def test_it_answers_unconditional_fields_by_rule_and_grants_them(world, mixed):
    request = walk(world, filed(world, mixed, "uniscid"), ("reply", "boris", {}))
    assert (request.state, request.grants.get().fields) == (State.GRANTED, ["uniscid"])
    history = Rest(world.cast.alice).client.get(f"/api/v1/sharing/requests/{request.number}/timeline/").json()
    by_rule = next(line for line in history if line["act"] == "share_request.agree_by_rule")
    assert by_rule["article"] == "29(3)"


@pytest.mark.article("29(3)")
@pytest.mark.parametrize(("language", "right"), [("zh-hans", "申诉"), ("en", "appeal")])
def test_it_refuses_withheld_fields_with_basis_and_appeal(world, mixed, language, right):
    sent = ASKED | {"entry": mixed.code, "fields": ["uniscid", "penalty"]}
    answer = Rest(world.cast.alice, language).draft(**sent)
    error = answer.json()["errors"][0]
    assert (answer.status_code, error["field"], error["code"]) == (422, "fields", "withheld")
    assert [word for word in (BASIS, "处罚记录", right) if word not in error["detail"]] == []
    page = Pages(world.cast.alice, language).draft(**sent)
    assert (page.status_code, BASIS in page.content.decode()) == (422, True)
    assert not ShareRequest.objects.exists()
