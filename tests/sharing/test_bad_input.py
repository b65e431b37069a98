"""Wrong particulars: a clear sentence in both languages, by both doors, and nothing stored (art. 20, 28)."""

import re
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from audit.trail import Entry
from procedure.models import NumberSeries
from sharing.models import ShareRequest
from tests.procedure.doors import DOORS, ROOT, Pages, Rest
from tests.sharing.requests import ASKED, World

CHINESE = re.compile("[\u4e00-\u9fff]")
NOWHERE = "307001-999999"
BAD = {
    "no field": ({"fields": []}, "fields", "required"),
    "a field that the entry lacks": ({"fields": ["uniscid", "salary"]}, "fields", "invalid_choice"),
    "a withheld field": ({"fields": ["uniscid", "penalty"]}, "fields", "withheld"),
    "no purpose": ({"purpose": ""}, "purpose", "required"),
    "white space for a purpose": ({"purpose": " \t\r\n\u3000"}, "purpose", "required"),
    "a long purpose": ({"purpose": "用" * 2001}, "purpose", "max_length"),
    "no basis": ({"legal_basis": " "}, "legal_basis", "required"),
    "a long basis": ({"legal_basis": "x" * 2001}, "legal_basis", "max_length"),
    "a long system": ({"system": "𠮷" * 201}, "system", "max_length"),
    "an unknown mode": ({"mode": "fax"}, "mode", "invalid_choice"),
    "a day that is none": ({"until": "2026-02-30"}, "until", "invalid"),
    "a day in words": ({"until": "soon"}, "until", "invalid"),
    "a day in Arabic digits": ({"until": "٢٠٢٧-١٢-٣١"}, "until", "invalid"),
    "today": ({"until": "2026-11-23"}, "until", "out_of_range"),
    "a day long past": ({"until": "0001-01-01"}, "until", "out_of_range"),
    "a day too far": ({"until": "9999-12-31"}, "until", "out_of_range"),
    "another organization": ({"requester": "GX-EDU"}, "requester", "invalid_choice"),
    "no such organization": ({"requester": "GX-😀"}, "requester", "invalid_choice"),
}
WRONG_TYPES = {
    "purpose": [5, 1.5, True, ["x"], {"x": "y"}],
    "fields": ["uniscid", 5, {}, [["uniscid"]], [None], [5]],
    "until": [20271231, ["2027-12-31"], False],
    "entry": [307001, []],
}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T02:00:00+08:00", tick=False):
        yield


def asked(world: World, **changed: Any) -> dict[str, Any]:
    return ASKED | {"entry": world.entry} | changed


def assert_nothing_stored() -> None:
    assert not ShareRequest.objects.exists()
    assert not Entry.objects.filter(act__startswith="share_request.").exists()
    assert not NumberSeries.objects.exists()


def summary(page: Any) -> str:
    """What the page says above the form."""
    found = re.search(r'class="error-summary".*?</ul>', page.content.decode(), re.DOTALL)
    return re.sub("<[^>]*>", "", found.group()) if found else ""


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_names_the_field_and_stores_nothing_over_rest(world, bad, language):
    changed, field, code = BAD[bad]
    answer = Rest(world.cast.alice, language).draft(**asked(world, **changed))
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert bool(CHINESE.search(answer.json()["detail"])) == (language == "zh-hans")
    assert bool(CHINESE.match(error["detail"])) == (language == "zh-hans")
    assert_nothing_stored()


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_it_says_the_same_on_the_page_and_keeps_what_was_typed(world, bad, language):
    changed, _, _ = BAD[bad]
    by_rest = Rest(world.cast.alice, language).draft(**asked(world, **changed)).json()["errors"][0]
    page = Pages(world.cast.alice, language).draft(**asked(world, **changed))
    assert page.status_code == 422
    assert by_rest["detail"] in summary(page)
    assert changed.get("system", ASKED["system"]) in page.content.decode()
    assert_nothing_stored()


@pytest.mark.article("20")
@pytest.mark.parametrize(("language", "said"), [("zh-hans", "第 20 条"), ("en", "article 20")])
def test_it_refuses_withheld_fields_at_the_door_with_their_basis(world, language, said):
    answer = Rest(world.cast.alice, language).draft(**asked(world, fields=["penalty"])).json()
    assert answer["article"] == "20"
    sentence = answer["errors"][0]["detail"]
    assert "处罚记录" in sentence
    assert "《行政处罚法》第四十八条" in sentence
    assert said in sentence


@pytest.mark.parametrize(
    ("field", "value"), [(field, v) for field, values in WRONG_TYPES.items() for v in values]
)
def test_it_refuses_wrong_json_types(world, field, value):
    answer = Rest(world.cast.alice).draft(**asked(world, **{field: value}))
    assert answer.status_code == 422
    assert {"field": field, "code": "wrong_type"}.items() <= answer.json()["errors"][0].items()
    assert_nothing_stored()


@pytest.mark.parametrize("body", ["[]", '"text"', "5", "null", "true"])
def test_it_refuses_what_is_no_object(world, body):
    answer = Rest(world.cast.alice).post(ROOT, body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not_an_object")


@pytest.mark.parametrize(
    "body", ["{", '{"a": 1, "a": 2}', '{"a": NaN}', '{"purpose": "a\\u0000b"}', b"\xff\xfe"]
)
def test_it_refuses_what_cannot_be_read(world, body):
    answer = Rest(world.cast.alice).post(ROOT, body)
    assert answer.status_code == 400
    assert CHINESE.search(answer.json()["detail"])
    assert_nothing_stored()


def test_it_refuses_unknown_fields_by_name(world):
    answer = Rest(world.cast.alice).draft(**asked(world, colour="red", state="granted"))
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["colour", "state"]
    assert_nothing_stored()


@pytest.mark.parametrize("door", DOORS)
def test_it_does_not_find_an_entry_that_is_none(world, door):
    answer = DOORS[door](world.cast.alice).draft(**asked(world, entry=NOWHERE))
    assert answer.status_code == {"pages": 404, "rest": 422}[door]
    assert_nothing_stored()


@pytest.mark.parametrize("door", DOORS)
def test_it_refuses_ten_megabytes(world, door):
    answer = DOORS[door](world.cast.alice).draft(**asked(world, purpose="x" * 10_000_000))
    assert answer.status_code == 413
    assert "过大" in answer.content.decode()
    assert_nothing_stored()


@pytest.mark.parametrize("door", DOORS)
def test_it_refuses_nul_in_any_text(world, door):
    answer = DOORS[door](world.cast.alice).draft(**asked(world, system="社保\x00系统"))
    assert answer.status_code == 400
    assert CHINESE.search(answer.content.decode())
    assert_nothing_stored()


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("who", "status"), [("rita", 403), ("betty", 403), ("nick", 403), ("hank", 422)])
def test_it_lets_only_handlers_of_other_organizations_ask(world, door, who, status):
    answer = DOORS[door](getattr(world.cast, who)).draft(**asked(world))
    assert answer.status_code == status
    assert_nothing_stored()


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "本单位的数据|贵单位自己的数据"), ("en", "your own")]
)
def test_it_refuses_a_request_for_ones_own_data(world, language, said):
    for door in DOORS.values():
        answer = door(world.cast.hank, language).draft(**asked(world))
        assert answer.status_code == 422
        assert re.search(said, answer.content.decode())
    assert_nothing_stored()


@pytest.mark.parametrize("rows", ["sharing_sharerequest", "procedure_case", "procedure_numberseries"])
def test_it_leaves_no_row_behind_when_the_database_refuses(world, rows):
    with pytest.raises(IntegrityError), transaction.atomic():
        world.draft(fields=[])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {rows}")
        assert cursor.fetchone() == (0,)
