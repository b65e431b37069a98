"""The story of one supply, told line by line from the request to the last refusal (art. 29, 42, 44, 45)."""

import json
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from delivery.models import Grant
from procedure.models import Case
from quality.models import QualityIssue
from workdays import calendar

pytestmark = pytest.mark.usefixtures("mounted")
ACTS = [
    *("申请共享", "提交", "通过", "同意所选信息项", "将答复反馈需求部门"),
    *("subscribe", "领取密钥", "rows", "报告数据问题", "加载更正版本", "答复已更正", "认可答复", "rows"),
    *("暂停供数", "rows", "提交说明", "恢复供数", "subscribe", "rows"),
    *("授权到期提示", "rows", "授权到期提示", "rows"),
]


def told(*options: str):
    out = StringIO()
    call_command("journey", "--deliver", "--json", *options, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.article("29(4)", "29(5)", "42", "44", "45")
def test_it_tells_every_act_with_day_organization_article_and_state():
    lines = told()
    assert [line["step"] for line in lines] == ACTS
    named = ("date", "organization", "article", "state", "note")
    assert all(line[name] for line in lines for name in named)
    assert {line["route"] for line in lines} == {"deliver"}
    assert [line["date"] for line in lines] == sorted(line["date"] for line in lines)


@pytest.mark.article("29(5)")
def test_it_reports_the_fault_in_time_and_reads_the_corrected_row():
    seen, corrected = [line for line in told("--keep") if line["step"] == "rows"][:2]
    issue = QualityIssue.objects.get()
    assert (issue.route, issue.state, issue.corrected_by.number) == ("in_use", "resolved", 2)
    assert seen["note"].replace("存续", "注销") == corrected["note"] != seen["note"]
    assert calendar.current().between(issue.found_on, issue.submitted.date()) == 1


@pytest.mark.article("45")
def test_it_refuses_rows_within_the_second_of_the_suspension_and_has_them_again_after_it():
    lines = told()
    stopped = lines[ACTS.index("暂停供数") + 1]
    assert stopped["article"] == "45"
    assert stopped["note"].startswith("停供后 0.")
    assert stopped["date"] == lines[ACTS.index("暂停供数")]["date"]
    assert lines[ACTS.index("恢复供数") + 2]["note"].startswith("GX-GR-")


@pytest.mark.article("44")
def test_it_is_told_of_the_end_ten_working_days_before_and_refused_after_it():
    soon, last_rows, over, refused = told()[-4:]
    assert calendar.current().add(date.fromisoformat(soon["date"]), 10).isoformat() == soon["due"]
    assert last_rows["date"] == soon["due"] < over["date"] == refused["date"]
    assert soon["due"] in refused["note"]
    assert refused["article"] == "44"


def test_it_stores_nothing_unless_told_to_keep_it(settings):
    folder = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    before = sorted(folder.rglob("*.parquet"))
    told()
    assert sorted(folder.rglob("*.parquet")) == before != []
    assert not Grant.objects.exists()
    assert not Case.objects.exists()


def test_it_can_be_told_again_where_it_was_kept():
    first, second = told("--keep"), told("--keep")
    assert [line["step"] for line in second] == ACTS == [line["step"] for line in first]
    assert [grant.subscription.keys.count() for grant in Grant.objects.all()] == [1, 1]
