"""The trail in words."""

from typing import Any

import pytest
from django.utils.translation import gettext_lazy, override

from audit import sentences
from audit.trail import Entry
from tests.audit.conftest import ALICE, BOB


@pytest.fixture
def agree(monkeypatch):
    monkeypatch.setattr(sentences, "_sentences", {})
    sentences.register("door.agree", "{actor} agreed to share {fields} until {until}.")


def entry(act: str, actor=BOB, **particulars: Any) -> Entry:
    return Entry(act=act, case="GX-SR-2026-000001", particulars=particulars, **actor.columns())


def test_it_fills_the_places(agree):
    told = sentences.tell(entry("door.agree", fields=["姓名", "出生日期"], until="2027-12-31"))
    assert (
        told
        == "自治区人力资源和社会保障厅（经办岗 乙，代 丙） agreed to share 姓名、出生日期 until 2027-12-31."
    )


def test_it_shows_a_dash_for_what_is_missing(agree):
    assert sentences.tell(entry("door.agree", ALICE)).endswith("agreed to share — until —.")


def test_it_is_not_fooled_by_particulars(agree):
    told = sentences.tell(
        entry("door.agree", fields="{actor.__class__} %s {0}", actor_name="x", organization_name="假")
    )
    assert "{actor.__class__} %s {0}" in told
    assert "假" not in told


def test_it_opens_no_attributes(monkeypatch):
    monkeypatch.setattr(sentences, "_sentences", {"door.peek": "{actor.__class__}{fields[0]}"})
    assert sentences.tell(entry("door.peek", fields=["secret"])) == "——"


def test_it_tells_unknown_acts_neutrally():
    assert sentences.tell(entry("room.of_the_past")) == "对 GX-SR-2026-000001 执行了“room.of_the_past”。"
    with override("en"):
        assert sentences.tell(entry("room.of_the_past")) == "Act “room.of_the_past” on GX-SR-2026-000001."


def test_it_speaks_the_reader_s_language(monkeypatch):
    monkeypatch.setattr(sentences, "_sentences", {"door.sign": gettext_lazy("Somebody who did not sign in")})
    assert sentences.tell(entry("door.sign")) == "未登录人员"
    with override("en"):
        assert sentences.tell(entry("door.sign")) == "Somebody who did not sign in"


def test_it_refuses_two_sentences_for_one_act(agree):
    with pytest.raises(ValueError, match="two sentences"):
        sentences.register("door.agree", "Another.")


def test_it_names_the_calendar_and_strangers():
    from audit.trail import Snapshot

    assert sentences.actor(entry("a.b", Snapshot.clock())) == "系统日历"
    assert sentences.actor(entry("a.b", Snapshot.anonymous())) == "未登录人员"
    without_post = Snapshot("x", "小李", "GX-HR", "人社厅")
    assert sentences.actor(entry("a.b", without_post)) == "人社厅（小李）"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        *((True, "是"), (False, "否"), (0, "0"), ({}, "—"), ({"a": [1, None]}, "a: 1、—")),
        ("2026-12-24T18:51:31.478874+00:00", "2026-12-25 02:51"),
        ("2026-12-24", "2026-12-24"),
        ("2026-99-24T18:51+00:00", "2026-99-24T18:51+00:00"),
    ],
)
def test_it_says_stored_values_in_words(value, words):
    assert sentences.spoken(value) == words
