"""Grants in the browser: lists of both sides, one grant, rows in hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.models import Grant, GrantStatus
from delivery.supply.mounting import OPERATOR, mount
from tests.catalog.factories import publish_entry
from tests.delivery.factories import SECRET, table, trail


def page(world, who, address, language="en"):
    return world.client(who).get(address, headers={"Accept-Language": language})


def test_it_lists_our_grants(world):
    grant = world.grant()
    shown = page(world, "alice", "/delivery/grants/").content.decode()
    assert grant.number in shown
    assert "社保经办系统" in shown
    assert grant.number not in page(world, "charlie", "/delivery/grants/").content.decode()


def test_it_lists_grants_on_our_data(world):
    grant = world.grant()
    assert grant.number not in page(world, "bob", "/delivery/grants/").content.decode()
    shown = page(world, "bob", "/delivery/grants/?side=provider").content.decode()
    assert grant.number in shown
    assert world.cast.hr.name_en in shown
    assert "Shared data is read by" not in page(world, "bob", grant.get_absolute_url()).content.decode()


def test_it_lists_in_a_fixed_number_of_statements(world):
    def statements():
        with CaptureQueriesContext(connection) as told:
            page(world, "alice", "/delivery/grants/")
        return len(told)

    world.grant()
    statements()  # from here on the frame remembers how many notices are unread
    one = statements()
    for _number in range(5):
        world.grant()
    assert statements() == one


def test_it_refuses_an_unknown_side(world):
    assert page(world, "alice", "/delivery/grants/?side=<b>").status_code == 400


def test_it_shows_what_is_allowed_and_how_to_fetch(world):
    grant = world.grant(conditions="仅供核验")
    shown = page(world, "alice", grant.get_absolute_url()).content.decode()
    told = (
        "核验参保单位",
        "社保经办系统",
        "仅供核验",
        "统一社会信用代码",
        grant.case.number,
        "365 days left",
    )
    assert [words for words in told if words not in shown] == []
    assert f"/api/v1/data/{world.resource.code}/rows/?grant={grant.number}" in shown
    assert f"{grant.get_absolute_url()}subscription/" in shown
    assert "Nobody has read" in shown


def test_it_speaks_chinese_first(world):
    shown = page(world, "alice", world.grant().get_absolute_url(), "zh-CN").content.decode()
    assert "先看前 20 行" in shown
    assert "还剩 365 天" in shown


@pytest.mark.article("42")
def test_it_shows_rows_in_hand_and_records_the_look(world):
    grant = world.grant("serial", "entname")
    answer = page(world, "alice", f"{grant.get_absolute_url()}rows/")
    shown = answer.content.decode()
    assert "桂林米粉0号店" in shown
    assert "<td>19</td>" in shown
    assert "<td>20</td>" not in shown
    assert SECRET not in shown
    assert "no-store" in answer["Cache-Control"]
    assert trail("delivery.read")[0].particulars["rows"] == 20
    assert "read 20 rows" in page(world, "alice", grant.get_absolute_url()).content.decode()


def test_it_escapes_what_is_in_the_data(world):
    mount(world.entry, [dict(next(table(1)), entname="<script>alert(1)</script>")], OPERATOR)
    shown = page(world, "alice", f"{world.grant('entname').get_absolute_url()}rows/").content.decode()
    assert "<script>alert(1)" not in shown
    assert "&lt;script&gt;" in shown


def test_it_hands_no_rows_to_the_provider_or_the_bureau(world):
    grant = world.grant()
    for who in ("bob", "betty"):
        assert page(world, who, grant.get_absolute_url()).status_code == 200
        assert page(world, who, f"{grant.get_absolute_url()}rows/").status_code == 403
    assert not trail("delivery.read")


def test_it_is_not_there_for_strangers(world):
    grant = world.grant()
    assert page(world, "charlie", grant.get_absolute_url()).status_code == 404
    assert page(world, "charlie", f"{grant.get_absolute_url()}rows/").status_code == 404
    assert page(world, "alice", "/delivery/grants/%3Cb%3E/").status_code == 404


def test_it_says_why_there_is_nothing_to_read(world):
    grant = world.grant()
    Grant.objects.filter(pk=grant.pk).update(status=GrantStatus.SUSPENDED)
    shown = page(world, "alice", grant.get_absolute_url()).content.decode()
    assert "suspended" in shown
    assert "Look at the first" not in shown


def test_it_says_when_nothing_is_mounted(world):
    bare = publish_entry(world.cast.market)
    grant = world.grant("entname")
    Grant.objects.filter(pk=grant.pk).update(entry=bare, entry_version=bare.current)
    shown = page(world, "alice", grant.get_absolute_url()).content.decode()
    assert "not mounted the data yet" in shown
    assert page(world, "alice", f"{grant.get_absolute_url()}rows/").status_code == 404


def test_it_asks_people_to_sign_in(world, client):
    answer = client.get(world.grant().get_absolute_url())
    assert answer.status_code == 302
