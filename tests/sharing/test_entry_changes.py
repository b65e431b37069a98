"""The entry changes while a request is open: removed fields fall out, nothing left is refused (art. 21)."""

from dataclasses import replace

import pytest
import time_machine

from audit.trail import Entry as Act
from catalog.models import Entry
from catalog.publishing import revise
from catalog.vocabulary import Status
from delivery.models import Grant
from sharing.law import EntryGround, State
from sharing.models import ShareRequest
from sharing.tasks import follow_entries
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ENTERPRISES, FIELDS, World

ALL = {"fields": FIELDS, "conditions": "", "basis": ""}
OPEN = [State.CONFORMANCE_REVIEW, State.PROVIDER_REVIEW, State.REPLY]


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def without(world: World, *names: str) -> None:
    """The provider publishes a version that has lost these fields."""
    left = tuple(field for field in ENTERPRISES.fields if field.name not in names)
    revise(world.entry, replace(ENTERPRISES, fields=left))


def again(request: ShareRequest) -> ShareRequest:
    return ShareRequest.objects.with_parties().get(pk=request.pk)


@pytest.mark.article("21")
def test_it_lets_removed_fields_fall_out_before_the_next_step(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    without(world, "regcap")
    told = world.step(request, "agree", "bob", **ALL)
    assert (told.fields, told.fallen_fields, told.agreed_fields) == (FIELDS[:2], ["regcap"], FIELDS[:2])
    assert (told.answer, told.version) == ("agreed", request.version + 2)
    act = Act.objects.get(case=request.number, act="share_request.fields_fall_out")
    assert (act.article, act.particulars["removed"], act.particulars["entry_version"]) == (
        "28",
        ["regcap"],
        2,
    )


@pytest.mark.article("21")
@pytest.mark.parametrize("state", OPEN)
def test_it_follows_the_entry_by_itself_in_every_state(world, state):
    request = world.bring_to(state)
    without(world, "entname")
    assert (follow_entries(), follow_entries()) == (1, 0)
    assert again(request).state == state
    assert "entname" not in [*again(request).fields, *again(request).agreed_fields]


@pytest.mark.article("21", "37")
@pytest.mark.parametrize("state", OPEN)
def test_it_refuses_by_rule_when_nothing_is_left(world, state):
    request = world.bring_to(state)
    without(world, *FIELDS)
    assert follow_entries() == 1
    found = again(request)
    assert (found.state, found.ground) == (State.REFUSED, EntryGround.CHANGED)
    assert (found.basis, found.open_items()) == ("目录第 2 版已没有所申请的任何信息项。", [])


def test_it_refuses_when_all_that_was_agreed_is_gone(world):
    request = world.bring_to(State.REPLY)
    without(world, *FIELDS[:2])
    assert Rest(world.cast.betty).take(request, "reply").json()["code"] == "nothing_left"
    follow_entries()
    assert again(request).state == State.REFUSED
    assert not Grant.objects.exists()


def test_it_grants_only_what_is_left(world):
    request = world.bring_to(State.REPLY)
    without(world, "entname")
    world.step(request, "reply", "boris")
    assert Grant.objects.get().fields == ["uniscid"]


def test_it_tells_both_doors_that_nothing_is_left(world):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    without(world, *FIELDS)
    refused = Rest(world.cast.betty).take(request, "approve")
    assert (refused.status_code, refused.json()["article"]) == (409, "21")
    assert Pages(world.cast.betty).take(request, "approve").status_code == 409
    assert again(request).state == State.CONFORMANCE_REVIEW


@pytest.mark.parametrize(
    ("who", "step", "told"),
    [
        ("alice", "withdraw", {"reason": "不再需要"}),
        ("betty", "refuse", {"ground": "purpose", "basis": "用途不明"}),
    ],
)
def test_it_can_be_ended_with_nothing_left(world, who, step, told):
    request = world.bring_to(State.CONFORMANCE_REVIEW)
    without(world, *FIELDS)
    assert Rest(getattr(world.cast, who)).take(request, step, **told).status_code == 200


def test_it_refuses_what_asks_for_an_entry_taken_offline(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    Entry.objects.filter(pk=world.entry.pk).update(status=Status.OFFLINE)
    follow_entries()
    assert (again(request).state, again(request).basis) == (State.REFUSED, "目录已下线。")


def test_it_offers_only_what_is_left(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    without(world, "regcap")
    refused = Rest(world.cast.bob).take(request, "agree", fields=FIELDS)
    assert refused.json()["errors"][0]["code"] == "invalid_choice"
    page = Pages(world.cast.bob).read(request).content.decode()
    assert 'value="entname"' in page
    assert 'value="regcap"' not in page


def test_it_takes_removed_fields_out_of_a_draft_when_it_is_submitted(world):
    request = world.draft()
    without(world, "regcap")
    told = world.step(request, "submit", "alice")
    assert (told.state, told.fields) == (State.CONFORMANCE_REVIEW, FIELDS[:2])


def test_it_says_of_an_empty_draft_to_withdraw_it(world):
    request = world.draft()
    without(world, *FIELDS)
    refused = Rest(world.cast.alice).take(request, "submit")
    assert (refused.status_code, refused.json()["code"]) == (409, "nothing_left")
    assert "撤回" in refused.json()["detail"]
    assert follow_entries() == 0


def test_it_leaves_an_answer_that_was_no_alone(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    request = world.step(request, "decline", "bob", ground="law", basis="《统计法》第九条")
    without(world, *FIELDS)
    assert follow_entries() == 0
    assert world.step(request, "reply", "boris").ground == "law"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ["目录变更情况", "已移除", "共享条件", "仅用于监管"]),
        ("en", ["What has changed in the entry since", "removed", "share condition"]),
    ],
)
def test_it_shows_what_differs(world, language, words):
    request = world.bring_to(State.PROVIDER_REVIEW)
    left = tuple(field for field in ENTERPRISES.fields if field.name != "regcap")
    revise(world.entry, replace(ENTERPRISES, fields=left, share_condition="仅用于监管"))
    page = Pages(world.cast.bob, language).read(request).content.decode()
    assert [word for word in words if word not in page] == []


def test_it_tells_programs_what_differs(world):
    request = world.bring_to(State.PROVIDER_REVIEW)
    without(world, "regcap")
    said = Rest(world.cast.bob).read(request).json()["particulars"]
    assert [(c["field"], c["is_gone"]) for c in said["changes"]] == [("regcap", True)]
    follow_entries()
    said = Rest(world.cast.bob).read(request).json()["particulars"]
    assert (said["fields"], said["fallen_fields"]) == (FIELDS[:2], ["regcap"])
