"""Any list of the portal: as Excel with the rows that it shows, and with filters that one saves."""

from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.core.paginator import Page
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from delivery.models import Resource
from notifications.models import Digest
from procedure.lists import LISTS as FILTERED
from procedure.models import WorkItem
from procedure.spreadsheet import CONTENT_TYPE
from tests.browser.visits import LISTS, NO_LISTS, PAGES, List
from tests.browser.world import Furnished, transactional_db, world
from workdays import clock

__all__ = ["transactional_db", "world"]
EVERY = [pytest.param(page, one, id=page) for page, one in LISTS.items()]


@pytest.fixture(scope="module", autouse=True)
def late(world: Furnished) -> None:
    """An overdue duty, data long due, and a mail that failed."""
    days = {"due": clock.today() - timedelta(days=9), "escalate_on": clock.today() - timedelta(days=8)}
    WorkItem.objects.filter(pk=world.names["duty"]).update(**days)
    Resource.objects.update(loaded_at=clock.now() - timedelta(days=900))
    Digest.objects.create(
        message_id="<1@guishu>",
        recipient=world.cast.alice,
        organization=world.cast.hr,
        post="handler",
        created=clock.now(),
        next_try=clock.now(),
        attempts=1,
        error="450 mailbox busy",
    )


@pytest.fixture
def client(world: Furnished) -> Iterator[Client]:
    with translation.override("zh-hans"):
        yield Client(headers={"accept-language": "zh-hans"})


def signed_in(client: Client, world: Furnished, who: str) -> Client:
    if who:
        client.force_login(getattr(world.cast, who))
    return client


def opened(client: Client, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer


def sheet(client: Client, address: str) -> list[tuple[Any, ...]]:
    """The rows of the file behind the address, the head first."""
    answer = opened(client, address)
    assert answer["Content-Type"] == CONTENT_TYPE
    file = BytesIO(b"".join(answer.streaming_content))
    return list(load_workbook(file, read_only=True).active.iter_rows(values_only=True))


def offered(page: str) -> str:
    """The query with which the page offers itself as a spreadsheet."""
    links = [part.split('"')[0] for part in page.split('href="') if "format=xlsx" in part.split('"')[0]]
    assert len(links) == 1, links
    return unescape(links[0])


@pytest.mark.parametrize(("page", "one"), EVERY)
def test_it_offers_every_list_as_excel_with_the_rows_that_it_shows(world, client, page, one: List):
    address = one.address.format(**world.names)
    shown = opened(signed_in(client, world, one.who), address)
    text = unescape(shown.content.decode())
    head, *rows = sheet(client, address.partition("?")[0] + offered(shown.content.decode()))
    assert all(head)
    assert rows, "a list without rows shows nothing"
    assert [row[one.told_by] for row in rows if str(row[one.told_by]) not in text] == []
    listed = shown.context.get("page")
    if isinstance(listed, Page):
        assert len(rows) == listed.paginator.count


@pytest.mark.parametrize(("page", "one"), [one for one in EVERY if one.values[1].narrowed])
def test_it_narrows_every_list_alike_on_the_page_and_in_excel_and_saves_the_filter(world, client, page, one):
    address = one.address.format(**world.names).partition("?")[0]
    signed_in(client, world, one.who)
    whole = sheet(client, f"{address}?{one.among}&format=xlsx" if one.among else f"{address}?format=xlsx")
    query = one.narrowed.format(**world.names)
    narrowed = opened(client, f"{address}?{query}")
    rows = sheet(client, f"{address}?{query}&format=xlsx")
    assert len(rows) < len(whole)
    listing = next(one for one in FILTERED.values() if one.page == page)
    assert f"/lists/{listing.name}/filters/" in narrowed.content.decode()


def test_it_names_every_list_that_takes_filters():
    assert {one.page for one in FILTERED.values()} == {page for page, one in LISTS.items() if one.narrowed}


def test_it_knows_every_page_that_turns_its_pages(world, client):
    """A page with a pager is a list: it is in the table, or its reason for being none is."""
    forgotten = set()
    for page, visits in PAGES.items():
        for visit in visits:
            if visit.status != 200 or page in LISTS or page in NO_LISTS:
                continue
            guest = signed_in(Client(headers={"accept-language": "zh-hans"}), world, visit.who)
            answer = guest.get(visit.address.format(**world.names))
            if answer.context and isinstance(answer.context.get("page"), Page):
                forgotten.add(page)
    assert not forgotten
