"""Every page with the demonstration in it, as each kind of reader sees it: no barrier, nothing too wide."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.steps import barriers, is_too_wide, shoot, sign_in
from tests.committed import committed

pytestmark = pytest.mark.browser
READERS = {
    "anyone": (
        "",
        [
            "/",
            "/catalog/",
            "/catalog/?q=企业",
            "/workdays/?received=2026-02-13&days=3&unit=working",
            "/sign-in/",
            "/lost/",
        ],
    ),
    "requester": (
        "hr.handler",
        ["/work/", "/catalog/", "/sharing/requests/", "/delivery/grants/", "/account/tokens/"],
    ),
    "provider": ("market.reviewer", ["/work/", "/sharing/requests/?side=provider"]),
    "steward": ("market.steward", ["/work/", "/catalog/new/"]),
    "bureau": ("bureau.reviewer", ["/work/", "/sharing/requests/"]),
    "auditor": ("bureau.auditor", ["/trail/"]),
}
FIRST_LINKS = {
    "anyone": [("/catalog/", "main a[href^='/catalog/']:not([href*='?'])")],
    "requester": [("/sharing/requests/", "main a[href^='/cases/']"), ("/delivery/grants/", "main table a")],
    "provider": [("/work/", "main table a[href^='/cases/']")],
    "bureau": [("/work/", "main table a[href^='/cases/']")],
}


@pytest.fixture
def transactional_db(demonstrated: str, django_db_blocker) -> Iterator[str]:
    """The demonstration, in a database of its own."""
    with django_db_blocker.unblock(), committed(demonstrated) as name:
        yield name


@pytest.mark.parametrize("width", [375, 1440])
@pytest.mark.parametrize("reader", READERS)
def test_it_shows_every_page_without_a_barrier(new_page, reader, width) -> None:
    username, paths = READERS[reader]
    page = new_page(width)
    if username:
        sign_in(page, username)
    found = []
    for path in [*paths, *_linked(page, reader)]:
        page.goto(path)
        shoot(page, f"{reader}-{re.sub(r'[^a-z]+', '-', path) or 'home'}")
        found += barriers(page) + [f"{path} scrolls sideways"] * is_too_wide(page)
    assert found == []


def test_it_lets_people_sign_out_from_the_account_menu(page) -> None:
    sign_in(page, "bureau.reviewer")
    page.locator("details.menu summary").click()
    shoot(page, "account-menu")
    assert barriers(page) == []
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("banner").get_by_role("link", name="登录")).to_be_visible()


def test_it_shows_a_case_in_english_and_on_paper(page) -> None:
    sign_in(page, "market.reviewer")
    page.get_by_role("banner").get_by_role("button", name="English").click()
    page.locator("main table a[href^='/cases/']").first.click()
    shoot(page, "case-english")
    assert barriers(page) == []
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()
    expect(page.locator(".places")).to_be_hidden()
    shoot(page, "case-print")


def _linked(page, reader: str) -> list[str]:
    """The first page behind each list."""
    found = []
    for path, link in FIRST_LINKS.get(reader, []):
        page.goto(path)
        found.append(page.locator(link).first.get_attribute("href"))
    return found
