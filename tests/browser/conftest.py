"""Real browsers against the real portal, on a port and a database of its own."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, Page, sync_playwright

from demonstration.establish import establish
from embedded.browser import find_chromium
from tests.committed import clone, committed, drop

SHOTS = Path(settings.VAR) / "shots"
HOST = "127.0.0.1"


@pytest.fixture
def portal(committed_db: str) -> Iterator[str]:
    """The portal's address, served by threads from the cloned database."""
    server = LiveServerThread(HOST, StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://{HOST}:{server.port}"
    server.terminate()


@pytest.fixture(scope="session")
def demonstrated(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """A database with the demonstration in it, to be cloned again."""
    with django_db_blocker.unblock():
        with committed() as name:
            establish()
            connections.close_all()
            clone(name, f"{name}_shown")
        yield f"{name}_shown"
        drop(f"{name}_shown")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for one module. Django's connections differ while Playwright's loop runs: both are closed."""
    connections.close_all()
    path, arguments = find_chromium()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=str(path), args=list(arguments))
        yield chromium
        chromium.close()
        connections.close_all()


@pytest.fixture
def new_page(portal: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens windows; fails the test on a script error and on anything that the content policy stopped."""
    contexts, complaints = [], []

    def opened(width: int = 1440, **options: object) -> Page:
        context = browser.new_context(
            base_url=portal, viewport={"width": width, "height": 900}, locale="zh-CN", **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda line: complaints.append(line.text) if "Content Security Policy" in line.text else None,
        )
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A window as wide as an office screen."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A window as narrow as a phone."""
    return new_page(375, has_touch=True, is_mobile=True)
