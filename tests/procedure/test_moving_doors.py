"""Both doors of the calendar in use: type, look, confirm; the same rules for both, and bad input."""

from datetime import date

import pytest
import time_machine

from audit.models import Entry
from procedure.models import WorkItem
from sharing.law import State
from tests.procedure.doors import Pages, Rest
from workdays.calendar import current
from workdays.models import Change, Notice, Outage

NOTICES, OUTAGES = "/api/v1/workdays/notices/", "/api/v1/workdays/outages/"
ENTER, RECORD = "/workdays/notices/enter/", "/workdays/outages/record/"
CLOSED = {
    "authority": "closure",
    "year": 2026,
    "number": "桂防〔2026〕1号",
    "title": "台风停工通知",
    "source": "公报",
    "days": ["2026-11-26 off 台风"],
}
DOWN = {
    "division": "450100",
    "starts": "2026-11-27",
    "ends": "2026-11-29",
    "reason": "停电",
    "source": "南宁市函",
}
BAD = [
    ({"authority": "king"}, "authority", "invalid_choice"),
    ({"year": 1}, "year", "min_value"),
    ({"year": 2035}, "year", "unlikely_year"),
    ({"number": ""}, "number", "required"),
    ({"title": "长" * 201}, "title", "max_length"),
    ({"days": []}, "days", "required"),
    ({"days": ["2026-11-26"]}, "days", "bad_line"),
    ({"days": ["2026-02-30 off"]}, "days", "bad_date"),
    ({"days": ["2025-11-30 off"]}, "days", "outside_year"),
    ({"days": ["2026-11-26 off", "2026-11-26 off"]}, "days", "twice"),
]
TUESDAY = "2026-11-24T10:00:00+08:00"


@pytest.fixture(autouse=True)
def tuesday(db):
    with time_machine.travel(TUESDAY, tick=False):
        yield


@pytest.fixture
def item(world):
    """A duty due on Thursday, 26 November."""
    (found,) = world.bring_to(State.CONFORMANCE_REVIEW).open_items()
    assert found.due == date(2026, 11, 26)
    return found


def typed(particulars):
    return particulars | {"days": "\r\n".join(particulars["days"])} if "days" in particulars else particulars


def due(item):
    return WorkItem.objects.get(pk=item.pk).due


def test_it_looks_first_and_stores_nothing(world, item):
    page = Pages(world.cast.betty).client.post(ENTER, typed(CLOSED))
    assert page.status_code == 200
    [row] = page.context["preview"].rows
    assert (row.item, row.old, row.new, row.is_longer) == (item, date(2026, 11, 26), date(2026, 11, 27), True)
    assert item.case.number in page.content.decode()
    assert (Notice.objects.filter(authority="closure").count(), due(item)) == (0, date(2026, 11, 26))


def test_it_moves_when_confirmed(world, item):
    client = Pages(world.cast.sue).client
    seen = client.post(ENTER, typed(CLOSED)).context["preview"].version
    answer = client.post(ENTER, typed(CLOSED) | {"confirm": "1", "seen": seen}, follow=True)
    assert "调整到期日 1 项" in answer.content.decode()
    assert due(item) == date(2026, 11, 27)
    assert Entry.objects.get(act="work_item.move").person == "sue"
    assert Change.objects.get().finished_at


def test_it_shows_the_preview_again_when_the_calendar_has_changed(world, item):
    client = Pages(world.cast.betty).client
    answer = client.post(ENTER, typed(CLOSED) | {"confirm": "1", "seen": "0"})
    assert (answer.status_code, answer.context["again"], due(item)) == (409, True, date(2026, 11, 26))


def test_it_gives_back_what_was_typed(world):
    answer = Pages(world.cast.betty).client.post(ENTER, typed(CLOSED) | {"edit": "1"})
    assert "2026-11-26 off 台风" in answer.content.decode()
    assert not Notice.objects.filter(authority="closure").exists()


def test_it_corrects_on_the_page(world, item):
    rest, client = Rest(world.cast.betty), Pages(world.cast.betty).client
    pk = rest.post(NOTICES, CLOSED).json()["notice"]["id"]
    address = f"/workdays/notices/{pk}/correct/"
    assert "2026-11-26 off 台风" in client.get(address).content.decode()
    lifted = {name: CLOSED[name] for name in ("number", "title", "source")} | {"days": ""}
    seen = client.post(address, lifted).context["preview"].version
    assert client.post(address, lifted | {"confirm": "1", "seen": seen}).status_code == 302
    assert (due(item), Notice.objects.filter(authority="closure").count()) == (date(2026, 11, 26), 2)


def test_it_rehearses_over_rest(world, item):
    answer = Rest(world.cast.betty).post(f"{NOTICES}?dry_run=1", CLOSED)
    assert (answer.status_code, answer.json()["notice"], answer.json()["dry_run"]) == (200, None, True)
    moves = answer.json()["moves"]
    assert (moves["moved"], moves["longer"], moves["holders"], moves["more"]) == (1, 1, 1, 0)
    assert moves["rows"][0]["new"] == "2026-11-27"
    assert (due(item), Change.objects.count()) == (date(2026, 11, 26), 0)


def test_it_enters_over_rest_once(world, item):
    rest = Rest(world.cast.betty)
    first = rest.post(NOTICES, CLOSED, **{"Idempotency-Key": "one"})
    assert (first.status_code, due(item)) == (201, date(2026, 11, 27))
    again = rest.post(NOTICES, CLOSED)
    assert (again.status_code, again.json()["moves"]["known"]) == (200, True)
    assert rest.post(NOTICES, CLOSED, **{"Idempotency-Key": "one"}).json() == first.json()
    assert Entry.objects.filter(act="work_item.move").count() == 1
    other = rest.post(NOTICES, CLOSED | {"days": ["2026-11-27 off"]})
    assert (other.status_code, other.json()["code"]) == (409, "conflict")


def test_it_corrects_over_rest(world, item):
    rest = Rest(world.cast.betty)
    pk = rest.post(NOTICES, CLOSED).json()["notice"]["id"]
    changed = {name: CLOSED[name] for name in ("number", "title", "source")} | {"days": ["2026-11-25 off"]}
    answer = rest.post(f"{NOTICES}{pk}/corrections/", changed)
    assert (answer.status_code, answer.json()["notice"]["replaces"]) == (201, pk)
    assert answer.json()["notice"]["edition"] == 2
    listed = rest.client.get(NOTICES).json()["results"]
    assert {row["id"]: row["in_force"] for row in listed if row["authority"] == "closure"}[pk] is False


def test_it_records_an_outage_through_both_doors(world):
    rest, client = Rest(world.cast.betty), Pages(world.cast.betty).client
    seen = client.post(RECORD, DOWN).context["preview"].version
    assert client.post(RECORD, DOWN | {"confirm": "1", "seen": seen}).status_code == 302
    assert rest.post(OUTAGES, DOWN).status_code == 200
    assert rest.client.get(OUTAGES).json()["results"][0]["division"] == "450100"
    assert Outage.objects.count() == 1


@pytest.mark.parametrize(("changes", "field", "code"), BAD)
def test_it_tells_what_is_wrong_through_both_doors(world, changes, field, code):
    answer = Rest(world.cast.betty).post(NOTICES, CLOSED | changes)
    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [(field, code)]
    page = Pages(world.cast.betty).client.post(ENTER, typed(CLOSED | changes))
    assert page.status_code == 422
    assert [(n, e[0].code) for n, e in page.context["form"].errors.as_data().items()] == [(field, code)]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"division": "450126"}, "division", "invalid_choice"),
        ({"ends": "2026-11-26"}, "ends", "order"),
        ({"ends": "2027-11-26"}, "ends", "too_long"),
        ({"starts": "0001-01-01", "ends": "0001-01-02"}, "starts", "beyond_calendar"),
        ({"starts": "2027-12-20", "ends": "2027-12-31"}, "starts", "beyond_calendar"),
        ({"starts": "soon"}, "starts", "invalid"),
    ],
)
def test_it_tells_what_is_wrong_with_an_outage(world, changes, field, code):
    answer = Rest(world.cast.betty).post(OUTAGES, DOWN | changes)
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [(field, code)]
    assert Pages(world.cast.betty).client.post(RECORD, DOWN | changes).status_code == 422


@pytest.mark.parametrize(
    "body", ["[]", "{", '{"title": "\\u0000"}', '{"days": 5}', '{"days": "2026-11-26 off"}', '{"king": 1}']
)
def test_it_refuses_what_is_no_notice(world, body):
    assert Rest(world.cast.betty).post(NOTICES, body).status_code in {400, 422}


@pytest.mark.parametrize("who", ["alice", "audrey", "nina", "cindy", "adam"])
def test_it_lets_only_the_bureau_enter(world, who):
    user = getattr(world.cast, who)
    assert Rest(user).post(NOTICES, CLOSED).status_code == 403
    for address in (ENTER, RECORD, f"/workdays/notices/{Notice.objects.first().pk}/correct/"):
        assert Pages(user).client.get(address).status_code == 403


def test_it_lets_anybody_read_and_nobody_unknown_enter(client, world):
    assert client.get(NOTICES).status_code == 200
    assert client.post(NOTICES, "{}", content_type="application/json").status_code == 401
    assert client.get(ENTER).status_code == 302
    assert current().version == 1


def test_it_explains_a_date_and_what_moved_it(world, item):
    rest = Rest(world.cast.betty)
    rest.post(NOTICES, CLOSED)
    told = rest.client.get(f"/api/v1/work-items/{item.pk}/explanation/").json()
    assert (told["due"], told["counted_due"], told["article"]) == ("2026-11-27", "2026-11-27", "29(2)")
    assert told["counted"] == ["2026-11-25", "2026-11-27"]
    assert told["skipped"] == [{"date": "2026-11-26", "reason": "台风"}]
    assert told["moved"][0]["old"] == "2026-11-26"
    page = Pages(world.cast.alice).client.get(f"/work/{item.pk}/explanation/").content.decode()
    assert "台风停工通知" in page


@pytest.mark.parametrize(
    ("who", "status"), [("alice", 200), ("betty", 200), ("charlie", 404), ("cindy", 404)]
)
def test_it_explains_to_who_may_see_the_case(world, item, who, status):
    user = getattr(world.cast, who)
    assert Rest(user).client.get(f"/api/v1/work-items/{item.pk}/explanation/").status_code == status
    assert Pages(user).client.get(f"/work/{item.pk}/explanation/").status_code == status
    assert Rest(user).client.get("/api/v1/work-items/99999999/explanation/").status_code == 404
