"""What tests do in the browser: sign in, look, and have axe look."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import SHOTS

PASSWORD = "guishu-demo-2026"
WCAG = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not told in detail, which saves a third of the time
}


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in by the form, as a person would."""
    page.goto("/")
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.locator("#id_username").fill(username)
    page.locator("#id_password").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "sign-in" not in address)


def barriers(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA and its own good practice, one line each."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{page.url} {v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found]


def axe(page: Page) -> None:
    """Axe finds nothing."""
    assert barriers(page) == []


def shoot(page: Page, name: str) -> None:
    """A picture of the whole page, kept under VAR/shots with its width."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {"width": 0})["width"]
    page.screenshot(path=str(SHOTS / f"{re.sub(r'[^a-z0-9]+', '-', name)}-{width}.png"), full_page=True)


def is_too_wide(page: Page) -> bool:
    """Does something make the page wider than its window?"""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def fits(page: Page) -> None:
    """Nothing makes the page wider than its window."""
    assert not is_too_wide(page), "the page scrolls sideways"
