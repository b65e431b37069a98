"""The list of notices, opening one, marking as read, what people prefer, and how the mails get on."""

from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notifications import drain
from notifications.models import Notice
from sharing.law import State
from tests.notifications.acts import act
from tests.procedure.doors import Pages
from workdays import clock

MOST_QUERIES = 9
LIST = "/notices/"
HIDDEN = "办理结果将在转达贵单位时告知"


def browser(world, who: str, language: str = "zh-hans") -> Client:
    return Pages(getattr(world.cast, who), language).client


def read(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def notices_of(user) -> list[Notice]:
    return list(Notice.objects.shown_to(user).order_by("-pk"))


@pytest.fixture
def told(world):
    """A request before the provider, everybody told: two notices for bob."""
    case = world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    return case


def test_it_lists_notices_newest_first_with_what_waits(world, told):
    page = read(browser(world, "bob"))
    assert page.index("审查通过") < page.index("提交申请")
    assert page.count("等您办理") == 1
    assert "还有 5 个工作日" in page
    assert told.number in page


def test_it_shows_nobody_the_notices_of_others(world, told):
    page = read(browser(world, "charlie"))
    assert "没有通知" in page
    assert told.number not in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        *[("", 2), ("show=unread", 1), ("show=asks", 1), ("show=nonsense", 2)],
        *[("case=SR", 2), ("case=nothing", 0), ("page=99", 2)],
    ],
)
def test_it_is_narrowed(world, told, query, number):
    notice = notices_of(world.cast.bob)[1]
    notice.read = clock.now()
    notice.save()
    assert read(browser(world, "bob"), f"{LIST}?{query}").count('id="notice-') == number


def test_opening_a_notice_leads_to_its_case_and_marks_it_read(world, told):
    client = browser(world, "bob")
    notice = notices_of(world.cast.bob)[0]
    assert client.get(f"{LIST}{notice.pk}/").url == f"/cases/{told.number}/"
    notice.refresh_from_db()
    assert notice.read == clock.now()


def test_the_first_reading_is_the_one_that_counts(world, told, monday):
    client, notice = browser(world, "bob"), notices_of(world.cast.bob)[0]
    client.get(f"{LIST}{notice.pk}/")
    first = clock.now()
    monday.shift(timedelta(hours=1))
    client.post(f"{LIST}{notice.pk}/read/")
    notice.refresh_from_db()
    assert notice.read == first


def test_looking_ahead_without_opening_reads_nothing(world, told):
    notice = notices_of(world.cast.bob)[0]
    assert browser(world, "bob").head(f"{LIST}{notice.pk}/").status_code == 405
    notice.refresh_from_db()
    assert notice.read is None


@pytest.mark.parametrize("address", ["{}/", "{}/read/"])
def test_a_notice_of_somebody_else_is_not_there(world, told, address):
    notice = notices_of(world.cast.bob)[0]
    client = browser(world, "alice")
    place = LIST + address.format(notice.pk)
    assert (client.post if "read" in address else client.get)(place).status_code == 404
    notice.refresh_from_db()
    assert notice.read is None


def test_marking_all_leaves_what_came_since(world, told):
    client, newest = browser(world, "bob"), notices_of(world.cast.bob)[0].pk
    assert f'name="until" value="{newest}"' in read(client)
    act(tells=["GX-MARKET"])
    drain.store()
    answer = client.post(f"{LIST}read/", {"until": newest}, follow=True)
    assert "已将 2 条通知标为已读。" in answer.content.decode()
    assert [notice.read is None for notice in notices_of(world.cast.bob)] == [True, False, False]


@pytest.mark.parametrize("until", ["", "-1", "x", "９", "9" * 30, "1; drop table"])
def test_marking_all_up_to_nonsense_is_refused(world, told, until):
    assert browser(world, "bob").post(f"{LIST}read/", {"until": until}).status_code == 422
    assert all(notice.read is None for notice in notices_of(world.cast.bob))


@pytest.mark.parametrize("address", [LIST, f"{LIST}1/", "/account/notices/", f"{LIST}mails/"])
def test_strangers_sign_in_first(world, address):
    assert Client().get(address).url.startswith("/sign-in/?next=")


@pytest.mark.parametrize("address", [f"{LIST}read/", f"{LIST}1/read/"])
def test_nothing_is_marked_by_a_link(world, address):
    assert browser(world, "bob").get(address).status_code == 405


@pytest.mark.article("29(3)", "29(4)")
def test_the_page_hides_what_the_reader_may_not_know_yet(world):
    case = world.bring_to(State.REPLY)
    act("share_request.agree", case=case.number, tells=["GX-HR"], particulars={"fields": ["entname"]})
    drain.store()
    page = read(browser(world, "alice"))
    assert HIDDEN in page
    assert "同意" not in page


def test_a_notice_without_a_case_leads_back_to_the_list(world):
    act("calendar.enter", subject="桂政办发〔2026〕1号", tells=["GX-HR"])
    drain.store()
    client, notice = browser(world, "alice"), notices_of(world.cast.alice)[0]
    assert "桂政办发〔2026〕1号" in read(client)
    assert client.get(f"{LIST}{notice.pk}/").url == LIST


def test_a_case_out_of_sight_is_explained(world, told):
    Notice.objects.filter(recipient=world.cast.bob).update(recipient=world.cast.charlie)
    notice = notices_of(world.cast.charlie)[0]
    answer = browser(world, "charlie").get(f"{LIST}{notice.pk}/", follow=True)
    assert "无权查看" in answer.content.decode()
    assert told.number not in answer.content.decode()


def test_it_takes_few_queries_however_many_there_are(world, told):
    client = browser(world, "bob")
    costs = []
    for _ in range(2):
        client.get(LIST)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST)
        costs.append(len(queries))
        for _ in range(5):
            world.bring_to(State.PROVIDER_REVIEW)
        drain.store()
    assert costs[1] <= costs[0] <= MOST_QUERIES


def test_it_is_read_in_english_too(world, told):
    page = read(browser(world, "bob", "en"))
    assert "Waits on you" in page
    assert "passed the review" in page
