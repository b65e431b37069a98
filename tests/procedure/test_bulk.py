"""Like cases passed together: each alone, one failure never stops the rest, both doors the same (art. 9)."""

import re

import pytest

from audit.trail import Entry
from procedure.bulk import passing as bulk
from procedure.bulk.passing import Wanted
from procedure.models import IdempotentAnswer
from refusals.tree import Invalid
from sharing.law import State
from tests.procedure.doors import Pages, Rest

ADDRESS = "/api/v1/work-items/steps/approve/"
PASSED = {"opinion": "材料齐全"}


@pytest.fixture
def three(world) -> list:
    return [world.bring_to(State.CONFORMANCE_REVIEW) for _ in range(3)]


def wanted(cases) -> list[dict]:
    return [{"case": case.number, "version": case.version} for case in cases]


def states(cases) -> list[str]:
    return [type(case).objects.get(pk=case.pk).state for case in cases]


def choose(client, cases, step: str = "") -> str:
    response = client.get(f"/work/together/{step}", {"case": [case.number for case in cases]})
    assert response.status_code == 200
    return response.content.decode()


def carried(page: str) -> list[str]:
    return re.findall(r'<input type="hidden" name="case" value="([^"]+:\d+)"', page)


def test_it_ticks_rows_in_the_inbox(world, three):
    page = Pages(world.cast.betty).client.get("/work/").content.decode()
    assert page.count('name="case"') == 3
    assert 'action="/work/together/"' in page


def test_it_offers_the_steps_that_all_have_in_common(world, three):
    page = choose(Pages(world.cast.betty).client, three)
    assert "/work/together/approve/" in page
    assert "/work/together/refuse/" in page


def test_it_offers_none_across_stages_but_names_those_that_go_together(world, three):
    moved = world.step(three[0], "approve", "betty")
    found = bulk.choices([moved, *three[1:]], world.actor("betty"))
    assert {(choice.name, choice.is_common, len(choice.cases)) for choice in found} == {
        ("approve", False, 2),
        ("refuse", False, 2),
        ("return_for_correction", False, 2),
    }
    assert "不能对所选事项一起办理" in choose(Pages(world.cast.betty).client, three)


def test_it_joins_only_cases_that_ask_the_same(world):
    same = [world.bring_to(State.PROVIDER_REVIEW) for _ in range(2)]
    other = world.draft(fields=["entname"])
    for step, who in (("submit", "alice"), ("approve", "betty")):
        other = world.step(other, step, who)
    agree = [c for c in bulk.choices([*same, other], world.actor("bob")) if c.name == "agree"]
    assert [len(choice.cases) for choice in agree] == [2, 1]
    decline = [c for c in bulk.choices([*same, other], world.actor("bob")) if c.name == "decline"]
    assert [choice.is_common for choice in decline] == [True]


def test_it_shows_everything_once_more_with_the_versions_read(world, three):
    page = choose(Pages(world.cast.betty).client, three, "approve/")
    assert carried(page) == [f"{case.number}:{case.version}" for case in three]
    assert 'name="opinion"' in page


@pytest.mark.article("9")
def test_it_moves_each_and_writes_each_in_the_trail(world, three):
    client = Pages(world.cast.betty).client
    sent = {"case": carried(choose(client, three, "approve/")), **PASSED}
    page = client.post("/work/together/approve/confirm/", sent).content.decode()
    assert "3 件全部办结" in page
    assert states(three) == [State.PROVIDER_REVIEW] * 3
    entries = Entry.objects.filter(act="share_request.approve")
    assert sorted(entry.case for entry in entries) == [case.number for case in three]


def test_it_reports_a_case_that_has_moved_and_passes_the_rest(world, three):
    client = Pages(world.cast.betty).client
    sent = {"case": carried(choose(client, three, "approve/")), **PASSED}
    world.step(three[1], "approve", "boris")
    page = client.post("/work/together/approve/confirm/", sent).content.decode()
    assert "已办 2 件，1 件未办" in page
    assert ">409<" in page
    assert states(three) == [State.PROVIDER_REVIEW] * 3
    assert Entry.objects.filter(act="share_request.approve").count() == 3


def test_it_takes_nothing_when_the_shared_form_is_wrong(world, three):
    client = Pages(world.cast.betty).client
    sent = {"case": carried(choose(client, three, "refuse/")), "ground": "purpose", "basis": ""}
    response = client.post("/work/together/refuse/confirm/", sent)
    assert response.status_code == 422
    assert carried(response.content.decode()) == sent["case"]
    assert states(three) == [State.CONFORMANCE_REVIEW] * 3


def test_it_keeps_the_version_first_shown_when_the_form_comes_back(world, three):
    client = Pages(world.cast.betty).client
    shown = carried(choose(client, three, "refuse/"))
    world.step(three[0], "approve", "boris")
    again = client.post("/work/together/refuse/confirm/", {"case": shown[1:] + shown[:1], "basis": ""})
    assert shown[0] in carried(again.content.decode())


def test_it_answers_programs_case_by_case(world, three):
    asked = wanted(three)
    asked[1]["version"] += 1
    asked.append({"case": "GX-SR-2026-999999", "version": 1})
    answer = Rest(world.cast.betty).post(ADDRESS, {"cases": asked, "particulars": PASSED})
    assert (answer.status_code, answer.json()["done"]) == (207, 2)
    outcomes = answer.json()["outcomes"]
    assert [one["status"] for one in outcomes] == [200, 409, 200, 404]
    assert [one.get("problem", {}).get("code") for one in outcomes] == [None, "stale", None, "not_found"]
    assert outcomes[0]["state"] == State.PROVIDER_REVIEW


@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("bob", 403), ("charlie", 404), ("cindy", 404)])
def test_it_moves_nothing_for_others(world, three, who, status):
    answer = Rest(getattr(world.cast, who)).post(ADDRESS, {"cases": wanted(three), "particulars": PASSED})
    assert {one["status"] for one in answer.json()["outcomes"]} == {status}
    assert states(three) == [State.CONFORMANCE_REVIEW] * 3


def test_it_tells_each_case_what_is_wrong_with_the_particulars(world, three):
    body = {"cases": wanted(three), "particulars": {"ground": "purpose"}}
    answer = Rest(world.cast.betty).post("/api/v1/work-items/steps/refuse/", body)
    outcomes = answer.json()["outcomes"]
    assert {(one["status"], one["problem"]["errors"][0]["field"]) for one in outcomes} == {(422, "basis")}


@pytest.mark.parametrize("body", [{}, {"cases": []}, {"cases": "x"}, {"cases": [{"case": "x"}]}, []])
def test_it_refuses_a_body_that_says_no_cases(world, body):
    assert Rest(world.cast.betty).post(ADDRESS, body).status_code == 422


def test_it_refuses_more_than_200(world):
    many = [{"case": f"GX-SR-2026-{n:06}", "version": 1} for n in range(201)]
    assert Rest(world.cast.betty).post(ADDRESS, {"cases": many}).status_code == 422
    with pytest.raises(Invalid):
        bulk.take_each("approve", [Wanted("x", 1)] * 201, world.actor("betty"), dict)


def test_it_gives_a_repeat_the_first_outcomes_and_goes_on_with_the_rest(world, three):
    rest, body = Rest(world.cast.betty), {"cases": wanted(three), "particulars": PASSED}
    headers = {"Idempotency-Key": "round-1"}
    first = rest.post(ADDRESS, body, **headers).json()
    last = IdempotentAnswer.objects.order_by("-pk").first()
    assert IdempotentAnswer.objects.count() == 3
    assert rest.post(ADDRESS, body, **headers).json() == first
    assert Entry.objects.filter(act="share_request.approve").count() == 3
    last.delete()
    assert [one["status"] for one in rest.post(ADDRESS, body, **headers).json()["outcomes"]] == [
        200,
        200,
        409,
    ]


def test_it_goes_on_after_a_fault_of_ours(world, three):
    broken = three[1].number

    def read(case) -> dict:
        if case.number == broken:
            raise ZeroDivisionError
        return PASSED

    asked = [Wanted(case.number, case.version) for case in three]
    outcomes = bulk.take_each("approve", asked, world.actor("betty"), read)
    assert [outcome.status for outcome in outcomes] == [200, 500, 200]


def test_it_asks_to_choose_something(world):
    page = Pages(world.cast.betty).client.get("/work/together/", follow=True)
    assert "请至少选择一件事项" in page.content.decode()


@pytest.mark.parametrize("query", ["case=x", "case=%00", "&".join(["case=GX-SR-2026-000001"] * 201)])
def test_it_refuses_a_choice_of_nothing_or_too_much(world, query):
    client = Pages(world.cast.betty).client
    assert client.get(f"/work/together/?{query}").status_code in {400, 404, 422}
    assert client.get(f"/work/together/approve/?{query}").status_code in {400, 404, 422}


@pytest.mark.parametrize("said", ["", "GX-SR-2026-000001", "GX-SR-2026-000001:x", ":", "x:99999999999"])
def test_it_refuses_a_version_that_is_none(world, said):
    answer = Pages(world.cast.betty).client.post("/work/together/approve/confirm/", {"case": said})
    assert answer.status_code == 422
