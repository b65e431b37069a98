"""What the components write."""

from datetime import date
from types import SimpleNamespace as Thing

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory

from procedure.models import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel("2026-11-23T09:00:00+08:00", tick=False):
        yield


def written(component: str, path: str = "/", **context: object) -> str:
    html = render_to_string(f"components/{component}.html", context, request=RequestFactory().get(path))
    return " ".join(html.split())


def test_a_deadline_says_how_long_and_when() -> None:
    html = written("deadline", due=date(2026, 11, 25), provisional=True)
    assert '<span class="due calm">还有 2 个工作日</span>' in html
    assert "11 月 25 日 星期三（暂定）" in html


def test_a_deadline_of_a_work_item_leads_to_its_explanation() -> None:
    item = WorkItem(pk=7, due=date(2026, 11, 26))
    assert 'href="/work/7/explanation/"' in written("deadline", of=item)


def test_a_deadline_may_be_missing() -> None:
    assert "不设期限" in written("deadline", due=None)


def test_a_pager_keeps_the_filters() -> None:
    html = written("pager", "/catalog/?q=企业&page=2", page=Paginator(range(50), 10).get_page(2))
    assert "q=%E4%BC%81%E4%B8%9A&amp;page=3" in html
    assert "第 2 页，共 5 页 50 条" in html


def test_a_pager_of_one_page_is_nothing() -> None:
    assert written("pager", page=Paginator(range(5), 10).get_page(1)) == ""


class Purpose(forms.Form):
    purpose = forms.CharField(label="用途", help_text="写清楚。")
    note = forms.CharField(label="说明", required=False)


def test_a_field_is_described_by_its_help_and_its_error() -> None:
    html = written("field", field=Purpose({})["purpose"])
    assert 'aria-describedby="id_purpose_helptext id_purpose_error"' in html
    assert 'class="form-control is-invalid"' in html
    assert 'id="id_purpose_error"' in html


def test_a_field_that_may_be_empty_says_so() -> None:
    assert "（选填）" in written("field", field=Purpose()["note"])


def test_a_form_leads_from_each_error_to_its_field() -> None:
    html = written("form", form=Purpose({}), submit="提交")
    assert '<a href="#id_purpose">用途</a>：' in html
    assert '<button type="submit" class="btn go">提交</button>' in html


def test_a_step_form_says_which_version_was_read() -> None:
    html = written("step_form", label="不同意", action="/x/", seen=4, tone="no", folded=True, article="30(2)")
    assert '<input type="hidden" name="seen" value="4">' in html
    assert "第 30 条（二）" in html
    assert '<summary class="btn no">不同意…</summary>' in html


def test_a_stage_in_progress_is_the_current_step() -> None:
    stages = [
        Thing(label="初审", tone="past", note="", article=""),
        Thing(label="终审", tone="now", note="", article="30(3)"),
    ]
    assert written("stages", stages=stages).count('aria-current="step"') == 1
