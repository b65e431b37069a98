"""Who is told when a duty nears its due date or passes it: once for each item and level (art. 9, 10)."""

from datetime import date, timedelta

import pytest
import time_machine

from audit import sentences
from audit.models import Pending
from audit.trail import Entry, Snapshot, record
from organizations.models import Post, PostKind
from procedure import milestones
from procedure.escalation import annul, escalate
from procedure.models import WorkItem
from procedure.reminders import Escalation
from procedure.staffing.unattended import tell_of_unattended
from sharing.law import State
from tests.cast import seated
from tests.procedure.doors import Pages, Rest
from workdays import calendar

MONDAY = "2026-11-23"  # the Bureau's two days end on Wednesday


def at(day: str) -> time_machine.travel:
    return time_machine.travel(f"{day}T09:00:00+08:00", tick=False)


@pytest.fixture
def item(world) -> WorkItem:
    with at(MONDAY):
        return world.bring_to(State.PROVIDER_REVIEW).open_items()[0]


def lie_with(item: WorkItem, holder) -> None:
    WorkItem.objects.filter(pk=item.pk).update(holder=holder)


def sweep_on(day: str) -> int:
    with at(day):
        milestones.complete()
        return escalate()


def told(item: WorkItem) -> list[tuple[int, str]]:
    rows = Escalation.objects.standing().filter(item=item).order_by("level")
    return list(rows.values_list("level", "addressee__code"))


def entries(item: WorkItem) -> list[tuple[str, list[str]]]:
    found = Entry.objects.of_case(item.case.number).filter(act__startswith="work_item.").order_by("id")
    return list(found.values_list("act", "tells"))


@pytest.mark.article("9")
def test_it_reminds_the_holder_one_working_day_before(world, item):
    assert sweep_on("2026-11-26") == 0
    assert sweep_on("2026-11-27") == 1  # a Friday; due on Monday
    assert told(item) == [(0, "GX-MARKET")]
    assert entries(item) == [("work_item.remind", ["GX-MARKET"])]


@pytest.mark.article("9")
def test_it_goes_from_a_region_department_to_the_bureau_and_its_supervisors(world, item):
    assert sweep_on("2026-11-30") == 1
    assert sweep_on("2026-12-01") == 1
    assert sweep_on("2026-12-02") == 1
    assert told(item) == [(0, "GX-MARKET"), (1, "GX-BUREAU"), (2, "GX-BUREAU")]
    posts = (
        Entry.objects.filter(act="work_item.escalate").order_by("id").values_list("particulars", flat=True)
    )
    assert [said.get("posts_told") for said in posts] == [None, ["supervisor"]]


@pytest.mark.article("10")
def test_it_goes_from_a_city_department_to_its_authority_and_then_to_the_bureau(world, item):
    lie_with(item, world.cast.nanning_market)
    assert (sweep_on("2026-12-01"), told(item)) == (1, [(1, "450100-AUTH")])
    assert (sweep_on("2026-12-02"), told(item)) == (1, [(1, "450100-AUTH"), (2, "GX-BUREAU")])
    assert entries(item) == [("work_item.escalate", ["450100-AUTH"]), ("work_item.escalate", ["GX-BUREAU"])]


@pytest.mark.parametrize("who", ["nanning", "bureau", "ministry"])
def test_it_goes_at_once_to_the_top_from_who_has_no_authority_above(world, item, who):
    lie_with(item, getattr(world.cast, who))
    assert sweep_on("2026-12-01") == 1
    assert told(item) == [(2, "GX-BUREAU")]
    posts = Entry.objects.get(act="work_item.escalate").particulars.get("posts_told")
    assert posts == (["supervisor"] if who == "bureau" else None)
    assert sweep_on("2026-12-09") == 0


def test_it_says_each_thing_once_whenever_and_however_often_it_runs(world, item):
    assert [sweep_on(day) for day in ("2026-12-09", "2026-12-09", "2026-12-20")] == [2, 0, 0]
    assert [level for level, _ in told(item)] == [1, 2]
    assert Pending.objects.filter(entry__act="work_item.escalate").count() == 4


def test_it_leaves_the_last_day_to_the_holder(world, item):
    with time_machine.travel("2026-11-30T23:59:59+08:00", tick=False):
        escalate()
    assert told(item) == [(0, "GX-MARKET")]
    with time_machine.travel("2026-12-01T00:00:00+08:00", tick=False):
        assert escalate() == 1


def test_it_says_nothing_of_what_is_done_or_has_no_due_date_or_expires(world, item):
    WorkItem.objects.filter(pk=item.pk).update(expires_by="withdraw")
    assert sweep_on("2026-12-09") == 0
    WorkItem.objects.filter(pk=item.pk).update(expires_by="", due=None, remind_on=None, escalate_on=None)
    WorkItem.objects.filter(pk=item.pk).update(escalate_further_on=None)
    assert sweep_on("2026-12-09") == 0


def test_it_looks_at_one_case_alone_when_asked(world, item):
    with at(MONDAY):
        other = world.bring_to(State.PROVIDER_REVIEW)
    with at("2026-12-01"):
        assert escalate(other) == 1
    assert told(item) == []


def test_it_decides_nothing_for_the_holder(world, item):
    sweep_on("2026-12-09")
    item.refresh_from_db()
    assert item.closed is None
    assert (item.case.state, item.case.version) == (State.PROVIDER_REVIEW, 3)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("remind", "系统日历提醒广西壮族自治区市场监督管理局：办理期限为 2026-11-30"),
        (
            "escalate",
            "系统日历向广西壮族自治区大数据发展局报告：广西壮族自治区市场监督管理局超过办理期限（2026-11-30）仍未办结",
        ),
    ],
)
def test_it_says_so_in_words(world, item, act, sentence):
    sweep_on("2026-11-30")
    sweep_on("2026-12-01")
    assert sentences.tell(Entry.objects.filter(act=f"work_item.{act}").latest("id")) == sentence


def test_it_writes_the_entry_that_record_would_write(world, item):
    sweep_on("2026-11-30")
    entry = Entry.objects.get(act="work_item.remind")
    said = {"case": entry.case, "article": entry.article, "tells": entry.tells}
    with at("2026-11-30"):
        same = record(entry.act, actor=Snapshot.clock(), particulars=entry.particulars, **said)
    pending = [set(row.pending.values_list("purpose", "created")) for row in (entry, same)]
    assert pending[0] == pending[1]
    written = Entry.objects.filter(pk__in=[entry.pk, same.pk]).values()
    assert len({repr(row | {"id": 0}) for row in written}) == 1


def test_it_keeps_what_is_annulled_and_says_it_again_only_past_a_moved_date(world, item):
    sweep_on("2026-12-01")
    with at("2026-12-02"):
        assert annul([item], "补发放假通知") == 1
    assert (told(item), sweep_on("2026-12-03")) == ([], 1)  # the second level was never said before
    with at("2026-12-03"):
        annul([item.pk], "补发放假通知")
    assert sweep_on("2026-12-04") == 0
    moved = WorkItem.objects.get(pk=item.pk)
    moved.due = date(2026, 12, 4)
    milestones.set_milestones(moved, calendar.current())
    moved.save()
    assert [sweep_on(day) for day in ("2026-12-04", "2026-12-07", "2026-12-08")] == [1, 1, 1]
    assert Escalation.objects.filter(item=item).count() == 5


def test_it_enters_an_annulment_in_the_trail_for_who_was_told(world, item):
    sweep_on("2026-12-01")
    with at("2026-12-02"):
        annul([item], "补发放假通知", actor=world.actor("betty").snapshot())
    entry = Entry.objects.get(act="work_item.annul")
    assert (entry.person, entry.tells, entry.particulars["levels"]) == ("betty", ["GX-BUREAU"], [1])
    assert "补发放假通知" in sentences.tell(entry)
    assert annul([item], "再次") == 0


def test_it_sets_every_date_when_the_clock_starts(world, item):
    milestones.set_milestones(item, calendar.current())
    assert [getattr(item, name) for name in milestones.DATES] == [
        date(2026, 11, 27),
        date(2026, 12, 1),
        date(2026, 12, 2),
        None,
    ]
    item.expires_by = "withdraw"
    milestones.set_milestones(item, calendar.current(), expires_after=30)
    assert item.expires_on == calendar.current().add(item.received, 30) + timedelta(days=1)


def test_it_tells_administrators_and_authority_of_a_post_that_nobody_holds(world, item):
    adam = seated("keeper", world.cast.market, PostKind.ADMINISTRATOR)
    with at("2026-11-24"):
        assert tell_of_unattended() == 0
        Post.objects.filter(user=world.cast.bob).update(ends=date(2026, 11, 23))
        assert (tell_of_unattended(), tell_of_unattended()) == (1, 0)
    entry = Entry.objects.get(act="work_item.unattended")
    assert sorted(entry.tells) == ["GX-BUREAU", "GX-MARKET"]
    assert adam.posts.get().kind in entry.particulars["posts_told"]


def test_it_shows_in_inbox_and_rest_how_high_a_duty_was_reported(world, item):
    sweep_on("2026-11-30")
    sweep_on("2026-12-02")
    with at("2026-12-02"):
        page = Pages(world.cast.bob).client.get("/work/").content.decode()
        assert "11 月 30 日已提醒" in page
        assert "12 月 2 日已报广西壮族自治区大数据发展局督办" in page
        listed = Rest(world.cast.bob).client.get("/api/v1/work-items/").json()["results"]
        read = Rest(world.cast.bob).read(item.case).json()["work_items"]
    assert [found["escalated_to_level"] for found in [*listed, *read]] == [2, 2]
