"""How articles, dates and due dates read."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.utils import translation

from portal import words
from workdays import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-23T09:00:00+08:00", tick=False), translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("cited", "chinese", "english"),
    [
        ("29(2)", "第 29 条（二）", "Article 29(2)"),
        ("33", "第 33 条", "Article 33"),
        ("47(11)", "第 47 条（十一）", "Article 47(11)"),
        ("5, 42", "第 5 条、第 42 条", "Article 5, Article 42"),
        ("Civil Code 201", "Civil Code 201", "Civil Code 201"),
        ("", "", ""),
    ],
)
def test_it_cites_an_article(cited, chinese, english) -> None:
    assert words.article(cited) == chinese
    with translation.override("en"):
        assert words.article(cited) == english


def test_it_leaves_out_the_year_of_this_year_only() -> None:
    assert words.short_date(date(2026, 11, 23)) == "11 月 23 日"
    assert words.named_day(date(2026, 11, 23)) == "11 月 23 日 星期一"
    assert words.short_date(date(2027, 12, 31)) == "2027 年 12 月 31 日"
    with translation.override("en"):
        assert words.short_date(date(2026, 11, 23)) == "23 Nov"
        assert words.named_day(date(2026, 11, 23)) == "Monday, 23 Nov"


def test_it_writes_moments_as_they_are_in_guangxi() -> None:
    assert words.short_moment(datetime(2026, 11, 16, 18, 22, tzinfo=UTC)) == "11 月 17 日 02:22"


def test_it_writes_nothing_for_nothing() -> None:
    assert (
        words.short_date(None)
        == words.short_moment(None)
        == words.weekday(None)
        == words.due_words(None)
        == ""
    )


@pytest.mark.parametrize(
    ("due", "tone", "said"),
    [
        (date(2026, 11, 20), "late", "逾期 1 个工作日"),
        (date(2026, 11, 22), "late", "逾期 1 个工作日"),
        (date(2026, 11, 23), "near", "今天到期"),
        (date(2026, 11, 24), "near", "明天到期"),
        (date(2026, 11, 25), "calm", "还有 2 个工作日"),
        (date(2031, 1, 1), "calm", "2031 年 1 月 1 日到期"),
    ],
)
def test_it_counts_working_days_to_a_due_date(due, tone, said) -> None:
    assert (words.due_tone(due), words.due_words(due)) == (tone, said)


def test_it_is_late_by_no_working_day_on_the_saturday_after() -> None:
    with time_machine.travel("2026-11-21T09:00:00+08:00", tick=False):
        assert (words.due_tone(date(2026, 11, 20)), words.due_words(date(2026, 11, 20))) == ("late", "已逾期")


def test_it_is_calm_about_what_is_done() -> None:
    assert (
        words.due_tone(date(2026, 1, 5), closed=True),
        words.due_words(date(2026, 1, 5), closed=True),
    ) == ("done", "已办结")


def test_it_asks_for_the_calendar_once_a_page(django_assert_num_queries) -> None:
    page.begin_page()
    try:
        with django_assert_num_queries(1):
            for day in (24, 25, 26, 27):
                words.due_words(date(2026, 11, day))
                words.due_tone(date(2026, 11, day))
    finally:
        page.end_page()
