"""What programs are told of a draft: what is wrong with it, and what it would change (art. 31)."""

from typing import Any

import pytest

from rulemaking.models import CityProcedure
from tests.procedure.doors import Rest
from tests.rulemaking.desk import NANNING, SHORT, TUESDAY, today

API = f"/api/v1/city-procedures/{NANNING}/draft/"
TYPED = SHORT | {"in_force": TUESDAY.isoformat()}


@pytest.fixture
def nina(desk) -> Rest:
    return Rest(desk.world.cast.nina)


def save(nina: Rest, seen: str | None, body: Any, **headers: str) -> Any:
    sent = headers | ({"If-Match": f'"{seen}"'} if seen is not None else {})
    return nina.client.put(API, body, content_type="application/json", headers=sent)


def enact(nina: Rest, seen: str, replaces: int, query: str = "", **headers: str) -> Any:
    return nina.post(f"{API}enact/{query}", {"replaces": replaces}, **{"If-Match": f'"{seen}"'}, **headers)


def test_it_reads_a_draft_with_its_revision(nina):
    assert nina.client.get(API).status_code == 404
    save(nina, "0", TYPED)
    answer = nina.client.get(API)
    assert (answer["ETag"], answer.json()["revision"], answer.json()["author"]) == ('"1"', 1, "Nina")
    assert answer.json()["typed"]["provider_review_days"] == "2"
    assert answer.json()["wrong"] == []


@pytest.mark.parametrize(
    ("changed", "field", "code"),
    [
        ({"title": None}, "title", "required"),
        ({"city_review_days": 99}, "city_review_days", "max_value"),
        ({"in_force": "2026-11-22"}, "in_force", "past"),
        ({"from_today": True}, "in_force", "two_days"),
        ({"reason": "长" * 1001}, "reason", "max_length"),
    ],
)
def test_it_says_what_is_still_wrong_and_keeps_it(nina, changed, field, code):
    answer = save(nina, "0", TYPED | changed)
    assert answer.status_code == 201
    assert [(one["field"], one["code"]) for one in answer.json()["wrong"]] == [(field, code)]
    assert enact(nina, "1", 0).json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "body",
    [{"colour": 1}, {"replaces": 0}, {"title": ["a"]}, {"reply_days": "two"}, {"from_today": "yes"}, []],
)
def test_it_refuses_what_is_no_draft(nina, body):
    assert save(nina, "0", body).status_code == 422
    assert not CityProcedure.objects.exists()


@pytest.mark.parametrize("seen", [None, "x", "2"])
def test_it_asks_for_the_revision_that_was_read(nina, seen):
    save(nina, "0", TYPED)
    told = {"If-Match": f'"{seen}"'} if seen else {}
    answers = [
        save(nina, seen, TYPED),
        nina.client.delete(API, headers=told),
        nina.post(f"{API}enact/", {"replaces": 0}, **told),
    ]
    wanted = {None: 428, "x": 422, "2": 409}[seen]
    assert [answer.status_code for answer in answers] == [wanted] * 3
    assert CityProcedure.objects.get().revision == 1


@pytest.mark.article("31")
def test_it_checks_and_compares_without_publishing(desk, nina):
    desk.enact(**today())
    save(nina, "0", TYPED | {"provider_review_days": 5})
    answer = enact(nina, "1", 1, "?dry_run=1")
    assert (answer.status_code, answer.json()["dry_run"]) == (200, True)
    changed = [
        (one["label"], one["old"], one["new"]) for one in answer.json()["differences"] if one["differs"]
    ]
    assert ("合计", "2 个工作日", "5 个工作日") in changed
    assert answer.json()["procedure"]["number"] == 2
    assert CityProcedure.objects.drafts().get().revision == 1


def test_it_compares_a_version_with_what_held_before_it(desk, nina):
    desk.enact(**today())
    given = SHORT | {"provider_review_days": 4, "from_today": True, "replaces": 1}
    answer = nina.post(API.removesuffix("draft/"), given)
    assert answer.status_code == 201
    told = {one["label"]: (one["old"], one["new"]) for one in answer.json()["differences"] if one["differs"]}
    assert told["合计"] == ("2 个工作日", "4 个工作日")


def test_it_acts_once_for_one_key(nina):
    key = {"Idempotency-Key": "one"}
    assert [save(nina, "0", TYPED, **key).status_code for _ in range(2)] == [201, 201]
    assert CityProcedure.objects.get().revision == 1
    answers = [enact(nina, "1", 0, **key | {"Idempotency-Key": "two"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert [version.number for version in CityProcedure.objects.all()] == [1]


def test_it_finds_no_draft_to_publish_or_to_do_away_with(nina):
    assert enact(nina, "1", 0).status_code == 404
    assert nina.client.delete(API, headers={"If-Match": '"1"'}).status_code == 404
