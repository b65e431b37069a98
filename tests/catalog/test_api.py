"""The catalogue for programs."""

import pytest
from rest_framework.test import APIClient

from catalog.models import Entry, Submission
from tests.catalog.factories import FORM, JSON_FIELDS, publish_entry, publish_open

LIST = "/api/v1/catalog/entries/"
SUBMISSIONS = "/api/v1/catalog/submissions/"
BODY = FORM | {"fields": JSON_FIELDS, "keywords": ["营业执照"]}


@pytest.fixture
def api() -> APIClient:
    return APIClient()


def names(answer) -> list[str]:
    assert answer.status_code == 200, answer.data
    return [row["name"] for row in answer.data["results"]]


def test_it_needs_no_account_for_what_is_public(api, cast):
    publish_entry(cast.market)
    publish_open(cast.market)
    assert names(api.get(LIST)) == ["设区市空气质量日报"]


def test_it_shows_staff_everything_published(api, cast):
    publish_entry(cast.market)
    api.force_authenticate(cast.charlie)
    assert names(api.get(LIST)) == ["企业登记基本信息"]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"q": "空气"}, 2),
        ({"organization": "GX-HR"}, 1),
        ({"classification": "theme"}, 2),
        ({"theme": "health"}, 0),
        ({"share_type": "unconditional"}, 2),
        ({"open_type": "on_application"}, 0),
        ({"format": "api"}, 1),
        ({"update_cycle": "daily", "format": "table"}, 1),
    ],
)
def test_it_filters(api, cast, query, count):
    publish_open(cast.market)
    publish_open(cast.hr, format="api")
    assert len(names(api.get(LIST, query))) == count


def test_it_pages_through_everything_once_names_first(api, cast):
    for number in range(7):
        publish_open(cast.market, name=f"日报{number}", abstract="记录")
        publish_open(cast.market, name=f"记录{number}")
    answer = api.get(LIST, {"q": "记录", "page_size": 3})
    found = names(answer)
    while address := answer.data["next"]:
        answer = api.get(address)
        found += names(answer)
    assert found == [f"记录{n}" for n in range(6, -1, -1)] + [f"日报{n}" for n in range(6, -1, -1)]


def test_it_asks_the_database_once_for_a_list(api, cast, django_assert_num_queries):
    for number in range(5):
        publish_open(cast.market, name=f"日报{number}")
    with django_assert_num_queries(1):
        assert len(names(api.get(LIST, {"q": "日报"}))) == 5


def test_it_gives_only_the_members_asked_for(api, cast):
    entry = publish_open(cast.market)
    assert api.get(LIST, {"fields": "code,name"}).data["results"] == [
        {"code": entry.code, "name": entry.current.name}
    ]
    assert set(api.get(f"{LIST}{entry.code}/", {"fields": "fields"}).data) == {"fields"}


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"theme": "x"}, "theme"),
        ({"organization": "NOBODY"}, "organization"),
        ({"q": "长" * 101}, "q"),
        ({"q": "x" * 10_000_000}, "q"),
        ({"colour": "red"}, "colour"),
        ({"fields": "password"}, "fields"),
        ({"cursor": "x"}, "cursor"),
        ({"page_size": "0"}, "page_size"),
    ],
)
def test_it_names_the_wrong_parameter(api, cast, query, name):
    answer = api.get(LIST, query)
    assert answer.status_code == 400
    assert [error["field"] for error in answer.data["errors"]] == [name]
    assert len(answer.content) < 2000


def test_it_refuses_nul(api, cast):
    assert api.get(LIST, {"q": "\x00"}).status_code == 400


def test_it_shows_an_entry_with_fields_and_a_tag(api, cast, django_assert_num_queries):
    entry = publish_open(cast.market)
    with django_assert_num_queries(2):
        answer = api.get(f"{LIST}{entry.code}/")
    assert answer.data["version"] == 1
    assert answer.data["fields"][0]["name"] == "aqi"
    again = api.get(f"{LIST}{entry.code}/", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert again.status_code == 304
    assert not again.content


@pytest.mark.article("32")
def test_it_hides_closed_entries_from_anybody(api, cast):
    assert api.get(f"{LIST}{publish_entry(cast.market).code}/").status_code == 404


def test_it_says_gone(api, cast):
    entry = publish_open(cast.market)
    Entry.objects.update(status="offline")
    answer = api.get(f"{LIST}{entry.code}/")
    assert (answer.status_code, answer.data["code"]) == (410, "gone")


@pytest.mark.article("20")
def test_a_steward_files_an_entry(api, cast):
    api.force_authenticate(cast.stella)
    answer = api.post(SUBMISSIONS, BODY)
    assert answer.status_code == 201, answer.data
    assert answer.data["state"] == "draft"
    assert [offer["step"] for offer in answer.data["offered"]] == ["submit", "withdraw"]
    assert Submission.objects.get().entry.current.fields.count() == 2


def test_a_dry_run_stores_nothing(api, cast):
    api.force_authenticate(cast.stella)
    assert api.post(f"{SUBMISSIONS}?dry_run=1", BODY).status_code == 200
    assert not Entry.objects.exists()


def test_a_repeat_files_nothing_twice(api, cast):
    api.force_authenticate(cast.stella)
    first, second = (api.post(SUBMISSIONS, BODY, HTTP_IDEMPOTENCY_KEY="k1") for _ in range(2))
    assert first.data == second.data
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"colour": "red"}, "colour"),
        ({"listable": "yes"}, "listable"),
        ({"fields": "no list"}, "fields"),
        ({"fields": []}, "fields"),
        ({"fields": [1]}, "fields[1]"),
        ({"fields": [{**JSON_FIELDS[0], "type": "blob"}]}, "fields[1].type"),
        ({"fields": [{**JSON_FIELDS[0], "x": 1}]}, "fields[1].x"),
        ({"fields": [{**JSON_FIELDS[0], "title": ["x"]}]}, "fields[1].title"),
        ({"fields": [JSON_FIELDS[0]] * 2}, "fields[1].name"),
        ({"related_codes": ["x"]}, "related_codes"),
        ({"provider": "GX-HR"}, "provider"),
    ],
)
def test_it_names_the_wrong_member(api, cast, changed, field):
    api.force_authenticate(cast.stella)
    answer = api.post(SUBMISSIONS, BODY | changed)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.data["errors"]}
    assert not Entry.objects.exists()


@pytest.mark.parametrize("body", [[], "x", None, {"fields": {}}, {}])
def test_it_refuses_bodies_that_are_no_entry(api, cast, body):
    api.force_authenticate(cast.stella)
    assert api.post(SUBMISSIONS, body).status_code in {400, 422}


def test_it_needs_an_account_to_file(api, cast):
    assert api.post(SUBMISSIONS, BODY).status_code in {401, 403}
    api.force_authenticate(cast.bob)
    assert api.post(SUBMISSIONS, BODY).status_code in {403, 422}
