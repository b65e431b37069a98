"""A renewal stays within its grant at both doors; anything more is a new request (art. 29, 44)."""

from datetime import date

import pytest
import time_machine

from sharing.models import ShareRequest
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ASKED, FIELDS
from tests.sharing.road import walk

PART = {"fields": FIELDS[:2], "conditions": "", "basis": "其余无关"}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def grant(world):
    """Two fields, until the end of the year."""
    moves = ("submit", "alice", {}), ("approve", "betty", {}), ("agree", "bob", PART), ("reply", "boris", {})
    return walk(world, world.draft(until=date(2026, 12, 31)), *moves).grants.get()


def renewal(world, grant, **changed: object) -> dict[str, object]:
    return ASKED | {"entry": world.entry.code, "renews": grant.number, "fields": FIELDS[:2]} | changed


BEYOND = {
    "fields": ({"fields": FIELDS}, "注册资本"),
    "purpose": ({"purpose": "另作他用"}, "核验参保单位的登记信息。"),
    "system": ({"system": "别的系统"}, "社会保险经办系统"),
    "mode": ({"mode": "file"}, "另行申请"),
}


@pytest.mark.article("29(1)", "44")
@pytest.mark.parametrize("field", BEYOND)
def test_it_refuses_more_than_the_grant_at_both_doors(world, grant, field):
    changed, word = BEYOND[field]
    sent = renewal(world, grant, **changed)
    answer = Rest(world.cast.alice).draft(**sent).json()
    assert [(e["field"], e["code"]) for e in answer["errors"]] == [(field, "beyond_the_grant")]
    assert (word in answer["errors"][0]["detail"], answer["article"]) == (True, "44")
    page = Pages(world.cast.alice).draft(**sent)
    assert (page.status_code, word in page.content.decode()) == (422, True)


@pytest.mark.parametrize(
    "changed", [{}, {"fields": FIELDS[:1]}, {"purpose": "核验参保单位的登记信息。 \r\n"}]
)
def test_it_takes_the_same_scope_or_less(world, grant, changed):
    sent = renewal(world, grant, **changed)
    assert Rest(world.cast.alice).draft(**sent).status_code == 201
    assert Pages(world.cast.alice).draft(**sent).status_code == 302


def test_it_stays_in_scope_when_it_is_changed_or_corrected(world, grant):
    Rest(world.cast.alice).draft(**renewal(world, grant))
    request = ShareRequest.objects.get(renews=grant)
    more = ASKED | {"fields": FIELDS}
    refused = Rest(world.cast.alice).take(request, "amend", **more)
    assert refused.json()["errors"][0]["code"] == "beyond_the_grant"
    back = ("return_for_correction", "betty", {"missing": "依据", "again_because": ""})
    request = walk(world, request, ("submit", "alice", {}), back)
    assert Rest(world.cast.alice).take(request, "resubmit", **more).status_code == 422
    assert (
        Rest(world.cast.alice).take(request, "resubmit", **(ASKED | {"fields": FIELDS[:2]})).status_code
        == 200
    )


def test_it_is_no_matter_to_a_new_request(world, grant):
    assert (
        Rest(world.cast.alice).draft(entry=world.entry.code, **(ASKED | {"fields": FIELDS})).status_code
        == 201
    )
