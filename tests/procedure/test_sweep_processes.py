"""Worker, beats, web, Valkey killed during the sweep, a day without beat: all is said once (art. 9, 10)."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.models import Count, Exists, OuterRef

from audit.models import Leaf, Pending
from audit.trail import Entry
from notifications.models import Notice
from procedure.models import WorkItem
from procedure.reminders import Escalation, Level
from tests.procedure.test_sweep_faults import MANY, overdue
from tests.running import BEATS, Portal, portal
from tests.sharing.requests import World, build_world
from workdays import calendar, clock

GIVEN = {
    "DATABASE_LOCK_TIMEOUT_MS": "60000",
    "DATABASE_STATEMENT_TIMEOUT_MS": "90000",
    "CELERY_SKIP_CHECKS": "true",
    "WORKER_CONCURRENCY": "4",  # two sweep while the others tell and seal
}

TOLD = {Level.HOLDER: 1, Level.AUTHORITY: 3, Level.TOP: 1}
"""Of each level: the provider's reviewer; two reviewers and the supervisor of the Bureau; the supervisor."""


@pytest.fixture
def world(committed_db) -> World:
    return build_world()


@pytest.fixture
def house(committed_db, tmp_path) -> Iterator[Portal]:
    with portal(committed_db, tmp_path, **GIVEN) as running:
        yield running


def become_due(due: date) -> None:
    """All open duties are due on that day, and are reminded of and reported as that asks for."""
    WorkItem.objects.is_open().update(
        due=due,
        remind_on=due - timedelta(days=1),
        escalate_on=due + timedelta(days=1),
        escalate_further_on=due + timedelta(days=2),
    )


@contextmanager
def halted_before(level: Level) -> Iterator[None]:
    """Whoever is about to say this of the last duty waits, for another one is just saying it, and fails."""
    owner = connections["default"].copy()
    owner.settings_dict |= {name: settings.DATABASE_OWNER[name] for name in ("USER", "PASSWORD")}
    owner.set_autocommit(False)
    last = WorkItem.objects.is_open().latest("pk")
    with owner.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procedure_escalation (item_id, level, addressee_id, due, at, annulled_because)"
            " VALUES (%s, %s, %s, %s, now(), '')",
            [last.pk, level, last.holder_id, last.due],
        )
    try:
        yield
    finally:
        owner.close()


def said(*levels: Level) -> int:
    return Escalation.objects.filter(level__in=levels).count()


def waiting() -> int:
    """How many sweeps wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s",
            [connection.settings_dict["NAME"]],
        )
        return int(cursor.fetchone()[0])


def test_it_says_each_thing_once_whatever_is_killed_during_the_sweep(world, house):
    overdue(world, MANY)
    remind_while_all_others_die(house)
    report_while_everything_dies(house)
    assert_all_said_once()
    assert_nothing_lost()


def remind_while_all_others_die(house: Portal) -> None:
    """Beats, web and Valkey are killed during the sweep; the worker goes on, and finds Valkey again."""
    become_due(calendar.current().add(clock.today(), 1))
    house.start("valkey")
    with halted_before(Level.HOLDER):
        house.start("worker", "web", *BEATS)
        house.until(waiting)
        house.lose(*BEATS)
        house.kill("web", "valkey")
        house.until(house.up)
        assert said(Level.HOLDER) == 0
        house.send("procedure.sweep")  # which the beats would do, were they there
    house.until(lambda: said(Level.HOLDER) == MANY)
    assert house.parts["worker"].restarts == 0


def report_while_everything_dies(house: Portal) -> None:
    """After days without a beat two come at once; all is killed when half is said, and started again."""
    become_due(clock.today() - timedelta(days=10))
    with halted_before(Level.TOP):
        house.start(*BEATS)
        house.until(lambda: waiting() == 2)
        house.kill("worker", "web", "valkey", *BEATS)
        assert said(Level.AUTHORITY, Level.TOP) == MANY
    house.until(house.up)
    house.until(lambda: said(Level.AUTHORITY, Level.TOP) == 2 * MANY)


def assert_all_said_once() -> None:
    """One reminder and two escalations of each duty, and an entry for each of them."""
    duties = WorkItem.objects.is_open().values_list("pk", flat=True)
    rows = Counter(Escalation.objects.standing().values_list("item", "level"))
    levels = (Level.HOLDER, Level.AUTHORITY, Level.TOP)
    assert rows == {(pk, level): 1 for pk in duties for level in levels}
    acts = Counter(Entry.objects.filter(act__startswith="work_item.").values_list("act", flat=True))
    assert acts == {"work_item.remind": MANY, "work_item.escalate": 2 * MANY}


def assert_nothing_lost() -> None:
    """Each entry waits to be sealed or has its place, and waits to be told or was told to all, once."""
    entries = Entry.objects.filter(act__startswith="work_item.")
    waits = Pending.objects.filter(entry=OuterRef("pk"))
    for done, purpose in ((Leaf, "seal"), (Notice, "notify")):
        either = {"done": Exists(done.objects.filter(entry=OuterRef("pk")))}
        either["waits"] = Exists(waits.filter(purpose=purpose))
        found = entries.annotate(**either).values_list("done", "waits").distinct().order_by()
        assert set(found) <= {(True, False), (False, True)}
    notices = Notice.objects.filter(entry__in=entries, channel="portal").order_by()
    heard = notices.values("entry__particulars__level", "entry").annotate(many=Count("pk"))
    assert {(one["entry__particulars__level"], one["many"]) for one in heard} <= set(TOLD.items())
