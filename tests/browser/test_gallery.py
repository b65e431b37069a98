"""Every component in a real browser, at the desk and on a phone."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.steps import axe, fits, shoot

pytestmark = pytest.mark.browser


@pytest.fixture(autouse=True)
def gallery(settings) -> None:
    settings.ROOT_URLCONF = "tests.browser.gallery"
    settings.TEMPLATES = [
        settings.TEMPLATES[0]
        | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]}
    ]


@pytest.fixture(params=[375, 1440])
def window(request, gallery, new_page):
    return new_page(request.param)


def test_it_shows_every_component_without_a_barrier(window) -> None:
    window.goto("/gallery/")
    axe(window)
    fits(window)
    shoot(window, "gallery")


def test_it_leads_from_the_error_summary_to_the_field(window) -> None:
    window.goto("/gallery/?purpose=")
    expect(window.get_by_role("alert")).to_be_focused()
    shoot(window, "errors")
    axe(window)
    window.get_by_role("alert").get_by_role("link", name="用途", exact=True).click()
    expect(window.get_by_label("用途", exact=True)).to_be_focused()
    expect(window.get_by_label("用途", exact=True)).to_have_attribute(
        "aria-describedby", "id_purpose_helptext id_purpose_error"
    )


def test_it_opens_and_closes_an_explanation_by_keyboard(window) -> None:
    window.goto("/gallery/")
    window.locator("details.why summary").focus()
    window.keyboard.press("Enter")
    expect(window.locator(".why-panel")).to_be_visible()
    shoot(window, "why")
    axe(window)
    window.keyboard.press("Escape")
    expect(window.locator(".why-panel")).to_be_hidden()


def test_it_unfolds_a_step(window) -> None:
    window.goto("/gallery/")
    window.get_by_text("退回补正…").click()
    expect(window.get_by_role("button", name="退回补正", exact=True)).to_be_visible()
