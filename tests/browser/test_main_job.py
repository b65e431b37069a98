"""The main job from request to rows, by people who have a keyboard and nothing else (art. 28, 29)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from organizations.models import User
from tests.browser.world import mounted, session_of, stored_in
from tests.cast import PASSWORD
from workdays import clock

pytestmark = pytest.mark.browser
ENTRY = "企业登记基本信息"
ASKED = ["统一社会信用代码", "企业名称", "注册资本"]
MANY = 150
WORDS = """() => {
  const held = document.activeElement;
  return [...(held.labels ?? []), held].map((one) => one.innerText).join(" ");
}"""


@pytest.fixture
def portal(committed_db: str, portal: str, tmp_path: Path) -> Iterator[str]:
    """The portal with an entry that has rows behind it."""
    with stored_in(tmp_path):
        mounted()
        yield portal


@pytest.fixture
def desk(portal: str, new_page: Callable[..., Page]) -> Callable[[str], Page]:
    """Sits a person of the cast, who has signed in, down at a browser of his own."""

    def sat(who: str) -> Page:
        page = new_page()
        session = session_of(User.objects.get(username=who))
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": portal}])
        page.goto("/work/")
        return page

    return sat


@pytest.mark.article("29")
def test_it_carries_a_request_from_the_catalogue_to_the_rows(desk, page) -> None:
    requester = sign_in(page, "alice")
    file_request(requester)
    pass_on(desk("betty"))
    agree(desk("bob"), refusing=ASKED[2])
    reply(desk("boris"))
    press(requester, "link", "共享申请")
    press(requester, "link", ENTRY)
    expect(answer(requester)).to_contain_text("注册资本无须核验")
    press(requester, "link", "GX-GR-")
    subscribe(requester)
    press(requester, "link", "先看前 20 行")
    shown = requester.get_by_role("region", name="数据到手").get_by_role("table")
    expect(shown.get_by_role("columnheader")).to_have_text(ASKED[:2])
    expect(shown.get_by_role("row")).to_have_count(1 + 20)
    expect(shown.get_by_role("row").nth(1)).to_contain_text("桂林米粉0号店")
    expect(requester.locator("body")).not_to_contain_text("万元")


@pytest.mark.article("29(3)", "29(4)")
def test_it_tells_the_requester_why_the_provider_refused(desk) -> None:
    requester = desk("alice")
    file_request(requester)
    pass_on(desk("betty"))
    decline(desk("bob"))
    press(requester, "link", "共享申请")
    press(requester, "link", ENTRY)
    expect(requester.locator("body")).not_to_contain_text("超出贵单位的法定职责")
    reply(desk("boris"))
    press(requester, "link", "共享申请")
    press(requester, "link", ENTRY)
    expect(answer(requester)).to_contain_text("超出贵单位的法定职责")
    expect(requester.get_by_role("heading", level=1)).to_contain_text("已驳回")


@pytest.mark.article("28")
def test_it_leads_the_keyboard_to_what_is_missing(desk) -> None:
    page = desk("alice")
    begin_request(page)
    press(page, "button", "保存草稿")
    expect(page.get_by_role("alert")).to_be_focused()
    tab_to(page, "link", "用途")
    page.keyboard.press("Enter")
    expect(page.get_by_label("用途", exact=True)).to_be_focused()


# What each of them does ---------------------------------------------------------------------------


def sign_in(page: Page, who: str) -> Page:
    page.goto("/")
    press(page, "link", "登录")
    type_into(page, "用户名", who)
    type_into(page, "密码", PASSWORD)
    enter(page)
    expect(page.get_by_role("banner").locator("summary")).to_be_visible()
    return page


def begin_request(page: Page) -> None:
    """Find the entry by its name, and ask for it."""
    press(page, "link", "目录")
    type_into(page, "搜索目录", "企业登记", role="searchbox")
    enter(page)
    press(page, "link", ENTRY)
    press(page, "link", "申请共享")


def file_request(page: Page) -> None:
    begin_request(page)
    for field in ASKED:
        tick(page, field)
    type_into(page, "用途", "核验参保单位的登记信息。")
    type_into(page, "履职依据", "《中华人民共和国社会保险法》第七十四条")
    type_into(page, "使用数据的系统", "社会保险经办系统")
    tab_to(page, "combobox", "共享方式")
    type_date(page, "使用截止日期", clock.today() + timedelta(days=365))
    press(page, "button", "保存草稿")
    press(page, "button", "提交")
    expect(page.get_by_role("status")).to_contain_text("广西壮族自治区大数据发展局")


def pass_on(page: Page) -> None:
    """The Bureau finds the request in order."""
    press(page, "link", ENTRY)
    type_into(page, "审查意见", "用途明确。")
    press(page, "button", "通过")
    expect(page.get_by_role("status")).to_contain_text("广西壮族自治区市场监督管理局")


def agree(page: Page, refusing: str) -> None:
    """The provider agrees, but not for that field."""
    press(page, "link", ENTRY)
    tick(page, refusing)
    type_into(page, "使用条件", "仅用于核验。")
    type_into(page, "不同意部分信息项的依据", "注册资本无须核验。")
    press(page, "button", "同意")
    expect(page.get_by_role("status")).to_be_visible()


def decline(page: Page) -> None:
    """The provider names a ground, the second of the list, and its basis."""
    press(page, "link", ENTRY)
    press(page, "link", "不同意")
    tab_to(page, "radio", "")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    type_into(page, "依据", "超出贵单位的法定职责。")
    press(page, "button", "不同意")
    expect(page.get_by_role("status")).to_be_visible()


def reply(page: Page) -> None:
    """The Bureau passes the answer on."""
    press(page, "link", ENTRY)
    press(page, "button", "将答复反馈需求部门")
    expect(page.get_by_role("status")).to_be_visible()


def subscribe(page: Page) -> None:
    """The user accepts its duties, and comes back to the grant."""
    press(page, "link", "阅读并确认使用义务")
    tick(page, "我已阅读")
    press(page, "button", "确认并订阅")
    expect(page.get_by_role("status")).to_contain_text("使用义务已确认")
    press(page, "link", "GX-GR-")


def answer(page: Page) -> Locator:
    return page.locator("section", has=page.get_by_role("heading", name="答复"))


# The keyboard -------------------------------------------------------------------------------------


def focused(page: Page) -> str:
    """What has the focus, as assistive technology hears it: `button "登录"`."""
    held = page.locator(":focus")
    return held.aria_snapshot().removeprefix("- ") if held.count() else ""


def tab_to(page: Page, role: str, name: str, key: str = "Tab") -> None:
    """Tab on until something of that role, whose name begins so, has the focus."""
    for _turn in range(MANY):
        page.keyboard.press(key)
        if name in page.evaluate(WORDS) and focused(page).startswith(f'{role} "{name}'):
            return
    raise AssertionError(f"the keyboard does not reach the {role} “{name}” on {page.url}")


def enter(page: Page) -> None:
    """Enter on a link, on a button, or in a field of a form."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def press(page: Page, role: str, name: str) -> None:
    tab_to(page, role, name)
    enter(page)


def type_into(page: Page, label: str, text: str, role: str = "textbox") -> None:
    tab_to(page, role, label)
    page.keyboard.type(text)


def tick(page: Page, label: str) -> None:
    tab_to(page, "checkbox", label)
    page.keyboard.press("Space")


def type_date(page: Page, label: str, day: date) -> None:
    """The parts of a date, in the order in which this browser asks for them."""
    for typed in (f"{day:%m%d%Y}", f"{day:%Y}\t{day:%m%d}"):
        tab_to(page, "textbox", label)
        page.keyboard.type(typed)
        if page.locator(":focus").input_value() == day.isoformat():
            return
        tab_to(page, "combobox", "", key="Shift+Tab")
    raise AssertionError(f"no order of typing enters the date in “{label}”")
