"""A provider tells its authority that somebody asked for listed data outside the platform (art. 24)."""

from datetime import date
from typing import Any

import pytest
import time_machine

from audit.models import Entry
from audit.sentences import tell
from notifications import drain
from notifications.models import Notice
from tests.procedure.doors import Pages, Rest

BOTH = pytest.mark.parametrize("door", ["pages", "rest"])
SAID = {
    "by": "GX-HR",
    "on": "2026-11-20",
    "means": "letter",
    "what": "来函索要全部企业名单，已告知通过平台申请。",
    "document": "桂人社函〔2026〕9号",
}
BAD = [
    ({"by": "GX-NOBODY"}, "by", "invalid_choice"),
    ({"by": "GX-MARKET"}, "by", "invalid_choice"),
    ({"on": "2026-11-24"}, "on", "out_of_range"),
    ({"on": "2025-11-01"}, "on", "out_of_range"),
    ({"means": "pigeon"}, "means", "invalid_choice"),
    ({"what": ""}, "what", "required"),
    ({"what": "长" * 1001}, "what", "max_length"),
    ({"document": "号" * 101}, "document", "max_length"),
]


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


def report(world, door: str, who: str, **changed: Any):
    address, user = f"/sharing/entries/{world.entry.code}/asked-outside/", getattr(world.cast, who)
    if door == "rest":
        return Rest(user).post(f"/api/v1{address}", SAID | changed)
    return Pages(user).client.post(address, SAID | changed)


@pytest.mark.article("24")
@BOTH
def test_it_writes_the_report_into_the_trail_and_tells_the_authority(world, door):
    answer = report(world, door, "bob")
    assert answer.status_code == {"pages": 302, "rest": 201}[door]
    written = Entry.objects.get(act="sharing.asked_outside")
    assert (written.person, written.organization, written.article) == ("bob", "GX-MARKET", "24")
    assert (written.subject, written.tells) == (world.entry.code, ["GX-BUREAU"])
    assert date.fromisoformat(written.particulars["on"]) == date(2026, 11, 20)
    assert "平台之外索要“企业登记基本信息”" in tell(written)


@pytest.mark.article("24")
def test_it_gives_a_notice_to_those_who_supervise(world):
    report(world, "pages", "stella")
    drain.store()
    told = set(Notice.objects.values_list("recipient__username", flat=True))
    assert {"betty", "sue"} <= told
    assert not told & {"alice", "stella", "bob"}


@BOTH
@pytest.mark.parametrize(("wrong", "field", "code"), BAD)
def test_it_says_what_is_wrong(world, door, wrong, field, code):
    answer = report(world, door, "bob", **wrong)
    assert answer.status_code == 422
    if door == "rest":
        assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [(field, code)]
    else:
        assert [error.code for error in answer.context["form"].errors.as_data()[field]] == [code]
    assert not Entry.objects.filter(act="sharing.asked_outside").exists()


@BOTH
@pytest.mark.parametrize(("who", "status"), [("alice", 403), ("betty", 403), ("audrey", 403)])
def test_it_is_the_provider_s_alone(world, door, who, status):
    assert report(world, door, who).status_code == status


def test_it_reports_once_for_one_key(world):
    rest, address = Rest(world.cast.bob), f"/api/v1/sharing/entries/{world.entry.code}/asked-outside/"
    answers = [rest.post(address, SAID, **{"Idempotency-Key": "one"}) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["told"] == ["GX-BUREAU"]
    assert Entry.objects.filter(act="sharing.asked_outside").count() == 1


def test_it_is_offered_on_the_provider_s_entry_alone(world):
    page, words = f"/catalog/{world.entry.code}/", "在平台之外被索要"
    assert words in Pages(world.cast.bob).client.get(page).content.decode()
    assert words not in Pages(world.cast.alice).client.get(page).content.decode()
