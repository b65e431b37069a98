"""Data older than its declared cycle is named, and its provider told once for each version (art. 38, 39)."""

from datetime import timedelta

import pytest

from audit.trail import Entry
from delivery.supply.mounting import OPERATOR, mount
from quality import staleness
from quality.tasks import remind
from tests.quality.conftest import IssuePages, IssueRest
from tests.sharing.conftest import ROWS


@pytest.mark.article("38")
@pytest.mark.parametrize(("days", "is_stale"), [(0, False), (1, False), (2, True)])
def test_it_is_stale_after_the_day_on_which_the_next_version_is_due(world, monday, resource, days, is_stale):
    monday.shift(timedelta(days=days))
    assert list(staleness.stale()) == ([resource] if is_stale else [])
    assert staleness.freshness(resource, "daily").is_stale is is_stale


def test_it_tells_the_provider_once_for_each_version(world, monday, resource):
    monday.shift(timedelta(days=3))
    assert (remind(), remind()) == (1, 0)
    mount(world.entry, iter(ROWS[:2]), OPERATOR)
    assert remind() == 0
    monday.shift(timedelta(days=3))
    assert remind() == 1
    told = Entry.objects.filter(act="quality.stale").order_by("id")
    assert [entry.tells for entry in told] == [["GX-MARKET"]] * 2


def test_it_never_calls_irregular_data_stale(world, monday, resource):
    assert staleness.freshness(resource, "irregular").due is None
    assert not staleness.freshness(resource, "irregular").is_stale


@pytest.mark.parametrize(
    ("who", "sees"), [("stella", True), ("betty", True), ("alice", False), ("nina", False)]
)
def test_it_lists_what_one_keeps_or_oversees(world, monday, resource, who, sees):
    monday.shift(timedelta(days=5))
    user = getattr(world.cast, who)
    page = IssuePages(user).client.get("/quality/stale/").content.decode()
    assert (resource.code in page) is sees
    listed = IssueRest(user).client.get("/api/v1/quality/stale/").json()["results"]
    assert [row["resource"] for row in listed] == ([resource.code] if sees else [])
    sheet = IssuePages(user).client.get("/quality/stale/?format=xlsx")
    assert b"".join(sheet.streaming_content).startswith(b"PK")
    assert sheet["Content-Type"].startswith("application/vnd.openxmlformats")
