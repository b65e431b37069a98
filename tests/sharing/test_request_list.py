"""The request list in the browser: filled from the catalogue, filed with one form, nothing lost (art. 28)."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Entry
from catalog.vocabulary import Status
from sharing.models import ShareRequest
from tests.procedure.doors import Pages
from tests.sharing.bundling import COMMON, LIST, listed, put, send, three, ticked


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.mark.article("28")
def test_it_files_each_entry_under_its_own_route(world):
    entries, pages = three(world), Pages(world.cast.alice)
    put(pages, *entries)
    said = send(pages, entries).content.decode()
    found = ShareRequest.objects.order_by("pk")
    assert [(r.provider.code, r.route, r.state) for r in found] == [
        ("GX-MARKET", "region", "conformance_review"),
        ("GX-EDU", "region", "conformance_review"),
        ("450100-MARKET", "region", "conformance_review"),
    ]
    assert ({r.bundle for r in found}, listed()) == ({"GX-SB-2026-000001"}, [])
    assert "GX-SB-2026-000001" in said


@pytest.mark.article("28")
def test_it_keeps_what_fails_with_the_reason_and_files_the_rest(world):
    entries, pages = three(world), Pages(world.cast.alice)
    put(pages, *entries)
    wrong = {f"{entries[1].code}-fields": ["uniscid", "penalty"]}
    page = send(pages, entries, **wrong).content.decode()
    assert (ShareRequest.objects.count(), listed()) == (2, [entries[1].code])
    assert "《行政处罚法》第四十八条" in page
    again = pages.client.get(LIST).content.decode()
    assert "《行政处罚法》第四十八条" in again
    assert COMMON["purpose"] in again


def test_it_files_what_was_left_over_under_the_same_number(world):
    entries, pages = three(world), Pages(world.cast.alice)
    put(pages, *entries)
    send(pages, entries, **{f"{entries[1].code}-fields": []})
    send(pages, entries)
    assert (listed(), set(ShareRequest.objects.values_list("bundle", flat=True))) == (
        [],
        {"GX-SB-2026-000001"},
    )


def test_it_tries_out_and_stores_nothing(world):
    entries, pages = three(world), Pages(world.cast.alice)
    put(pages, *entries)
    page = send(pages, entries, act="try").content.decode()
    assert (ShareRequest.objects.count(), len(listed())) == (0, 3)
    assert page.count("2026-11-25") or page.count("11 月 25 日")


def test_it_keeps_the_list_for_later(world):
    entries, pages = three(world), Pages(world.cast.alice)
    put(pages, *entries)
    assert send(pages, entries, act="keep").status_code == 302
    page = pages.client.get(LIST).content.decode()
    assert page.count('value="uniscid" checked') + page.count("checked") >= 3
    assert (COMMON["system"] in page, ShareRequest.objects.count()) == (True, 0)


WRONG = [
    ({"purpose": ""}, "用途"),
    ({"until": "2026-11-23"}, "使用截止日期"),
    ({"mode": "paper"}, "方式"),
    ({"system": "x" * 201}, "系统"),
]


@pytest.mark.parametrize(("changed", "word"), WRONG)
def test_it_files_nothing_on_wrong_common_terms(world, changed, word):
    entries, pages = three(world), Pages(world.cast.alice)
    put(pages, *entries)
    answer = send(pages, entries, **changed)
    assert (answer.status_code, ShareRequest.objects.count(), len(listed())) == (422, 0, 3)
    assert word in answer.content.decode()


def test_it_says_that_an_empty_list_files_nothing(world):
    assert send(Pages(world.cast.alice), []).status_code == 422


@pytest.mark.parametrize("who", ["bob", "charlie", "hank"])
def test_it_takes_no_entry_for_who_may_not_ask(world, who):
    """A reviewer files nothing; a handler of the provider has the data."""
    put(Pages(getattr(world.cast, who)), world.entry)
    assert listed() == []


@pytest.mark.parametrize("code", ["", "nothing", "x" * 500])
def test_it_finds_no_such_entry(world, code):
    assert Pages(world.cast.alice).client.post(f"{LIST}put/", {"entry": code}).status_code == 404


def test_it_takes_an_entry_once_and_lets_it_go(world):
    pages = Pages(world.cast.alice)
    put(pages, world.entry, world.entry)
    assert listed() == [world.entry.code]
    assert pages.client.post(f"{LIST}drop/", {"entry": world.entry.code}).status_code == 302
    assert listed() == []


@pytest.mark.parametrize(("address", "lands"), [("/catalog/", "/catalog/"), ("https://evil.example/", LIST)])
def test_it_goes_on_only_within_the_portal(world, address, lands):
    sent = {"entry": world.entry.code, "next": address}
    assert Pages(world.cast.alice).client.post(f"{LIST}put/", sent)["Location"] == lands


def test_it_keeps_each_persons_list_apart(world):
    put(Pages(world.cast.alice), world.entry)
    assert "企业登记基本信息" not in Pages(world.cast.nora).client.get(LIST).content.decode()


def test_it_keeps_an_entry_that_went_offline_with_the_reason(world):
    entries, pages = three(world), Pages(world.cast.alice)
    put(pages, *entries)
    Entry.objects.filter(pk=entries[0].pk).update(status=Status.OFFLINE)
    send(pages, entries)
    assert (ShareRequest.objects.count(), listed()) == (2, [entries[0].code])


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "申请清单"), ("en", "Request list")])
def test_it_reads_in_both_languages(world, language, words):
    pages = Pages(world.cast.alice, language)
    put(pages, world.entry)
    for address in (LIST, "/sharing/requests/", "/catalog/entries/"):
        answer = pages.client.get(address)
        assert answer.status_code != 200 or words in answer.content.decode(), address


def test_it_shows_a_long_list_in_few_statements(world):
    pages = Pages(world.cast.alice)
    entries = three(world)
    put(pages, *entries)
    with CaptureQueriesContext(connection) as queries:
        pages.client.get(LIST)
    assert len(queries) <= 8 + len(entries)
    assert ticked([], "x") == {}
