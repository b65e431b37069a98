"""Until the Bureau's reply only provider and Bureau know the provider's answer (29(3), 29(4))."""

import pytest
import time_machine

from audit.trail import Entry
from sharing.law import State
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import FIELDS

DECLINED = {"ground": "safety", "basis": "等级保护测评未通过"}
AGREED = {"fields": FIELDS[:2], "conditions": "仅供窗口核验", "basis": "注册资本无须核验"}
SECRETS = [
    "等级保护测评",
    "仅供窗口核验",
    "注册资本无须核验",
    "safety",
    "declined",
    "decline",
    "agreed",
    "partly",
]
WORDS = ["不同意", "部分同意", "指定的系统不能保障数据安全"]
PLACES = ["/cases/{}/", "/cases/{}/trail/", "/sharing/requests/", "/work/", "/api/v1/work-items/"]
PROGRAMS = [
    "/api/v1/sharing/requests/{}/",
    "/api/v1/sharing/requests/{}/timeline/",
    "/api/v1/sharing/requests/",
]
ANSWERS = [("agree", AGREED), ("decline", DECLINED)]


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


@pytest.fixture(params=ANSWERS, ids=[name for name, _ in ANSWERS])
def answered(request, world):
    step, particulars = request.param
    return world.step(world.bring_to(State.PROVIDER_REVIEW), step, "bob", **particulars)


def everything_read(user, case) -> list[str]:
    """All that a person can open of the case, by both doors, headers included."""
    page, program = Pages(user).client, Rest(user).client
    read = [page.get(place.format(case.number)) for place in PLACES]
    read += [program.get(place.format(case.number)) for place in PROGRAMS]
    assert {answer.status_code for answer in read} == {200}
    return [f"{dict(answer.headers)} {answer.content.decode()}" for answer in read]


def betrayals(user, case) -> list[str]:
    return [word for text in everything_read(user, case) for word in SECRETS + WORDS if word in text]


@pytest.mark.article("29(3)", "29(4)")
@pytest.mark.parametrize("who", ["alice", "rita"])
def test_it_tells_the_requester_nothing_before_the_reply(world, answered, who):
    assert betrayals(getattr(world.cast, who), answered) == []


@pytest.mark.article("29(3)")
@pytest.mark.parametrize("who", ["bob", "hank", "betty", "sue", "audrey"])
def test_it_is_known_to_provider_and_bureau(world, answered, who):
    user = getattr(world.cast, who)
    case = Rest(user).read(answered).json()
    assert case["particulars"]["answer"] == answered.answer
    assert case["particulars"]["basis"] == answered.basis
    assert answered.basis in Pages(user).read(answered).content.decode()


@pytest.mark.article("29(4)")
def test_it_looks_the_same_to_the_requester_for_yes_and_no(world):
    seen = []
    for step, particulars in ANSWERS:
        case = world.step(world.bring_to(State.PROVIDER_REVIEW), step, "bob", **particulars)
        answer = Rest(world.cast.alice).read(case)
        timeline = Rest(world.cast.alice).client.get(PROGRAMS[1].format(case.number)).content
        mine = answer.json() | {
            "number": "",
            "work_items": [i | {"id": 0} for i in answer.json()["work_items"]],
        }
        seen.append((answer["ETag"], mine, timeline.replace(case.number.encode(), b"")))
    assert seen[0] == seen[1]


@pytest.mark.article("29(4)")
def test_it_stays_hidden_when_the_requester_withdraws_after_the_answer(world, answered):
    case = world.step(answered, "withdraw", "alice", reason="不再需要")
    assert betrayals(world.cast.alice, case) == []
    assert Rest(world.cast.bob).read(case).json()["particulars"]["answer"] == case.answer


@pytest.mark.article("29(4)")
def test_it_tells_the_requester_everything_by_the_reply(world, answered):
    case = world.step(answered, "reply", "betty")
    mine = Rest(world.cast.alice).read(case).json()["particulars"]
    assert (mine["answer"], mine["basis"], mine["ground"]) == (case.answer, case.basis, case.ground)
    assert case.basis in Pages(world.cast.alice).read(case).content.decode()


@pytest.mark.article("29(4)")
def test_it_names_the_requester_as_told_only_at_the_reply(world, answered):
    world.step(answered, "reply", "betty")
    told = dict(Entry.objects.of_case(answered.number).values_list("act", "tells"))
    hidden = told.get("share_request.agree") or told.get("share_request.decline")
    assert hidden == ["GX-BUREAU"]
    assert "GX-HR" in told["share_request.reply"]


def test_it_tells_nobody_of_a_draft(world):
    case = world.step(world.draft(), "withdraw", "alice", reason="填错了")
    assert {tuple(told) for told in Entry.objects.of_case(case.number).values_list("tells", flat=True)} == {
        ()
    }
    assert Rest(world.cast.bob).read(case).status_code == 404
