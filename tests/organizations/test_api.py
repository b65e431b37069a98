"""Organizations and one's own posts, for programs."""

import pytest
from rest_framework.test import APIClient

from organizations.models import Organization
from organizations.querysets import today
from tests.cast import Cast, StandInFactory

LIST = "/api/v1/organizations/"


def codes(query: str = "") -> list[str]:
    answer = APIClient().get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.content
    return [row["code"] for row in answer.json()["results"]]


def test_it_lists_organizations_to_anybody_in_few_queries(cast: Cast, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        found = codes()
    assert found == sorted(found)
    assert len(found) == Organization.objects.count()


def test_it_turns_pages_by_cursor(cast: Cast):
    page = APIClient().get(f"{LIST}?page_size=5").json()
    second = APIClient().get(page["next"]).json()
    assert [row["code"] for row in page["results"] + second["results"]] == codes("page_size=10")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=教育厅", ["GX-EDU"]),
        ("q=gx-hr", ["GX-HR"]),
        ("q=南宁市 人力", ["450100-HR"]),
        ("q=nothing", []),
        ("tier=county", ["450126-MARKET"]),
        ("tier=national&tier=other_province", ["CN-MARKET", "GD-HR"]),
        ("kind=authority&tier=city", ["450100-AUTH", "450200-AUTH"]),
        ("division=450100", ["450100-AUTH", "450100-HR", "450100-MARKET", "450126-MARKET"]),
        ("division=450126", ["450126-MARKET"]),
        ("business_line=hr&tier=city", ["450100-HR"]),
    ],
)
def test_it_narrows(cast: Cast, query: str, expected: list[str]):
    assert codes(query) == expected


def test_it_tells_what_has_ended(cast: Cast):
    Organization.objects.filter(pk=cast.edu.pk).update(ends="2020-01-01")
    assert codes("in_force=false") == ["GX-EDU"]
    assert "GX-EDU" not in codes("in_force=true")
    assert "GX-EDU" in codes()


@pytest.mark.parametrize(
    "query",
    [
        "tier=moon",
        "kind=x",
        "q=%00",
        "division=%00",
        "q=" + "a" * 101,
        "cursor=x",
        "page_size=0",
        "page_size=x",
    ],
)
def test_it_names_what_is_wrong_with_a_question(cast: Cast, query: str):
    answer = APIClient().get(f"{LIST}?{query}")
    assert answer.status_code in {400, 422}
    assert answer.headers["Content-Type"].startswith("application/problem+json")


def test_it_shows_one(cast: Cast):
    cast.nanning_hr.rename("南宁市人社局", since=today())
    found = APIClient().get(f"{LIST}450100-HR/").json()
    assert (found["name"], found["tier"], found["tier_label"]) == ("南宁市人社局", "city", "市")
    assert found["authority"] == {"code": "450100-AUTH", "name": "南宁市大数据发展局"}
    assert found["division"] == {"code": "450100", "name": "南宁市"}
    assert [row["name"] for row in found["former_names"]] == ["南宁市人力资源和社会保障局"]


@pytest.mark.parametrize("code", ["NOBODY", "%00", "a" * 41, "..", "%E5%8D%97"])
def test_it_says_when_there_is_none(cast: Cast, code: str):
    assert APIClient().get(f"{LIST}{code}/").status_code in {400, 404}


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_only_reads(cast: Cast, method: str):
    client = APIClient()
    client.force_authenticate(cast.adam)
    assert getattr(client, method)(f"{LIST}GX-HR/", {}).status_code == 405


def test_it_tells_who_is_asking(cast: Cast):
    StandInFactory(post=cast.bob.posts.get(), user=cast.hank, starts=today(), ends=today())
    client = APIClient()
    client.force_authenticate(cast.hank)
    answer = client.get("/api/v1/me/", HTTP_ACCEPT_LANGUAGE="en").json()
    market = {"code": "GX-MARKET", "name": cast.market.name_en}
    assert answer == {
        "username": "hank",
        "name": "Hank",
        "kind": "staff",
        "posts": [
            {"organization": market, "post": "handler", "post_label": "Handler", "standing_in_for": None},
            {"organization": market, "post": "reviewer", "post_label": "Reviewer", "standing_in_for": "bob"},
        ],
    }


def test_it_answers_by_session_too(cast: Cast, client):
    client.force_login(cast.cindy, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/me/").json()["posts"] == []


def test_it_tells_nothing_to_nobody(db):
    assert APIClient().get("/api/v1/me/").status_code == 401
