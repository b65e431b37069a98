"""The frame of every page, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import axe, fits, shoot

pytestmark = pytest.mark.browser


def test_it_shows_the_first_page_to_anyone(page) -> None:
    page.goto("/")
    expect(page.get_by_role("searchbox")).to_be_visible()
    axe(page)
    shoot(page, "home")


def test_it_folds_the_navigation_on_a_phone(phone) -> None:
    phone.goto("/")
    expect(phone.get_by_role("banner").get_by_role("link", name="工作日计算")).to_be_hidden()
    shoot(phone, "home")
    phone.get_by_role("button", name="菜单").click()
    expect(phone.get_by_role("banner").get_by_role("link", name="工作日计算")).to_be_visible()
    shoot(phone, "menu")
    axe(phone)
    fits(phone)


def test_it_works_without_scripts(new_page) -> None:
    page = new_page(375, java_script_enabled=False)
    page.goto("/")
    expect(page.get_by_role("banner").get_by_role("button", name="大字版")).to_be_visible()


def test_it_speaks_english_when_asked(page) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Find government data")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    axe(page)


def test_it_remembers_large_text(page) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("button", name="大字版").click()
    expect(page.locator("html")).to_have_class("large")
    page.goto("/workdays/")
    expect(page.locator("html")).to_have_class("large")
    fits(page)
    shoot(page, "large")


def test_it_skips_to_the_content_by_keyboard(page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_it_reads_the_interface_without_internet(page) -> None:
    page.goto("/api/docs/")
    expect(page.locator(".swagger-ui .info")).to_be_visible()
    shoot(page, "api-docs")
