"""Why a period ends when it ends, in words and as a grid."""

from datetime import date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from workdays.calendar import current
from workdays.clock import SHANGHAI
from workdays.counting import Unit
from workdays.explanation import Explanation

pytestmark = pytest.mark.django_db
TAG = Template("{% load workdays_tags %}{% explain received days unit due article %}")


def explained(received, days, unit=Unit.WORKING):
    calendar = current()
    return Explanation(received, days, unit, calendar.due(received, days, unit), calendar)


def shown(received, days, unit="working", due=None, article=""):
    given = {"received": received, "days": days, "unit": unit, "due": due, "article": article}
    return TAG.render(Context(given))


def test_it_says_what_an_official_would_say():
    words = explained(date(2026, 11, 17), 3)
    assert words.sentence == "17 日收到，当日不算；从 18 日起数 3 个工作日。"
    with override("en"):
        assert (
            words.sentence
            == "Received on 17 November, which does not count; from 18 November on, count 3 working days."
        )


def test_it_names_months_and_years_when_they_differ():
    assert explained(date(2026, 11, 27), 3).sentence.startswith("11 月 27 日收到，当日不算；从 11 月 30 日起")
    assert explained(date(2025, 12, 30), 2).sentence.startswith("2025 年 12 月 30 日收到")


def test_it_joins_days_off_that_have_one_reason():
    breaks = explained(date(2024, 4, 10), 2).breaks
    assert [(each.words, str(each.reason)) for each in breaks] == [
        ("4 月 11 日至 12 日", "壮族三月三"),
        ("4 月 13 日至 14 日", "周末"),
    ]


def test_it_names_worked_weekend_days():
    assert explained(date(2026, 9, 30), 5).shifted_words == "10 月 10 日"


def test_it_tells_how_a_calendar_period_rolled():
    words = explained(date(2024, 9, 2), 30, Unit.CALENDAR)
    assert words.rolled == "第 30 天（2 日）是休息日（国庆节），顺延至 8 日。"
    assert not explained(date(2024, 5, 6), 30, Unit.CALENDAR).rolled


def test_it_lays_out_whole_weeks_by_months():
    months = explained(date(2026, 11, 27), 3).months
    assert [month.name for month in months] == ["2026 年 11 月", "2026 年 12 月"]
    assert all(len(week) == 7 for month in months for week in month.weeks)
    cells = {cell.date: cell for month in months for week in month.weeks for cell in week if cell}
    assert [cells[date(2026, 11, day)].look for day in (23, 27, 28, 30)] == ["out", "got", "off", "count"]
    assert cells[date(2026, 12, 2)].look == "end"


def test_it_leaves_out_months_that_only_fill_the_last_week():
    assert [month.first.month for month in explained(date(2026, 2, 13), 3).months] == [2]


def test_it_draws_a_grid_that_can_be_read_aloud():
    page = shown(date(2026, 11, 17), 3, article="30(2)")
    assert '<ol class="days' in page
    assert 'role="img"' not in page
    assert "style=" not in page
    assert "第 30 条（二）" in page
    assert "第 1 天" in page


def test_it_folds_away_a_grid_of_many_months():
    assert "<details>" in shown(date(2025, 1, 2), 120)
    assert "<details>" not in shown(date(2026, 11, 17), 3)


def test_it_takes_the_day_in_guangxi_of_a_moment():
    late = datetime(2026, 11, 17, 23, 30, tzinfo=SHANGHAI)
    assert "17 日收到" in shown(late, 3)


def test_it_shows_a_date_in_force_that_differs():
    page = shown(date(2026, 11, 17), 3, due=date(2026, 11, 23))
    assert "2026 年 11 月 23 日" in page
    assert "实际到期日" in page


def test_it_explains_the_last_week_of_the_calendar_and_what_lies_beyond():
    assert "2027 年 12 月" in shown(date(2027, 12, 30), 1)
    assert "日历只到 2027 年 12 月 31 日" in shown(date(2027, 12, 30), 5)
