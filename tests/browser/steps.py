"""What tests do in the browser: sign in, look, and have axe look."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import SHOTS

PASSWORD = "guishu-demo-2026"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


def sign_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """Sign in by the form, as a person would."""
    page.goto("/")
    page.context.clear_cookies()
    page.goto("/sign-in/")
    page.locator("input[name=username]").fill(username)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda address: "sign-in" not in address)


def axe(page: Page) -> None:
    """No violation of WCAG 2.1 A and AA, nor of axe's good practice."""
    found = Axe().run(page, options=WCAG).response["violations"]
    assert not found, "\n".join(f"{v['id']}: {v['help']}: {[n['html'][:160] for n in v['nodes'][:3]]}" for v in found)


def shoot(page: Page, name: str) -> None:
    """A picture of the whole page, kept under VAR/shots with its width."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    width = (page.viewport_size or {"width": 0})["width"]
    page.screenshot(path=str(SHOTS / f"{re.sub(r'[^a-z0-9]+', '-', name)}-{width}.png"), full_page=True)


def fits(page: Page) -> None:
    """Nothing makes the page wider than its window."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
