"""A notice says what its reader may know at this moment, in his language (art. 29(3), 29(4))."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from notifications import drain, policy
from notifications.models import Notice
from notifications.wording import Line, lines
from sharing.law import State
from tests.notifications.acts import act, last_entry
from tests.sharing.requests import FIELDS

AGREED = {"fields": FIELDS[:2], "conditions": "仅供窗口核验", "basis": "注册资本无须核验"}
DECLINED = {"ground": "safety", "basis": "等级保护测评未通过"}
HIDDEN = "该事项有新进展，办理结果将在转达贵单位时告知。"


def read_by(world, who: str) -> list[Line]:
    actor = world.actor(who)
    return lines(policy.own(actor.user), actor)


def answered(world, step: str = "agree"):
    """A request that the provider has answered; a careless step has told the requester too."""
    case = world.bring_to(State.PROVIDER_REVIEW)
    case = world.step(case, step, "bob", **(AGREED if step == "agree" else DECLINED))
    entry = last_entry(f"share_request.{step}")
    again = act(
        entry.act,
        case=case.number,
        article="29(3)",
        particulars=entry.particulars,
        tells=["GX-HR", "GX-BUREAU"],
    )
    drain.store()
    return case, again


def test_it_says_what_happened_in_words_that_people_use(world):
    answered(world)
    said = read_by(world, "betty")[0]
    assert "企业名称" in said.sentence
    assert "entname" not in said.sentence


@pytest.mark.article("29(3)", "29(4)")
@pytest.mark.parametrize("step", ["agree", "decline"])
def test_the_requester_reads_that_something_happened_but_not_what(world, step):
    answered(world, step)
    line = read_by(world, "alice")[0]
    assert (line.sentence, line.act, line.article) == (HIDDEN, "answered", "")


@pytest.mark.article("29(4)")
def test_after_the_reply_the_same_notice_says_it_all(world):
    case, again = answered(world)
    world.step(case, "reply", "boris")
    line = next(line for line in read_by(world, "alice") if line.notice.entry_id == again.pk)
    assert "企业名称" in line.sentence
    assert line.act == "share_request.agree"


def test_a_case_that_the_reader_may_no_longer_see_is_not_named(world):
    world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    Notice.objects.filter(recipient=world.cast.bob).update(recipient=world.cast.charlie)
    for line in read_by(world, "charlie"):
        assert (line.sentence, line.case) == ("一件您已无权查看的事项有了新进展。", None)


def test_it_tells_due_dates_of_what_still_waits(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    assert [line.due for line in read_by(world, "bob")] == [date(2026, 11, 30), None]
    world.step(case, "agree", "bob", **AGREED)
    first = read_by(world, "bob")[0]
    assert (first.notice.asks, first.waits, first.due) == (True, False, None)


@pytest.mark.article("9(1)")
def test_an_escalation_waits_on_its_addressee_while_the_case_is_open(world):
    case = world.bring_to(State.REPLY)
    act("work_item.escalate", case=case.number, tells=["GX-BUREAU"])
    drain.store()
    assert read_by(world, "sue")[0].waits
    world.step(case, "reply", "betty")
    assert not any(line.waits for line in read_by(world, "sue"))


def test_it_speaks_the_readers_language(world):
    world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    with translation.override("en"):
        assert "passed the review" in read_by(world, "bob")[0].sentence


def test_an_act_without_a_case_or_a_sentence_is_told_too(world):
    act("calendar.enter", subject="桂政办发〔2026〕1号", tells=["GX-HR"])
    drain.store()
    [line] = read_by(world, "alice")
    assert line.case is None
    assert "桂政办发〔2026〕1号" in line.sentence


def test_many_notices_take_no_more_queries_than_one(world):
    costs = []
    for _ in range(2):
        for _ in range(3):
            world.bring_to(State.PROVIDER_REVIEW)
        drain.store()
        with CaptureQueriesContext(connection) as queries:
            assert read_by(world, "bob")
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 6
