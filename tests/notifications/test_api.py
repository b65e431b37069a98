"""Notices for programs: list, filters, reading, and what is refused."""

import pytest

from notifications import drain
from notifications.models import Notice
from sharing.law import State
from tests.notifications.acts import act
from tests.procedure.doors import Rest

LIST = "/api/v1/notifications/"


@pytest.fixture
def told(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    return case


def program(world, who: str) -> Rest:
    return Rest(getattr(world.cast, who))


def rows(world, who: str, query: str = "") -> list[dict]:
    answer = program(world, who).client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_it_tells_everything_about_a_notice(world, told):
    first = rows(world, "bob")[0]
    assert first == {
        "id": first["id"],
        "at": "2026-11-23T09:00:00+08:00",
        "act": "share_request.approve",
        "sentence": first["sentence"],
        "article": "29(2)",
        "case": told.number,
        "title": "企业登记基本信息",
        "organization": {"code": "GX-MARKET", "name": "广西壮族自治区市场监督管理局"},
        "post": "reviewer",
        "asks": True,
        "waits": True,
        "due": "2026-11-30",
        "read": None,
    }
    assert "审查通过" in first["sentence"]


@pytest.mark.parametrize(
    ("query", "number"),
    [
        *[("unread=true", 2), ("unread=false", 0), ("asks=true", 1), ("asks=false", 1)],
        *[("case=none", 0), ("page_size=1", 1)],
    ],
)
def test_it_is_narrowed(world, told, query, number):
    assert len(rows(world, "bob", query)) == number


def test_it_turns_pages(world, told):
    client = program(world, "bob").client
    page = client.get(f"{LIST}?page_size=1").json()
    assert page["next"]
    assert [row["id"] for row in page["results"] + client.get(page["next"]).json()["results"]] == [
        row["id"] for row in rows(world, "bob")
    ]


@pytest.mark.article("29(3)", "29(4)")
def test_yes_and_no_look_the_same_to_who_may_not_know(world):
    seen = []
    for name in ("agree", "decline"):
        case = world.bring_to(State.REPLY)
        act(
            f"share_request.{name}",
            case=case.number,
            article="29(3)",
            tells=["GX-HR"],
            particulars={"basis": name},
        )
        drain.store()
        seen.append(rows(world, "alice")[0] | {"id": 0, "case": ""})
    assert seen[0] == seen[1]
    assert (seen[0]["act"], seen[0]["article"]) == ("answered", "")


def test_it_marks_one_as_read(world, told):
    bob = program(world, "bob")
    pk = rows(world, "bob")[0]["id"]
    answer = bob.post(f"{LIST}{pk}/read/")
    assert (answer.status_code, answer.json()["read"]) == (200, "2026-11-23T09:00:00+08:00")
    assert [row["id"] for row in rows(world, "bob", "unread=false")] == [pk]


def test_it_marks_all_up_to_one_as_read(world, told):
    bob = program(world, "bob")
    newest, oldest = (row["id"] for row in rows(world, "bob"))
    assert bob.post(f"{LIST}read/", {"until": oldest}).json() == {"marked": 1}
    assert bob.post(f"{LIST}read/").json() == {"marked": 1}
    assert bob.post(f"{LIST}read/", {"until": newest}).json() == {"marked": 0}


def test_a_repeat_under_the_same_key_gets_the_first_answer(world, told):
    bob = program(world, "bob")
    answers = [bob.post(f"{LIST}read/", {}, **{"Idempotency-Key": "k"}).json() for _ in range(2)]
    assert answers == [{"marked": 2}, {"marked": 2}]


@pytest.mark.parametrize("pk", ["0", "999999999", "9223372036854775808", "9" * 40])
def test_a_notice_that_is_not_ones_own_is_not_there(world, told, pk):
    assert program(world, "bob").post(f"{LIST}{pk}/read/").status_code == 404


def test_the_notice_of_somebody_else_is_not_there(world, told):
    notice = Notice.objects.shown_to(world.cast.bob).first()
    assert program(world, "alice").post(f"{LIST}{notice.pk}/read/").status_code == 404
    mail = Notice.objects.filter(recipient=world.cast.bob, channel="email").first()
    assert program(world, "bob").post(f"{LIST}{mail.pk}/read/").status_code == 404


@pytest.mark.parametrize(
    "body", [{"until": "x"}, {"until": 0}, {"until": 2**63}, {"until": None}, {"until": [1]}, [], "x{"]
)
def test_it_refuses_what_it_cannot_read(world, told, body):
    answer = program(world, "bob").post(f"{LIST}read/", body)
    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert not Notice.objects.filter(read__isnull=False).exists()


@pytest.mark.parametrize("query", ["unread=maybe", "asks=2", "cursor=x", "page_size=0", "case=" + "x" * 65])
def test_it_says_which_filter_is_wrong(world, told, query):
    answer = program(world, "bob").client.get(f"{LIST}?{query}")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (400, query.split("=")[0])


def test_strangers_are_told_to_sign_in(world, client):
    assert client.get(LIST).status_code == 401
    assert client.post(f"{LIST}read/").status_code == 401
