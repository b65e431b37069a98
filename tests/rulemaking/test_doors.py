"""Both doors of city procedures: the same form, the same refusals, the same version (art. 10, 31)."""

from typing import Any

import pytest

from organizations.models import PostKind, User
from rulemaking.models import CityProcedure
from tests.cast import seated
from tests.procedure.doors import Pages, Rest
from tests.rulemaking.desk import FULL, LIUZHOU, NANNING, SHORT, TUESDAY, today

API = f"/api/v1/city-procedures/{NANNING}/"
PAGE = f"/city-procedures/{NANNING}/"
TYPED = SHORT | {"in_force": TUESDAY.isoformat(), "replaces": 0}
DOORS = ("pages", "rest")
BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"title": ""}, "title", "required"),
    ({"title": "长" * 101}, "title", "max_length"),
    ({"title": "一\n二"}, "title", "control_characters"),
    ({"reason": ""}, "reason", "required"),
    ({"reason": "长" * 501}, "reason", "max_length"),
    ({"document": "号" * 101}, "document", "max_length"),
    ({"provider_review_days": None}, "provider_review_days", "required"),
    ({"provider_review_days": 0}, "provider_review_days", "min_value"),
    ({"provider_review_days": 16}, "provider_review_days", "max_value"),
    ({"provider_review_days": -(2**63)}, "provider_review_days", "min_value"),
    ({"city_review_days": 16}, "city_review_days", "max_value"),
    ({"city_review_post": "auditor"}, "city_review_post", "invalid_choice"),
    ({"provider_review_post": "supervisor"}, "provider_review_post", "invalid_choice"),
    ({"reply_days": 0}, "reply_days", "min_value"),
    ({"reply_post": "steward"}, "reply_post", "invalid_choice"),
    ({"draft_days": 91}, "draft_days", "max_value"),
    ({"region_review_days": 3}, "region_review_days", "max_value"),
    ({"other_city_review_days": 3}, "other_city_review_days", "max_value"),
    ({"in_force": None}, "in_force", "required"),
    ({"in_force": "2026-11-23"}, "in_force", "today"),
    ({"in_force": "2026-11-22"}, "in_force", "past"),
    ({"in_force": "2027-11-25"}, "in_force", "too_far"),
    ({"in_force": "2026-02-30"}, "in_force", "invalid"),
    ({"from_today": True}, "in_force", "two_days"),
    ({"replaces": -1}, "replaces", "min_value"),
    ({"replaces": None}, "replaces", "required"),
    ({"city_review_days": 1, "city_review_post": "supervisor"}, "city_review_post", "vacant"),
    ({"provider_review_post": "steward"}, "provider_review_post", "vacant"),
    ({"region_review_days": 1, "region_review_post": "supervisor"}, "region_review_post", "vacant"),
]


def publish(door: str, user: User, typed: dict[str, Any], query: str = "") -> Any:
    """What the door answers to a version that is published at once."""
    if door == "rest":
        return Rest(user).post(f"{API}{query}", typed)
    said = {name: "" if value is None else value for name, value in typed.items() if value is not False}
    return Pages(user).client.post(f"{PAGE}write/", said | {"confirm": "1"})


def told(door: str, answer: Any) -> list[tuple[str, str]]:
    """The fields that are wrong, with their codes."""
    if door == "rest":
        return [(error["field"], error["code"]) for error in answer.json()["errors"]]
    form = answer.context["form"]
    return [(name, error.code or "") for name, errors in form.errors.as_data().items() for error in errors]


@pytest.mark.article("31")
@pytest.mark.parametrize("door", DOORS)
def test_it_publishes_the_same_version_through_both_doors(desk, door):
    answer = publish(door, desk.world.cast.nina, FULL | TYPED | {"title": FULL["title"]})
    assert answer.status_code == {"pages": 302, "rest": 201}[door]
    version = CityProcedure.objects.get()
    assert (version.number, version.in_force, version.written_by.username) == (1, TUESDAY, "nina")
    assert version.rules.text.count("[[share_request.same_city.stages]]") == 5
    assert version.arrangement["city_review_days"] == 1


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("wrong", "field", "code"), BAD)
def test_it_says_what_is_wrong_with_each_field(desk, door, wrong, field, code):
    answer = publish(door, desk.world.cast.nina, TYPED | wrong)
    assert answer.status_code == 422
    found = told(door, answer)
    known = [(field, code)] if code != "vacant" or door == "rest" else [(field, "")]
    assert found == known
    assert not CityProcedure.objects.exists()


@pytest.mark.parametrize(
    "body", [[], "x", {"provider_review_days": "two"}, {"colour": 1}, {"title": ["a"]}, {"from_today": "yes"}]
)
def test_it_refuses_what_is_no_version_over_rest(desk, body):
    sent = TYPED | body if isinstance(body, dict) else body
    answer = Rest(desk.world.cast.nina).post(API, sent if not isinstance(sent, str) else '"x"')
    assert (answer.status_code, CityProcedure.objects.count()) == (422, 0)


@pytest.mark.parametrize("door", DOORS)
def test_it_refuses_who_has_not_read_the_last_version(desk, door):
    desk.enact()
    answer = publish(door, desk.world.cast.nina, TYPED)
    assert (answer.status_code, CityProcedure.objects.count()) == (409, 1)
    assert "已发布另一版本" in (answer.json()["detail"] if door == "rest" else answer.content.decode())


def test_it_rehearses_over_rest(desk):
    answer = Rest(desk.world.cast.nina).post(f"{API}?dry_run=1", TYPED)
    assert (answer.status_code, answer.json()["dry_run"], CityProcedure.objects.count()) == (200, True, 0)
    [route] = answer.json()["procedure"]["routes"]
    assert [(s["stage"], s["days"], s["source"]) for s in route["stages"]] == [("provider_review", 2, "city")]


def test_it_warns_of_departments_without_anybody_in_the_post(desk):
    answer = Rest(desk.world.cast.nina).post(f"{API}?dry_run=1", TYPED)
    [warning] = answer.json()["warnings"]
    assert warning["field"] == "provider_review_post"
    assert "宾阳县市场监督管理局" in warning["sentence"]
    seated("berta", desk.world.cast.binyang, PostKind.REVIEWER)
    assert Rest(desk.world.cast.nina).post(f"{API}?dry_run=1", TYPED).json()["warnings"] == []


def test_it_acts_once_for_one_key(desk):
    program = Rest(desk.world.cast.nina)
    answers = [program.post(API, TYPED, **{"Idempotency-Key": "one"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert (answers[0].json(), CityProcedure.objects.count()) == (answers[1].json(), 1)


def test_it_reads_over_rest_what_a_city_follows(desk):
    program = Rest(desk.world.cast.nora)
    ruling = program.client.get(API).json()
    assert (ruling["in_force"], ruling["latest"], len(ruling["routes"])) == (None, 0, 3)
    desk.enact(**today())
    desk.enact(in_force="2026-12-01")
    ruling = program.client.get(API).json()
    assert (ruling["in_force"]["number"], [v["number"] for v in ruling["to_come"]]) == (1, [2])
    assert [v["number"] for v in program.client.get("/api/v1/city-procedures/").json()["results"]] == [2, 1]
    page = program.client.get("/api/v1/city-procedures/?page_size=1").json()
    assert [v["number"] for v in program.client.get(page["next"]).json()["results"]] == [1]
    assert program.client.get(f"{API}2/").json()["in_force"] == "2026-12-01"
    assert program.client.get(f"/api/v1/city-procedures/?city={LIUZHOU}").json()["results"] == []


@pytest.mark.parametrize(
    "address", [f"{API}9/", "/api/v1/city-procedures/450300/", f"{API}0/", f"{API}99999/"]
)
def test_it_finds_no_other_version_over_rest(desk, address):
    assert Rest(desk.world.cast.nina).client.get(address).status_code == 404


@pytest.mark.parametrize("door", DOORS)
def test_it_recalls_and_repeals_through_both_doors(desk, door):
    desk.enact(**today())
    desk.enact()
    nina, repealing = desk.world.cast.nina, {"reason": "试行结束。", "in_force": "2026-11-30", "replaces": 2}
    if door == "rest":
        answers = [Rest(nina).post(f"{API}2/recall/"), Rest(nina).post(f"{API}repeals/", repealing)]
    else:
        client = Pages(nina).client
        answers = [
            client.post(f"{PAGE}2/recall/"),
            client.post(f"{PAGE}repeal/", repealing | {"confirm": "1"}),
        ]
    assert [a.status_code for a in answers] == ([200, 201] if door == "rest" else [302, 302])
    rows = CityProcedure.objects.order_by("number")
    assert [(v.is_recalled, v.is_repeal) for v in rows] == [(False, False), (True, False), (False, True)]
