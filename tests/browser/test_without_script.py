"""The forms of the main job, where scripts are switched off: plain pages, sent and answered."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.world import Furnished, portal, transactional_db, world
from tests.cast import PASSWORD
from tests.catalog.factories import FORM
from workdays import clock

__all__ = ["portal", "transactional_db", "world"]

pytestmark = pytest.mark.browser


@pytest.fixture
def desk(world: Furnished, portal: str, new_page: Callable[..., Page]) -> Callable[[str, str], Page]:
    """The page of a person who has signed in, without scripts."""

    def opened(who: str, address: str) -> Page:
        page = new_page(java_script_enabled=False)
        page.context.add_cookies([{"name": "sessionid", "value": world.session(who), "url": portal}])
        page.goto(address.format(**world.names))
        return page

    return opened


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def in_a_year() -> str:
    return (clock.today() + timedelta(days=365)).isoformat()


def fill_in(boxes: Locator, said: str) -> None:
    """Choose, select or write, as the field wants it."""
    for box in boxes.all():
        if box.get_attribute("type") == "radio":
            if box.get_attribute("value") == said:
                box.check()
        elif box.evaluate("one => one.matches('select')"):
            box.select_option(said)
        else:
            box.fill(said)


def told(page: Page) -> str:
    """What the portal says has been done."""
    return page.get_by_role("status").inner_text()


def test_it_signs_in_and_out(new_page) -> None:
    page = new_page(375, java_script_enabled=False)
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="登录").click()
    page.get_by_label("用户名", exact=True).fill("alice")
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    press(page, "登录")
    page.get_by_role("banner").locator("summary").click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("banner").get_by_role("link", name="登录")).to_be_visible()


def test_it_finds_an_entry_and_files_a_request(desk) -> None:
    page = desk("alice", "/catalog/")
    page.get_by_role("searchbox").fill("企业登记")
    press(page, "搜索")
    page.get_by_role("link", name="企业登记基本信息").click()
    page.get_by_role("link", name="申请共享").click()
    page.get_by_label("企业名称", exact=True).check()
    page.get_by_label("用途", exact=True).fill("核验参保单位。")
    page.get_by_label("履职依据", exact=True).fill("《社会保险法》第七十四条")
    page.get_by_label("使用数据的系统", exact=True).fill("社会保险经办系统")
    page.get_by_label("使用截止日期", exact=True).fill(in_a_year())
    press(page, "保存草稿并核对")
    press(page, "提交")
    assert "广西壮族自治区大数据发展局" in told(page)


def test_it_shows_what_is_missing_beside_the_field(desk) -> None:
    page = desk("alice", "/sharing/requests/new/?entry={entry}")
    press(page, "保存草稿并核对")
    page.get_by_role("alert").get_by_role("link", name="用途").click()
    expect(page.get_by_label("用途", exact=True)).to_have_attribute("aria-invalid", "true")


def test_it_claims_a_duty_and_passes_it_on(desk) -> None:
    page = desk("betty", "/cases/{conformance_review}/")
    press(page, "认领")
    assert "认领" in told(page)
    page.get_by_label("审查意见").fill("用途明确。")
    press(page, "通过")
    assert "广西壮族自治区市场监督管理局" in told(page)


def test_it_agrees_for_some_fields(desk) -> None:
    page = desk("bob", "/cases/{provider_review}/")
    page.get_by_label("注册资本", exact=True).uncheck()
    page.get_by_label("不同意部分信息项的依据").fill("核验无须注册资本。")
    press(page, "同意所选信息项")
    assert "广西壮族自治区大数据发展局" in told(page)


def test_it_replies_and_the_grant_is_read(desk) -> None:
    page = desk("boris", "/cases/{reply}/")
    press(page, "将答复反馈需求部门")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已授权")
    reader = desk("alice", "/delivery/grants/{grant}/")
    reader.get_by_role("link", name="先看前 20 行").click()
    expect(reader.get_by_role("cell", name="桂林米粉0号店")).to_be_visible()


def test_it_withdraws_by_a_form_of_its_own(desk) -> None:
    page = desk("alice", "/cases/{draft}/")
    page.get_by_role("link", name="撤回…").click()
    page.get_by_label("原因", exact=True).fill("不再需要。")
    press(page, "撤回…")
    expect(page.get_by_role("heading", level=1)).to_contain_text("已撤回")


def test_it_files_an_entry(desk) -> None:
    page = desk("stella", "/catalog/new/")
    for name, said in FORM.items():
        fill_in(page.locator(f"main [name={name}]:not([type=hidden])"), said)
    press(page, "保存草稿")
    press(page, "提交")
    assert "广西壮族自治区大数据发展局" in told(page)


def test_it_issues_and_revokes_a_token(desk) -> None:
    page = desk("betty", "/account/tokens/")
    page.get_by_label("名称", exact=True).fill("核对程序")
    press(page, "签发")
    expect(page.locator("#secret")).not_to_have_value("")
    page.goto("/account/tokens/")
    press(page, "撤销 核对程序")
    expect(page.get_by_text("核对程序")).to_have_count(0)


def test_it_counts_working_days(new_page) -> None:
    page = new_page(java_script_enabled=False)
    page.goto("/workdays/")
    page.get_by_label("收到日期").fill("2026-02-13")
    page.get_by_label("天数").fill("3")
    press(page, "推算日期")
    expect(page.get_by_role("heading", name="2026 年 2 月 25 日")).to_be_visible()


def test_it_changes_the_language_and_the_size_of_the_text(new_page) -> None:
    page = new_page(375, java_script_enabled=False)
    page.goto("/catalog/?q=企业")
    page.get_by_role("contentinfo").get_by_role("button", name="English").click()
    page.get_by_role("contentinfo").get_by_role("button", name="Large text").click()
    expect(page.locator("html.large[lang=en]")).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("企业")
