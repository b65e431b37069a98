"""Renamings and mergers: entered at both doors, carried out on their day, taken back before it (ch. 2)."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction

from audit.trail import Entry, Snapshot
from organizations import succession
from organizations.models import Organization, OrganizationChange
from organizations.tasks import carry_out_changes
from tests.cast import Cast, OrganizationFactory
from tests.organizations.successions import ENTER, MONDAY, REST, merger, renaming, said
from tests.procedure.doors import Pages, Rest

LIST = "/organization-changes/"


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False) as clock:
        yield clock


@pytest.mark.parametrize("who", ["adam", "betty", "sue"])
def test_it_is_entered_by_the_bureau_and_the_system_administrator(cast: Cast, who):
    user = getattr(cast, who)
    assert Pages(user).client.post(ENTER, said()).status_code == 302
    answer = Rest(user).post(REST, said(organization="GX-MARKET"))
    assert (answer.status_code, answer.json()["successor"]["code"]) == (201, "GX-EDU")
    assert Entry.objects.filter(act="organizations.enter_change").count() == 2


@pytest.mark.parametrize("who", ["alice", "nina", "audrey", "sarah", "cindy"])
def test_it_is_entered_by_nobody_else(cast: Cast, who):
    user = getattr(cast, who)
    assert Pages(user).client.post(ENTER, said()).status_code == 403
    assert Rest(user).post(REST, said()).status_code == 403
    assert not OrganizationChange.objects.exists()


BAD = {
    "organization": [{"organization": "nothing"}, {"organization": ""}, {"organization": "x" * 500}],
    "kind": [{"kind": "split"}, {"kind": ""}],
    "successor": [
        {"successor": ""},
        {"successor": "GX-HR"},
        {"successor": "CN-MARKET"},
        {"successor": "zzz"},
    ],
    "name": [{"name": "新名"}, {"kind": "renaming", "successor": ""}],
    "on": [{"on": "2026-09-01"}, {"on": "2036-01-01"}, {"on": "soon"}, {"on": ""}],
    "document": [{"document": ""}, {"document": "x" * 101}],
}


@pytest.mark.parametrize(("field", "wrong"), [(f, w) for f, rows in BAD.items() for w in rows])
def test_it_refuses_what_is_wrong_at_both_doors(cast: Cast, field, wrong):
    assert Pages(cast.betty).client.post(ENTER, said(**wrong)).status_code == 422
    answer = Rest(cast.betty).post(REST, said(**wrong))
    assert answer.status_code == 422
    assert field in [error["field"] for error in answer.json()["errors"]]


def test_it_refuses_to_merge_an_authority(cast: Cast):
    answer = Rest(cast.betty).post(REST, said(organization="450100-AUTH"))
    assert answer.json()["errors"][0]["code"] == "not_mergeable"


def test_it_refuses_a_name_that_it_bears(cast: Cast):
    wrong = {"kind": "renaming", "successor": "", "name": cast.hr.name}
    assert Rest(cast.betty).post(REST, said(**wrong)).json()["errors"][0]["code"] == "same_name"


def test_it_has_one_change_to_come_at_a_time(cast: Cast):
    assert Rest(cast.betty).post(REST, said()).status_code == 201
    assert Rest(cast.betty).post(REST, said()).json()["code"] == "change_pending"
    assert Pages(cast.betty).client.post(ENTER, said()).status_code == 409
    again = Rest(cast.betty).post(REST, said(organization="GX-MARKET", successor="GX-HR"))
    assert again.json()["errors"][0]["code"] == "change_pending"


def test_it_is_entered_once_with_a_key(cast: Cast):
    rest = Rest(cast.betty)
    first, again = (rest.post(REST, said(), **{"Idempotency-Key": "k"}) for _ in range(2))
    assert (first.json(), first.status_code) == (again.json(), again.status_code) == (first.json(), 201)


def test_it_waits_for_its_day(cast: Cast, monday):
    renaming(cast.hr, "人社厅（新）", on=date(2026, 11, 25))
    assert carry_out_changes() == 0
    monday.move_to("2026-11-25T00:01:00+08:00")
    assert carry_out_changes() == 1
    cast.hr.refresh_from_db()
    assert (cast.hr.name, cast.hr.display_name(date(2026, 11, 24))) == (
        "人社厅（新）",
        "广西壮族自治区人力资源和社会保障厅",
    )
    assert Entry.objects.get(act="organizations.rename").tells == ["GX-HR"]


def test_it_ends_the_old_one_the_day_before_and_hands_on_what_is_below(cast: Cast):
    below = OrganizationFactory(parent=cast.hr)
    merger(cast.hr, cast.edu)
    carry_out_changes()
    old = Organization.objects.get(pk=cast.hr.pk)
    below.refresh_from_db()
    assert (old.ends, old.successor, below.parent) == (date(2026, 11, 22), cast.edu, cast.edu)
    assert not old.is_in_force(MONDAY)


def test_it_goes_to_the_heir_of_a_successor_that_was_merged_first(cast: Cast):
    merger(cast.hr, cast.edu, on=date(2026, 11, 23))
    merger(cast.edu, cast.market, on=date(2026, 11, 20))
    assert carry_out_changes() == 2
    assert Organization.objects.get(pk=cast.hr.pk).successor == cast.market


def test_it_is_taken_back_before_its_day_only(cast: Cast, monday):
    change = merger(cast.hr, cast.edu, on=date(2026, 11, 24))
    assert Pages(cast.alice).client.post(f"{LIST}{change.pk}/take-back/").status_code == 403
    assert Rest(cast.betty).post(f"{REST}{change.pk}/take-back/").status_code == 200
    monday.move_to("2026-11-24T10:00:00+08:00")
    assert carry_out_changes() == 0
    done = renaming(cast.hr, "新名", on=date(2026, 11, 24))
    carry_out_changes()
    assert Rest(cast.betty).post(f"{REST}{done.pk}/take-back/").json()["code"] == "change_carried_out"
    assert Rest(cast.betty).post(f"{REST}999999/take-back/").status_code == 404


def broken_for_mergers(one: succession.Succession) -> succession.Passed:
    """A room that cannot pass on what it holds."""
    assert one.is_renaming, "cannot be passed on"
    return succession.Passed()


def test_it_goes_on_with_the_others_when_one_fails(cast: Cast, monkeypatch):
    first, second = merger(cast.hr, cast.edu), renaming(cast.market, "市场监管委")
    holdings = succession.Holdings("", lambda body: body.pk, broken_for_mergers)
    with monkeypatch.context() as patch:
        patch.setitem(succession._holdings, "broken", holdings)
        assert carry_out_changes() == 1
    done = OrganizationChange.objects.exclude(carried_out_at=None)
    assert (done.get(), Organization.objects.get(pk=cast.hr.pk).successor) == (second, None)
    assert (carry_out_changes(), done.filter(pk=first.pk).count()) == (1, 1)


@pytest.mark.parametrize(
    "told", [{"kind": "merger"}, {"kind": "renaming"}, {"kind": "renaming", "name": "x", "document": ""}]
)
def test_it_cannot_be_stored_half(cast: Cast, told):
    with pytest.raises((IntegrityError, succession.PendingAlready)), transaction.atomic():
        succession.enter(
            Snapshot(person="x"), **({"organization": cast.hr, "on": MONDAY, "document": "1"} | told)
        )


PLACES = [LIST, ENTER, "/organizations/GX-HR/"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("language", "words"), [("zh-hans", "合并"), ("en", "merge")])
def test_it_reads_in_both_languages(cast: Cast, place, language, words):
    merger(cast.hr, cast.edu, on=date(2026, 12, 1))
    page = Pages(cast.betty, language).client.get(place)
    assert (page.status_code, words in page.content.decode()) == (200, True)


def test_it_shows_the_names_it_bore_to_anybody(cast: Cast, client):
    was = cast.hr.name
    renaming(cast.hr, "新人社厅")
    carry_out_changes()
    page = client.get("/organizations/GX-HR/").content.decode()
    assert (was in page, "新人社厅" in page) == (True, True)
    assert client.get("/organizations/NOTHING/").status_code == 404


def test_it_lists_over_rest(cast: Cast):
    merger(cast.hr, cast.edu)
    carry_out_changes()
    told = Rest(cast.alice).client.get(REST).json()["results"][0]
    assert (told["organization"]["code"], told["passed"]) == (
        "GX-HR",
        {"cases": 0, "entries": 0, "grants": 0},
    )
