"""Every page, for the people who see it, in both languages, at the desk, on a phone and at 200 %."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from django.urls import URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.browser.steps import barriers, is_too_wide
from tests.browser.visits import NO_PAGE, PAGES
from tests.browser.world import Furnished, portal, transactional_db, world

__all__ = ["portal", "transactional_db", "world"]

pytestmark = pytest.mark.browser
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
PHONE, DOUBLED, DESK = 375, 720, 1440  # 720 is an office screen at 200 %


ALL = [visit for found in PAGES.values() for visit in found]

# By whom, where, what is done to the page before, which button is pressed, and the answer.
UNCHECK = "document.querySelectorAll('main [name=fields]').forEach((box) => { box.checked = false; })"
STALE = "document.querySelector('main [name=seen]').value = 0"
FORGED = "document.querySelectorAll('main [name=csrfmiddlewaretoken]').forEach((one) => { one.value = 'x'; })"
MISTAKES = {
    "sign in as nobody": ("", "/sign-in/", "0", "登录", 200),
    "a stale form": ("", "/sign-in/", FORGED, "登录", 403),
    "a password": ("alice", "/account/password/", "0", "确认修改", 200),
    "a token": ("alice", "/account/tokens/", "0", "签发", 422),
    "an entry": ("stella", "/catalog/new/", "0", "保存草稿", 422),
    "a request": ("alice", "/sharing/requests/new/?entry={entry}", "0", "保存草稿并核对", 422),
    "a bundle": ("alice", "/sharing/list/", "0", "提交 1 件申请", 422),
    "a merger": ("betty", "/organization-changes/enter/", "0", "录入", 422),
    "no field": ("bob", "/cases/{provider_review}/", UNCHECK, "同意所选信息项", 422),
    "no ground": ("bob", "/cases/{provider_review}/steps/decline/", "0", "不同意…", 422),
    "a procedure": ("nina", "/city-procedures/450100/write/", "0", "查看流程图", 422),
    "an old page": ("betty", "/cases/{conformance_review}/", STALE, "通过", 409),
    "an old form": ("alice", "/cases/{draft}/steps/withdraw/", STALE, "撤回…", 409),
}

UNFOLD = """() => {
  document.querySelector("#places")?.classList.add("show");
  for (const fold of document.querySelectorAll("details:not(.menu, .why)")) fold.open = true;
}"""
OUT_OF_REACH = """() => {
  const found = [];
  const controls = "a[href]:not(.skip), button, input:not([type=hidden]), select, textarea, summary";
  for (const control of document.querySelectorAll(controls)) {
    if (!control.checkVisibility({ visibilityProperty: true })) continue;
    control.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const box = control.getClientRects()[0];
    const hit = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    if (!hit || !control.contains(hit)) found.push(control.outerHTML.slice(0, 160));
  }
  return found;
}"""
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
FRAME = """() => ({
  lang: document.documentElement.lang,
  title: document.title.split(" · ")[0].trim().length > 0 && document.title.includes(" · "),
  h1: document.querySelectorAll("h1").length,
  landmarks: ["body > header", "main", "body > footer", "header nav"].map(
    (one) => document.querySelectorAll(one).length
  ),
})"""


@dataclass(frozen=True)
class Window:
    """A browser's window, and what went wrong in it."""

    page: Page
    complaints: list[str]

    def visit(self, address: str, status: int) -> list[str]:
        """What went wrong on the way to that page."""
        self.complaints.clear()
        answer = self.page.goto(address)
        assert answer is not None
        said = [f"answered {answer.status}"] if answer.status != status else []
        own = f"a status of {status}"  # Chromium also tells the console of the page's own status
        return said + [line for line in self.complaints if status < 400 or own not in line]

    def at(self, width: int) -> Page:
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.evaluate(DRAWN)
        return self.page


@pytest.fixture(scope="module")
def window(world: Furnished, portal: str, browser: Browser) -> Callable[[str, str], Window]:
    """The window of a person who has signed in, in a language."""
    sessions = {who: world.session(who) for who in {visit.who for visit in ALL} if who}

    @cache
    def opened(who: str, language: str) -> Window:
        cookies = {"django_language": language} | ({"sessionid": sessions[who]} if who else {})
        return opened_by(browser, portal, cookies)

    return opened


def opened_by(browser: Browser, portal: str, cookies: dict[str, str]) -> Window:
    """A window that notes errors, what the content policy stopped, and requests that leave the portal."""
    context = browser.new_context(base_url=portal, reduced_motion="reduce")
    context.add_cookies([{"name": name, "value": value, "url": portal} for name, value in cookies.items()])
    window = Window(context.new_page(), [])
    window.page.set_default_timeout(15_000)
    window.page.on("pageerror", lambda error: window.complaints.append(f"script error: {error}"))
    window.page.on(
        "console", lambda line: window.complaints.append(line.text) if line.type == "error" else None
    )
    window.page.on(
        "request",
        lambda sent: window.complaints.append(f"leaves: {sent.url}") if is_away(sent.url, portal) else None,
    )
    return window


def is_away(address: str, portal: str) -> bool:
    return not address.startswith((f"{portal}/", "data:"))


def inspect(one: Window, language: str = "zh-hans", widths: tuple[int, ...] = (PHONE, DESK)) -> list[str]:
    """What keeps somebody out of the page that is open."""
    frame = one.page.evaluate(FRAME)
    assert frame == {"lang": LANGUAGES[language], "title": True, "h1": 1, "landmarks": [1, 1, 1, 1]}
    one.page.evaluate(UNFOLD)
    found = [barrier for width in widths for barrier in barriers(one.at(width))]
    wide = [width for width in (PHONE, DOUBLED, DESK) if is_too_wide(one.at(width))]
    found += [f"{one.page.url} scrolls sideways at {width}" for width in wide]
    return found + [f"out of reach: {control}" for control in one.at(DOUBLED).evaluate(OUT_OF_REACH)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("visit", ALL, ids=str)
def test_it_has_no_barrier(world, window, visit, language) -> None:
    one = window(visit.who, language)
    assert one.visit(visit.address.format(**world.names), visit.status) == []
    assert inspect(one, language, (DESK,) if language == "zh-hans" else (PHONE,)) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_it_tells_of_mistakes_without_a_barrier(world, window, mistake) -> None:
    who, address, before, button, status = MISTAKES[mistake]
    one = window(who, "zh-hans")
    one.visit(address.format(**world.names), 200)
    one.page.evaluate(before)
    with one.page.expect_navigation() as moved:
        one.page.locator("main").get_by_role("button", name=button, exact=True).click()
    assert moved.value.status == status
    assert inspect(one) == []


def test_it_tells_without_a_barrier_that_signing_in_is_locked(window, settings) -> None:
    one = window("", "zh-hans")
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        one.visit("/sign-in/", 200)
        one.page.get_by_label("用户名", exact=True).fill("mallory")
        one.page.get_by_label("密码", exact=True).fill("wrong")
        with one.page.expect_navigation() as moved:
            one.page.keyboard.press("Enter")
    assert moved.value.status == 429
    assert inspect(one) == []


def test_it_tells_plainly_of_a_fault_of_ours(window, settings, monkeypatch) -> None:
    monkeypatch.setattr("portal.home.render", None)
    one = window("", "zh-hans")
    assert one.visit("/", 500) == []
    assert barriers(one.at(PHONE)) == []


def test_it_reads_the_documentation_of_the_interface_from_here(window) -> None:
    assert window("", "zh-hans").visit("/api/docs/", 200) == []


def test_it_visits_every_page() -> None:
    assert sorted(names()) == sorted({*PAGES, *NO_PAGE} - {"nowhere"})


def names() -> Iterator[str]:
    """The name of every address of the portal, but those of the API and of Django's administration."""
    for found in get_resolver().url_patterns:
        if str(found.pattern) in {"api/v1/", "admin/"}:
            continue
        room = found.namespace if isinstance(found, URLResolver) else None
        for pattern in found.url_patterns if isinstance(found, URLResolver) else [found]:
            yield f"{room}:{pattern.name}" if room else str(pattern.name)
