"""Every act in the trail, in words; the Bureau and the city's organizations are told (art. 9, 10, 31)."""

import pytest

from audit.models import Entry
from audit.sentences import tell
from notifications import drain
from notifications.models import Notice
from rulemaking import drafts
from rulemaking.making import recall
from tests.rulemaking.desk import today

CITY = ["450100-AUTH", "450100-HR", "450100-MARKET", "450126-MARKET"]


def entry(act: str) -> Entry:
    return Entry.objects.get(act=f"rulemaking.{act}")


@pytest.mark.article("10", "31")
def test_it_writes_who_published_what_and_tells_city_and_bureau(desk):
    desk.enact(**today())
    written = entry("enact")
    assert (written.person, written.organization, written.post) == ("nina", "450100-AUTH", "reviewer")
    assert (written.article, written.subject) == ("31", "city-procedure-450100-1")
    assert written.tells == [*CITY, "GX-BUREAU"]
    assert written.particulars["arrangement"]["provider_review_days"] == 2
    assert "南宁市办理程序第 1 版《南宁市政务数据共享办理程序》，自 2026-11-23 起施行" in tell(written)


def test_it_writes_drafts_and_tells_nobody(desk):
    drafts.save(desk.nanning, actor=desk.actor("nina"), typed={"title": "x"}, seen=0)
    assert (entry("draft").tells, entry("draft").subject) == ([], "city-procedure-450100-draft")
    assert "编写了南宁市办理程序草稿" in tell(entry("draft"))


def test_it_writes_recalls_and_repeals(desk):
    recall(desk.enact(), actor=desk.actor("nina"))
    desk.enact(**today())
    desk.repeal(**today())
    assert "撤回了尚未施行的南宁市办理程序第 1 版" in tell(entry("recall"))
    assert "废止南宁市办理程序：改用默认程序。" in tell(entry("repeal"))
    assert all(entry(act).tells == [*CITY, "GX-BUREAU"] for act in ("recall", "repeal"))


@pytest.mark.article("9", "10")
def test_it_gives_a_notice_to_the_bureau_and_the_departments_and_none_to_the_author(desk):
    desk.enact(**today())
    drain.store()
    told = set(Notice.objects.values_list("recipient__username", flat=True))
    assert {"betty", "sue", "nora", "nick", "noah", "bin"} <= told
    assert not told & {"nina", "lily", "alice", "bob"}


def test_it_tells_the_requester_of_the_answer_where_nothing_passes_it_on(desk):
    desk.enact(**today())
    request = desk.world.step(desk.ask(), "submit", "nora")
    desk.world.step(request, "decline", "noah", ground="law", basis="《统计法》第九条")
    told = Entry.objects.of_case(request.number).get(act="share_request.decline")
    assert told.tells == ["450100-AUTH", "450100-HR"]
