"""Every page, for the people who see it, in both languages, at the desk, on a phone and at 200 %."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pytest
from django.urls import URLResolver, get_resolver
from playwright.sync_api import Browser, Page

from tests.browser.steps import barriers, is_too_wide
from tests.browser.world import Furnished, portal, transactional_db, world

__all__ = ["portal", "transactional_db", "world"]

pytestmark = pytest.mark.browser
LANGUAGES = {"zh-hans": "zh-Hans", "en": "en"}
PHONE, DOUBLED, DESK = 375, 720, 1440  # 720 is an office screen at 200 %


@dataclass(frozen=True)
class Visit:
    """Who opens which address, written with the things of the world; and the status that is expected."""

    who: str
    address: str
    status: int = 200

    def __str__(self) -> str:
        return f"{self.who or 'anyone'} {self.address}"


def visits(who: str, *addresses: str, status: int = 200) -> list[Visit]:
    return [Visit(name, address, status) for name in who.split(" ") for address in addresses]


PAGES: dict[str, list[Visit]] = {
    "portal:home": visits("", "/"),
    "portal:mine": visits("alice", "/mine/"),
    "portal:figures": [
        *visits("betty nina", "/figures/"),
        *visits("alice", "/figures/", status=403),
    ],
    "organizations:sign-in": visits("", "/sign-in/", "/sign-in/?next=/work/"),
    "organizations:password": visits("alice", "/account/password/"),
    "organizations:tokens": visits("alice betty", "/account/tokens/"),
    "audit:trail": [
        *visits("audrey", "/trail/", "/trail/?case=none", "/trail/?since=soon"),
        *visits("alice", "/trail/", status=403),
    ],
    "audit:heads": [
        *visits(" alice audrey", "/audit/heads/"),
        *visits("audrey", "/audit/heads/?number=x", status=422),
    ],
    "audit:entry": [
        *visits("audrey", "/audit/entries/{sealed}/"),
        *visits(" alice", "/audit/entries/{sealed}/", status=404),
    ],
    "catalog:entries": [
        *visits(" alice", "/catalog/", "/catalog/?q=nothing"),
        *visits(" alice", "/catalog/?theme=x", status=400),
        *visits("alice", "/catalog/?share_type=conditional&organization=GX-MARKET"),
    ],
    "catalog:file": [*visits("stella", "/catalog/new/"), *visits("alice", "/catalog/new/", status=403)],
    "catalog:entry": [
        *visits(" alice", "/catalog/{open}/"),
        *visits("alice betty", "/catalog/{entry}/"),
        *visits(" alice", "/catalog/none/", status=404),
    ],
    "procedure:inbox": visits("alice bob audrey", "/work/"),
    "procedure:case": [
        *visits(
            "alice",
            *(f"/cases/{{{state}}}/" for state in ("draft", "reply", "granted", "refused", "withdrawn")),
        ),
        *visits("betty", "/cases/{conformance_review}/", "/cases/{reply}/", "/cases/{submitted}/"),
        *visits("bob", "/cases/{provider_review}/", "/cases/{granted}/"),
        *visits("stella", "/cases/{submission}/", "/cases/{issue}/", "/cases/{update}/"),
        *visits("alice bob betty", "/cases/{suspension}/", "/cases/{emergency}/"),
        *visits("charlie", "/cases/{granted}/", status=404),
    ],
    "procedure:trail": visits("alice", "/cases/{granted}/trail/", "/cases/{reply}/trail/"),
    "procedure:step": [
        *visits("stella", "/cases/{issue}/steps/correct/", "/cases/{update}/steps/report_update/"),
        *visits("alice", "/cases/{draft}/steps/amend/", "/cases/{draft}/steps/withdraw/"),
        *visits("betty", "/cases/{conformance_review}/steps/refuse/", "/cases/{submitted}/steps/refuse/"),
        *visits("bob", "/cases/{provider_review}/steps/agree/", "/cases/{provider_review}/steps/decline/"),
        *visits("betty", "/cases/{suspension}/steps/terminate/", "/cases/{emergency}/steps/refuse/"),
    ],
    "procedure:board": [
        *visits("sue", "/supervision/board/", "/supervision/board/?state=open"),
        *visits("alice", "/supervision/board/", status=403),
    ],
    "procedure:urge": visits("sue", "/supervision/board/{duty}/urge/"),
    "procedure:explanation": visits("alice betty", "/work/{duty}/explanation/"),
    "procedure:posts": [*visits("alice sue", "/posts/"), *visits("cindy", "/posts/", status=403)],
    "procedure:appoint": visits("alice", "/posts/appoint/?organization=GX-HR", status=403),
    "procedure:cover": visits("bob", "/posts/{post}/stand-in/"),
    "procedure:bulk": visits("betty", "/work/together/?case={conformance_review}"),
    "procedure:bulk-step": visits("betty", "/work/together/approve/?case={conformance_review}"),
    "procedure:enter-notice": [
        *visits("betty", "/workdays/notices/enter/"),
        *visits("alice", "/workdays/notices/enter/", status=403),
    ],
    "procedure:correct-notice": visits("betty", "/workdays/notices/{notice}/correct/"),
    "procedure:record-outage": visits("betty", "/workdays/outages/record/"),
    "rulemaking:cities": visits("betty", "/city-procedures/"),
    "rulemaking:city": [
        *visits("nina nora", "/city-procedures/450100/"),
        *visits("alice", "/city-procedures/450100/", status=404),
    ],
    "rulemaking:version": visits("nina", "/city-procedures/450100/1/", "/city-procedures/450100/2/"),
    "rulemaking:write": [
        *visits("nina", "/city-procedures/450100/write/"),
        *visits("nora", "/city-procedures/450100/write/", status=403),
    ],
    "rulemaking:repeal": visits("nina", "/city-procedures/450100/repeal/"),
    "sharing:requests": [
        *visits("alice charlie", "/sharing/requests/"),
        *visits("bob", "/sharing/requests/?side=provider"),
    ],
    "sharing:new": visits("alice bob", "/sharing/requests/new/?entry={entry}"),
    "sharing:request-list": visits("alice charlie", "/sharing/list/"),
    "procedure:organization-changes": visits("betty adam alice", "/organization-changes/"),
    "procedure:enter-organization-change": [
        *visits("betty", "/organization-changes/enter/"),
        *visits("alice", "/organization-changes/enter/", status=403),
    ],
    "procedure:organization": visits(" betty", "/organizations/GX-HR/"),
    "delivery:grants": [
        *visits("alice bob", "/delivery/grants/"),
        *visits("bob", "/delivery/grants/?side=provider"),
    ],
    "delivery:grant": visits("alice bob", "/delivery/grants/{grant}/"),
    "delivery:subscription": [
        *visits("alice bob", "/delivery/grants/{grant}/subscription/"),
        *visits("alice rita", "/delivery/grants/{unread}/subscription/"),
        *visits("charlie", "/delivery/grants/{grant}/subscription/", status=404),
    ],
    "delivery:suspend": [
        *visits("bob", "/delivery/grants/{grant}/suspend/"),
        *visits("alice", "/delivery/grants/{grant}/suspend/", status=404),
    ],
    "delivery:stop": [
        *visits("bob", "/delivery/entries/{entry}/stop/"),
        *visits("alice", "/delivery/entries/{entry}/stop/", status=404),
    ],
    "delivery:rows-in-hand": visits("alice", "/delivery/grants/{grant}/rows/"),
    "delivery:usage": [
        *visits("alice", "/delivery/usage/"),
        *visits("bob", "/delivery/usage/?side=provider&days=7"),
    ],
    "delivery:trace": [
        *visits("alice audrey", "/delivery/trace/"),
        *visits("bob", "/delivery/trace/?digest={digest}", "/delivery/trace/?digest=" + "0" * 64),
        *visits("alice", "/delivery/trace/?digest=x", status=400),
    ],
    "delivery:delivery": visits("alice bob", "/delivery/deliveries/{delivery}/"),
    "quality:issues": visits("alice stella", "/quality/issues/"),
    "quality:report": [
        *visits("alice", "/quality/issues/new/?entry={entry}"),
        *visits("stella", "/quality/issues/new/?entry={entry}"),
    ],
    "quality:duties": visits("betty", "/quality/duties/"),
    "quality:stale": visits("stella", "/quality/stale/"),
    "quality:new-event": [
        *visits("betty", "/quality/events/new/"),
        *visits("alice", "/quality/events/new/", status=403),
    ],
    "quality:event": visits("betty", "/quality/events/{event}/"),
    "quality:entry": visits("alice stella", "/quality/entries/{entry}/"),
    "delivery:supply": visits("stella bob betty alice", "/delivery/supply/"),
    "delivery:resource": [
        *visits("stella bob", "/delivery/supply/{resource}/"),
        *visits("alice", "/delivery/supply/{resource}/", status=404),
    ],
    "delivery:bring": [
        *visits("stella", "/delivery/entries/{entry}/bring/"),
        *visits("bob", "/delivery/entries/{entry}/bring/", status=403),
    ],
    "delivery:new-source": visits("stella", "/delivery/entries/{entry}/source/"),
    "delivery:source": visits("stella", "/delivery/sources/{resource}/"),
    "delivery:service": visits("stella betty", "/delivery/entries/{entry}/service/"),
    "delivery:load": visits("stella bob", "/delivery/loads/{waiting}/", "/delivery/loads/{failed}/"),
    "notifications:notices": visits("alice adam", "/notices/", "/notices/?show=unread"),
    "notifications:preferences": visits("alice", "/account/notices/"),
    "notifications:mails": [
        *visits("adam", "/notices/mails/"),
        *visits("alice", "/notices/mails/", status=403),
    ],
    "workdays:calendar": visits(" betty", "/workdays/calendar/"),
    "workdays:calculator": visits(
        "",
        "/workdays/",
        "/workdays/?received=2026-02-13&days=3&unit=working",
        "/workdays/?received=2026-02-13&days=90&unit=calendar",
    )
    + visits("", "/workdays/?received=soon&days=0", status=422),
    "nowhere": visits(" alice", "/nowhere/", status=404),
}
NO_PAGE = {
    "delivery:accept": "only takes forms",
    "delivery:arrange": "only takes forms",
    "delivery:name-target": "only takes forms",
    "delivery:issue-key": "only takes forms",
    "delivery:replace-key": "only takes forms",
    "delivery:revoke-key": "only takes forms",
    "delivery:send-again": "only takes forms",
    "audit:take": "a file",
    "audit:take-whole": "a file",
    "audit:checkpoint": "a text",
    "audit:verifier": "a file",
    "audit:proof": "a file",
    "audit:check": "only takes forms",
    "portal:healthz": "for machines",
    "portal:livez": "for machines",
    "portal:readyz": "for machines",
    "portal:large-text": "only takes forms",
    "set_language": "only takes forms",
    "organizations:sign-out": "only takes forms",
    "organizations:revoke-token": "only takes forms",
    "notifications:open": "leads on to the case",
    "notifications:read": "only takes forms",
    "notifications:read-all": "only takes forms",
    "procedure:bulk-confirm": "only takes forms",
    "procedure:save-filter": "only takes forms",
    "procedure:remove-filter": "only takes forms",
    "procedure:prefer-filter": "only takes forms",
    "procedure:end-cover": "only takes forms",
    "procedure:claim": "only takes forms",
    "procedure:take-back-organization-change": "only takes forms",
    "sharing:put": "only takes forms",
    "sharing:drop": "only takes forms",
    "sharing:exchanges": "a spreadsheet",
    "rulemaking:recall": "only takes forms",
    "delivery:restore": "only takes forms",
    "delivery:fetch": "only takes forms",
    "delivery:cancel-load": "only takes forms",
    "delivery:load-errors": "a file to take home",
    "demonstration:items": "for machines",
    "demonstration:item": "for machines",
    "procedure:release": "only takes forms",
    "portal:api-docs": "Swagger UI, not of our making; test_frame.py sees that it opens",
}
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
        room = found.namespace if isinstance(found, URLResolver) else None
        if room and (room == "admin" or room.endswith("-api")):
            continue
        for pattern in found.url_patterns if isinstance(found, URLResolver) else [found]:
            yield f"{room}:{pattern.name}" if room else str(pattern.name)
