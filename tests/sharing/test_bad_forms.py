"""Wrong particulars of other routes: a need, a body outside, a renewal, an exchange (art. 28-36)."""

from datetime import date
from typing import Any

import pytest
import time_machine

from catalog.publishing import publish_new
from delivery.grants import issue
from delivery.models import Grant
from sharing.models import ShareRequest
from tests.procedure.doors import DOORS, Rest
from tests.sharing.requests import ASKED, ENTERPRISES, World
from tests.sharing.scenes import NEED, TOLD, scene

OUTSIDE = NEED | {"provider": "CN-MARKET"}
BAD_DRAFTS = {
    "neither entry nor need": (NEED | {"need": ""}, "entry", "required"),
    "white space for a need": (NEED | {"need": " \u3000\n"}, "entry", "required"),
    "a long need": (NEED | {"need": "需" * 2001}, "need", "max_length"),
    "a provider inside": (NEED | {"provider": "GX-EDU"}, "provider", "invalid_choice"),
    "no such provider": (NEED | {"provider": "GX-😀"}, "provider", "invalid_choice"),
    "fields of no entry": (NEED | {"fields": ["uniscid"]}, "fields", "invalid_choice"),
    "in the name of a ministry": (NEED | {"requester": "CN-MARKET"}, "requester", "invalid_choice"),
    "a renewal of nothing": (NEED | {"renews": "GX-GR-2026-999999"}, "renews", "invalid_choice"),
    "a bundle of others": (NEED | {"bundle": "B-1"}, "bundle", "invalid_choice"),
}
EXCHANGE = TOLD["record_exchange"]
BAD_STEPS = {
    "an exchange tomorrow": (
        "external outside record_exchange", {"on": date(2026, 11, 24)}, "on", "out_of_range"),
    "an exchange on no day": ("external outside record_exchange", {"on": "2026-02-30"}, "on", "invalid"),
    "an exchange sideways": (
        "external outside record_exchange", {"direction": "by fax"}, "direction", "invalid_choice"),
    "a long document number": (
        "external outside record_exchange", {"document": "号" * 101}, "document", "max_length"),
    "an outcome without a document": ("external outside obtained", {"document": " "}, "document", "required"),
    "a refusal outside without a basis": (
        "external outside not_obtained", {"basis": ""}, "basis", "required"),
    "a refusal outside without a ground": (
        "external outside not_obtained", {"ground": "mood"}, "ground", "invalid_choice"),
    "a provider outside": (
        "need naming name_provider", {"provider": "CN-MARKET"}, "provider", "invalid_choice"),
    "the requester as provider": (
        "need naming name_provider", {"provider": "GX-HR"}, "provider", "invalid_choice"),
    "an authority as provider": (
        "need naming name_provider", {"provider": "GX-BUREAU"}, "provider", "invalid_choice"),
    "an entry that is none": (
        "need cataloguing link_entry", {"entry": "307001-999999"}, "entry", "invalid_choice"),
    "a field that the new entry lacks": (
        "need cataloguing link_entry", {"fields": "uniscid, salary"}, "fields", "invalid_choice"),
    "a withheld field of the new entry": (
        "need cataloguing link_entry", {"fields": "penalty"}, "fields", "invalid_choice"),
    "no reason why not": ("need cataloguing cannot_supply", {"basis": ""}, "basis", "required"),
    "an empty list of faults": (
        "region conformance_review return_for_correction", {"missing": " \n"}, "missing", "required"),
    "a final refusal without a ground": (
        "city_to_region final_review overrule", {"ground": ""}, "ground", "required"),
    "a final refusal by the provider's ground": (
        "city_to_region final_review overrule", {"ground": "law"}, "ground", "invalid_choice"),
    "a final refusal without a basis": (
        "city_to_region final_review overrule", {"basis": ""}, "basis", "required"),
    "an empty opinion": ("city_to_city authority_review opine", {"opinion": " "}, "opinion", "required"),
    "feedback without the use": ("city_to_region feedback feed_back", {"used": ""}, "used", "required"),
    "feedback without a rating": ("city_to_region feedback feed_back", {"rating": ""}, "rating", "required"),
    "feedback of five stars": (
        "city_to_region awaiting_use feed_back", {"rating": "*****"}, "rating", "invalid_choice"),
}  # fmt: skip
ACTING = {"cataloguing": "stella", "authority_review": "noah", "feedback": "nora", "awaiting_use": "nora"}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def refused(answer: Any) -> set[tuple[str, str]]:
    assert answer.status_code == 422, answer.content.decode()
    return {(error["field"], error["code"]) for error in answer.json()["errors"]}


@pytest.mark.parametrize("bad", BAD_DRAFTS)
def test_it_refuses_the_draft_and_stores_nothing(world, bad):
    changed, field, code = BAD_DRAFTS[bad]
    assert refused(Rest(world.cast.alice).draft(**ASKED | changed)) == {(field, code)}
    assert not ShareRequest.objects.exists()


@pytest.mark.parametrize("bad", BAD_STEPS)
@pytest.mark.parametrize("door", DOORS)
def test_it_refuses_the_step_and_moves_nothing(world, bad, door):
    place, changed, field, code = BAD_STEPS[bad]
    route, state, step = place.split()
    found = scene(world, route, state)
    who = getattr(world.cast, ACTING.get(state, "betty"))
    answer = DOORS[door](who).take(found.request, step, **found.told(step) | changed)
    if door == "rest":
        assert (field, code) in refused(answer)
    else:
        assert answer.status_code == 422
        assert code in {error.code for error in answer.context["form"].errors.as_data()[field]}
    assert ShareRequest.objects.get(pk=found.request.pk).version == found.request.version


def test_it_takes_a_need_or_an_entry_and_never_both(world):
    both = ASKED | {"entry": world.entry, "need": "企业名单"}
    assert refused(Rest(world.cast.alice).draft(**both)) == {("entry", "required")}


@pytest.mark.article("36")
def test_it_takes_a_need_for_a_ministry(world):
    answer = Rest(world.cast.alice).draft(**ASKED | OUTSIDE).json()
    assert (answer["route"], answer["provider"]["code"]) == ("external", "CN-MARKET")


def test_it_links_no_entry_of_another_provider(world):
    other = publish_new(ENTERPRISES, world.cast.edu)
    found = scene(world, "need", "cataloguing")
    answer = Rest(world.cast.stella).take(found.request, "link_entry", entry=other, fields="")
    assert refused(answer) == {("entry", "invalid_choice")}


@pytest.mark.parametrize(("said", "linked"), [("", 4), (" entname ,uniscid,", 2)])
def test_it_links_the_named_fields_or_all_that_are_shared(world, said, linked):
    found = scene(world, "need", "cataloguing")
    answer = Rest(world.cast.stella).take(found.request, "link_entry", entry=world.entry, fields=said)
    assert answer.status_code == 200
    fields = ShareRequest.objects.get(pk=found.request.pk).fields
    assert (len(fields), "penalty" in fields, fields[0]) == (linked, False, "uniscid")


def granted_to(world: World, holder: str) -> Grant:
    """A grant that came by a request of alice's."""
    return issue(
        case=world.draft(),
        version=world.entry.version,
        organization=getattr(world.cast, holder),
        fields=["uniscid"],
        purpose="核验",
        system="社保",
        mode="api",
        ends=date(2026, 12, 31),
    )


@pytest.mark.parametrize("holder", ["edu", "nanning_hr"])
def test_it_renews_no_grant_of_others(world, holder):
    told = ASKED | {"entry": world.entry, "renews": granted_to(world, holder).number}
    assert refused(Rest(world.cast.alice).draft(**told)) == {("renews", "invalid_choice")}


def test_it_renews_only_by_a_request_for_the_same_entry(world):
    other = publish_new(ENTERPRISES, world.cast.edu)
    number = granted_to(world, "hr").number
    for told in (ASKED | {"entry": other}, ASKED | NEED):
        answer = Rest(world.cast.alice).draft(**told | {"renews": number})
        assert refused(answer) == {("renews", "invalid_choice")}
    same = {"fields": ["uniscid"], "purpose": "核验", "system": "社保"}
    told = ASKED | same | {"entry": world.entry, "renews": number}
    assert Rest(world.cast.alice).draft(**told).status_code == 201


@pytest.mark.article("6(1)")
def test_it_takes_no_need_of_a_body_outside(world):
    found = scene(world, "external_in", "draft")
    told = ASKED | NEED | {"requester": world.cast.ministry}
    answer = Rest(found.request.filed_by).draft(**told)
    assert refused(answer) == {("entry", "required")}
