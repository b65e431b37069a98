"""Nanning's authority draws a procedure and publishes it; a request then follows it (art. 31)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalog.publishing import publish_new
from organizations.models import User
from tests.browser.steps import axe, fits
from tests.browser.world import session_of
from tests.cast import build_cast
from tests.sharing.requests import ENTERPRISES
from workdays import clock

pytestmark = pytest.mark.browser
TITLE = "南宁市政务数据共享办理程序"
PICTURE = "ol.flow"


@pytest.fixture
def desk(portal: str, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Sits a person of the cast down at a browser of his own."""
    cast = build_cast()
    publish_new(ENTERPRISES, cast.nanning_market)

    def sat(who: str, address: str, **window: Any) -> Page:
        page = new_page(**window)
        session = session_of(User.objects.get(username=who))
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": portal}])
        page.goto(address)
        return page

    return sat


def fill(page: Page, said: dict[str, str]) -> None:
    for label, text in said.items():
        page.get_by_label(label).fill(text)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def write(page: Page) -> None:
    """One stage before the provider is left out, the one after it stays; from today on."""
    page.get_by_role("link", name="编写新版本").click()
    fill(page, {"程序名称": TITLE, "市级审查：工作日": "", "提供部门审核：工作日": "2"})
    fill(page, {"反馈答复：工作日": "1", "修改内容和理由": "不再逐件初审。"})
    page.get_by_label("自今天起施行").check()
    press(page, "查看流程图")


def ask(page: Page) -> None:
    """A department of the city asks another one."""
    page.get_by_role("link", name="企业登记基本信息").first.click()
    page.get_by_role("link", name="申请共享").click()
    page.get_by_label("企业名称").check()
    fill(page, {"用途": "核验参保单位。", "履职依据": "《社会保险法》第七十四条"})
    fill(page, {"使用数据的系统": "社会保险经办系统"})
    fill(page, {"使用截止日期": (clock.today() + timedelta(days=365)).isoformat()})
    press(page, "保存草稿并核对")
    press(page, "提交")


@pytest.mark.article("10", "31")
@pytest.mark.parametrize("width", [1440, 375])
def test_it_lets_a_request_follow_what_the_authority_has_drawn(desk, width) -> None:
    writer = desk("nina", "/city-procedures/", width=width)
    write(writer)
    expect(writer.locator(PICTURE).first.locator("li b")).to_have_text(
        ["提交", "提供部门审核", "反馈答复", "答复"]
    )
    expect(writer.get_by_role("row", name="市级审查")).to_contain_text("有变化")
    axe(writer)
    fits(writer)
    press(writer, "确认发布")
    expect(writer.get_by_role("status")).to_contain_text("已发布：第 1 版")
    expect(writer.get_by_role("heading", level=1)).to_contain_text("现行")
    department = desk("nora", "/catalog/")
    ask(department)
    expect(department.get_by_role("status")).to_contain_text("南宁市市场监督管理局")
    expect(department.locator(".side")).to_contain_text(f"《{TITLE}》第 1 版")
    department.get_by_role("link", name=TITLE).click()
    expect(department.locator(PICTURE)).to_contain_text("2 个工作日")


def test_it_is_written_without_scripts(desk) -> None:
    writer = desk("nina", "/city-procedures/450100/", java_script_enabled=False)
    write(writer)
    press(writer, "修改填写内容")
    expect(writer.get_by_label("程序名称", exact=True)).to_have_value(TITLE)
    press(writer, "保存草稿")
    expect(writer.locator(".side")).to_contain_text("现有草稿")
