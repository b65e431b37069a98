"""The calculator's two doors: the page and the address for programs, which ask the same form."""

from urllib.parse import urlencode

import pytest
import time_machine

pytestmark = pytest.mark.django_db
PAGE, API = "/workdays/", "/api/v1/workdays/due/"
DOORS = pytest.mark.parametrize("door", [PAGE, API])
ACROSS_SPRING = {"received": "2026-02-13", "days": "3", "unit": "working"}
BAD = [
    ({"unit": "fortnight"}, "unit", "invalid_choice"),
    ({"unit": ""}, "unit", "required"),
    ({"days": "-1"}, "days", "min_value"),
    ({"days": "0"}, "days", "min_value"),
    ({"days": "367"}, "days", "max_value"),
    ({"days": "three"}, "days", "invalid"),
    ({"days": "1.5"}, "days", "invalid"),
    ({"days": "9" * 10_000_000}, "days", "invalid"),
    ({"days": ""}, "days", "required"),
    ({"received": ""}, "received", "required"),
    ({"received": "13.02.2026"}, "received", "invalid"),
    ({"received": "2026-02-30"}, "received", "invalid"),
    ({"received": "春" * 10_000}, "received", "invalid"),
    ({"received": "9999-12-31"}, "received", "beyond_calendar"),
    ({"received": "0001-01-01"}, "received", "before_calendar"),
    ({"received": "2027-12-30"}, "days", "beyond_calendar"),
]


def ask(client, door, changes=()):
    return client.get(door, query_params=ACROSS_SPRING | dict(changes))


def test_it_answers_programs(client):
    answer = ask(client, API).json()
    assert answer["due"] == "2026-02-25"
    assert answer["counted"] == ["2026-02-14", "2026-02-24", "2026-02-25"]
    assert answer["skipped"][0] == {"date": "2026-02-15", "reason": "春节"}
    assert len(answer["skipped"]) == 9
    assert (answer["received"], answer["days"], answer["unit"]) == ("2026-02-13", 3, "working")
    assert answer["provisional"] is True


def test_it_counts_working_days_when_no_unit_is_given(client):
    answer = client.get(API, query_params={"received": "2024-04-10", "days": 2}).json()
    assert (answer["unit"], answer["due"], answer["provisional"]) == ("working", "2024-04-16", False)


def test_it_answers_in_the_language_asked_for(client):
    answer = client.get(API, query_params=ACROSS_SPRING, headers={"accept-language": "en"}).json()
    assert answer["skipped"][0]["reason"] == "Spring Festival"


def test_it_shows_the_answer_and_its_reasons_on_the_page(client):
    page = ask(client, PAGE).content.decode()
    assert "2026 年 2 月 25 日" in page
    assert "13 日收到，当日不算；从 14 日起数 3 个工作日。" in page
    assert "2 月 15 日至 23 日" in page
    assert "春节" in page
    assert "暂定" in page


@pytest.mark.parametrize(("changes", "field", "code"), BAD)
def test_it_tells_programs_what_is_wrong(client, changes, field, code):
    response = ask(client, API, changes)
    assert response.status_code == 422
    assert response["Content-Type"].startswith("application/problem+json")
    problem = response.json()
    assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]
    assert len(response.content) < 2_000


@pytest.mark.parametrize(("changes", "field", "code"), BAD)
def test_it_tells_people_what_is_wrong(client, changes, field, code):
    response = ask(client, PAGE, changes)
    assert response.status_code == 422
    form = response.context["form"]
    assert [(name, errors[0].code) for name, errors in form.errors.as_data().items()] == [(field, code)]
    assert form.errors[field][0] in response.content.decode()
    assert len(form.as_div()) < 5_000


def test_it_asks_for_what_is_missing(client):
    problem = client.get(API).json()
    assert {error["field"] for error in problem["errors"]} == {"received", "days"}


@time_machine.travel("2026-11-24 09:00 +0800", tick=False)
def test_it_proposes_today_on_the_empty_page(client):
    response = client.get(PAGE)
    assert response.status_code == 200
    assert 'value="2026-11-24"' in response.content.decode()


@DOORS
def test_it_only_reads(client, door):
    assert client.post(door).status_code == 405


@DOORS
def test_it_needs_one_query(client, django_assert_num_queries, door):
    ask(client, door)
    with django_assert_num_queries(1):
        ask(client, door)


@DOORS
def test_it_has_an_address_to_share(client, door):
    assert client.get(f"{door}?{urlencode(ACROSS_SPRING)}&utm_source=chat").status_code == 200
