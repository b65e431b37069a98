"""The REST door of every case: versions, keys, lists, filters, history, and problems by name (art. 28)."""

from html import unescape

import pytest
import time_machine

from procedure.models import IdempotentAnswer
from sharing.law import State
from sharing.models import ShareRequest
from tests.procedure.doors import ROOT, Pages, Rest
from tests.sharing.requests import ASKED, FIELDS

CASE = {"state": "conformance_review", "version": 2, "route": "region", "origin": None, "dispatch": "6(2)"}
ITEM = {
    "stage": "conformance_review",
    "article": "29(2)",
    "days": 2,
    "unit": "working",
    "source": "measures",
    "opened": "2026-11-23",
    "due": "2026-11-25",
    "provisional": True,
    "overdue": False,
    "claimed_by": None,
}
PROBLEM = {"type", "title", "status", "detail", "code", "article", "errors"}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def test_it_answers_a_draft_with_its_address_and_version(world):
    answer = Rest(world.cast.alice).draft(**ASKED, entry=world.entry)
    assert (answer.status_code, answer["ETag"]) == (201, '"1"')
    assert answer["Location"] == f"http://testserver{ROOT}GX-SR-2026-000001/"
    again = Rest(world.cast.alice).client.get(answer["Location"])
    assert (again.json(), again["ETag"]) == (answer.json(), '"1"')


def test_it_says_where_a_case_is_whose_turn_and_until_when(world):
    case = Rest(world.cast.betty).read(world.bring_to(State.CONFORMANCE_REVIEW)).json()
    assert CASE.items() <= case.items()
    assert [case[party]["code"] for party in ("requester", "provider")] == ["GX-HR", "GX-MARKET"]
    (item,) = case["work_items"]
    assert item["holder"]["code"] == "GX-BUREAU"
    assert ITEM.items() <= item.items()
    assert [offer["step"] for offer in case["offered"]] == ["approve", "refuse", "return_for_correction"]
    assert set(case["offered"][1]["particulars"]) == {"ground", "basis"}


@pytest.mark.parametrize(
    ("seen", "status", "code"),
    [
        ("4", 409, "stale"),
        ('"1"', 409, "stale"),
        ("*", 422, "invalid"),
        ("", 422, "invalid"),
        ("-2", 422, "invalid"),
        ('"2', 422, "invalid"),
        ('W/"2"', 200, None),
        ("2", 200, None),
        ("²", 422, "invalid"),
        ("9" * 30, 422, "invalid"),
        ('"2", "3"', 422, "invalid"),
    ],
)
def test_it_acts_on_the_version_that_was_read(world, seen, status, code):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    answer = Rest(world.cast.betty).take(case, "approve", seen=seen)
    assert (answer.status_code, answer.json().get("code")) == (status, code)
    if status == 422:
        assert answer.json()["errors"][0]["field"] == "If-Match"
    assert (ShareRequest.objects.get().version == 3) == (status == 200)


def test_it_asks_for_the_version_when_none_is_sent(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    answer = Rest(world.cast.betty).post(f"{ROOT}{case.number}/steps/approve/", {})
    assert (answer.status_code, answer.json()["code"]) == (428, "version_missing")
    assert "If-Match" in answer.json()["detail"]
    assert set(answer.json()) == PROBLEM


def test_it_answers_a_step_with_the_case_and_its_new_version(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    answer = Rest(world.cast.betty).take(case, "approve")
    assert (answer.status_code, answer["ETag"], answer.json()["version"]) == (200, '"3"', 3)
    assert answer.json()["work_items"][0]["holder"]["code"] == "GX-MARKET"


@pytest.mark.parametrize("step", ["steal", "draft", "Approve", "approve/x", "__init__"])
def test_it_answers_an_unknown_step_with_a_problem(world, step):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    answer = Rest(world.cast.betty).take(case, step)
    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert set(answer.json()) == PROBLEM


@pytest.mark.parametrize(
    "number", ["GX-SR-2026-999999", "x", "GX-SR-2026-000001%00", "%F0%9F%98%80", "A" * 40]
)
def test_it_answers_an_unknown_number_with_a_problem(world, number):
    world.draft()
    answer = Rest(world.cast.alice).client.get(f"{ROOT}{number}/")
    assert answer.status_code in {400, 404}
    assert set(answer.json()) == PROBLEM


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_it_is_changed_by_steps_only(world, method):
    case = world.draft()
    answer = getattr(Rest(world.cast.alice).client, method)(f"{ROOT}{case.number}/")
    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")


def test_it_gives_a_repeat_with_the_same_key_the_first_answer(world):
    door, told = Rest(world.cast.alice), ASKED | {"entry": world.entry, "headers": {"Idempotency-Key": "k-1"}}
    first, again = door.draft(**told), door.draft(**told)
    assert (first.status_code, again.status_code) == (201, 201)
    assert (again.json(), again["ETag"], again["Location"]) == (
        first.json(),
        first["ETag"],
        first["Location"],
    )
    assert ("Idempotent-Replayed" in first, again["Idempotent-Replayed"]) == (False, "true")
    assert ShareRequest.objects.count() == 1


def test_it_keeps_a_key_to_one_request_of_one_person(world):
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    key = {"Idempotency-Key": "k-1"}
    assert Rest(world.cast.betty).take(case, "approve", headers=key).status_code == 200
    other = Rest(world.cast.betty).take(case, "approve", headers=key, opinion="另一意见")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert Rest(world.cast.boris).take(case, "approve", headers=key).status_code == 409
    assert IdempotentAnswer.objects.count() == 2


def test_it_keeps_a_refusal_under_its_key_too(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    door, key = Rest(world.cast.bob), {"Idempotency-Key": "k-1"}
    first = door.take(case, "decline", headers=key, ground="law")
    again = door.take(case, "decline", headers=key, ground="law")
    assert (first.status_code, again.status_code, again.json()) == (422, 422, first.json())
    assert again["Content-Type"] == "application/problem+json"
    assert door.take(case, "agree", headers={"Idempotency-Key": "k-2"}, fields=FIELDS).status_code == 200


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_it_takes_keys_of_1_to_255_printable_characters(world, key):
    answer = Rest(world.cast.alice).draft(**ASKED, entry=world.entry, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "Idempotency-Key")
    assert not ShareRequest.objects.exists()


def test_it_lists_what_one_may_see_newest_first(world):
    numbers = [world.bring_to(state).number for state in (State.DRAFT, State.REPLY, State.CONFORMANCE_REVIEW)]
    assert listed(world, "alice") == numbers[::-1]
    assert listed(world, "bob") == listed(world, "betty") == numbers[:0:-1]
    assert listed(world, "charlie") == []


def listed(world, who: str, query: str = "") -> list[str]:
    answer = Rest(getattr(world.cast, who)).client.get(f"{ROOT}{query}")
    return [case["number"] for case in answer.json()["results"]]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?state=draft", 1),
        ("?state=reply", 1),
        ("?side=requester", 2),
        ("?side=provider", 0),
        ("?q=000002", 1),
        ("?q=企业", 2),
        ("?q=%25", 0),
        ("?q=nothing", 0),
        ("?state=draft&q=000002", 0),
        ("?page_size=1", 1),
    ],
)
def test_it_narrows_the_list_by_filters(world, query, count):
    world.draft()
    world.bring_to(State.REPLY)
    assert len(listed(world, "alice", query)) == count


@pytest.mark.parametrize(
    "query", ["?state=limbo", "?side=mine", "?cursor=!", "?page_size=501", "?q=" + "x" * 101]
)
def test_it_names_a_wrong_filter(world, query):
    answer = Rest(world.cast.alice).client.get(f"{ROOT}{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == query[1:].split("=")[0]


def test_it_walks_the_whole_list_once_by_cursors(world):
    numbers = {world.draft().number for _ in range(5)}
    seen, address = [], f"{ROOT}?page_size=2"
    while address:
        page = Rest(world.cast.alice).client.get(address).json()
        seen += [case["number"] for case in page["results"]]
        address = page["next"]
    assert (len(seen), set(seen)) == (5, numbers)


@pytest.mark.article("5")
def test_it_tells_what_happened_newest_first(world):
    case = world.bring_to(State.GRANTED)
    lines = Rest(world.cast.alice).client.get(f"{ROOT}{case.number}/timeline/").json()
    assert [line["act"] for line in lines] == [
        f"share_request.{act}" for act in ("reply", "agree", "approve", "submit", "draft")
    ]
    assert [line["article"] for line in lines] == ["29(4)", "29(3)", "29(2)", "29(1)", "29(1)"]
    assert {line["at"] for line in lines} == {"2026-11-23T02:00:00+08:00"}
    assert "Bob" in lines[1]["sentence"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_tells_the_same_history_through_both_doors(world, language):
    case = world.bring_to(State.GRANTED)
    lines = Rest(world.cast.bob, language).client.get(f"{ROOT}{case.number}/timeline/").json()
    page = unescape(Pages(world.cast.bob, language).read(case).content.decode())
    assert all(line["sentence"] in page for line in lines)


def test_it_shows_a_stranger_no_timeline(world):
    case = world.bring_to(State.GRANTED)
    assert Rest(world.cast.charlie).client.get(f"{ROOT}{case.number}/timeline/").status_code == 404
    assert Pages(world.cast.charlie).client.get(f"/cases/{case.number}/trail/").status_code == 404


def test_it_needs_a_token_that_has_not_expired(world, client):
    case = world.draft()
    assert client.get(f"{ROOT}{case.number}/").status_code == 401
    door = Rest(world.cast.alice)
    with time_machine.travel("2026-11-24T02:00:01+08:00", tick=False):
        assert door.read(case).status_code == 401
