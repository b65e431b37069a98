"""Entries become notices once, however many drains run, and whatever falls over (art. 5)."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import Pending
from notifications import drain
from notifications.models import Notice
from sharing.law import State
from tests.notifications.acts import act, told
from tests.procedure.threads import at_once

MANY = 12
MOST_QUERIES = 25


def untold() -> int:
    return Pending.objects.filter(purpose="notify").count()


def test_it_tells_once_however_often_it_runs(world):
    act(tells=["GX-HR"])
    assert (drain.store(), drain.store()) == (1, 0)
    assert told() == ["alice", "rita"]
    assert untold() == 0


def test_it_leaves_the_seals_alone(world):
    entry = act(tells=["GX-HR"])
    drain.store()
    assert [row.purpose for row in entry.pending.all()] == ["seal"]


def test_telling_again_what_was_told_changes_nothing(world):
    entry = act(tells=["GX-HR"])
    drain.store()
    Pending.objects.create(entry=entry, purpose="notify", created=entry.at)
    drain.store()
    assert told(entry) == ["alice", "rita"]


def test_it_goes_through_all_batches(world, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 2)
    entries = [act(tells=["GX-HR"]) for _ in range(5)]
    assert drain.store() == 5
    assert Notice.objects.filter(entry__in=entries, channel="portal").count() == 10


@pytest.fixture
def broken(monkeypatch):
    """Words cannot be found for one act."""
    words_of = drain.words_of

    def failing(entry, case):
        if entry.act == "broken.act":
            raise LookupError(entry.act)
        return words_of(entry, case)

    monkeypatch.setattr(drain, "words_of", failing)
    return monkeypatch


def test_an_entry_that_cannot_be_told_holds_up_no_other_and_stays(world, broken):
    bad, good = act("broken.act", tells=["GX-HR"]), act(tells=["GX-HR"])
    assert drain.store() == 1
    assert (told(bad), told(good)) == ([], ["alice", "rita"])
    assert untold() == 1
    broken.undo()
    assert drain.store() == 1
    assert told(bad) == ["alice", "rita"]


def interrupted(_act):
    raise KeyboardInterrupt


def test_what_falls_over_before_the_commit_leaves_nothing_half_done(world, monkeypatch):
    act(tells=["GX-HR"])
    monkeypatch.setattr(drain.transaction, "on_commit", interrupted)
    with pytest.raises(KeyboardInterrupt):
        drain.store()
    monkeypatch.undo()
    assert (told(), untold()) == ([], 1)
    drain.store()
    assert told() == ["alice", "rita"]


def test_many_drains_at_once_tell_each_entry_once(committed_world, monkeypatch):
    monkeypatch.setattr(drain, "BATCH", 3)
    entries = [act(tells=["GX-HR", "GX-BUREAU"]) for _ in range(MANY)]
    results = at_once([drain.store] * 4)
    assert sum(results) == MANY, results
    assert Notice.objects.filter(channel="portal").count() == MANY * 5
    assert {tuple(told(entry)) for entry in entries} == {("alice", "betty", "boris", "rita", "sue")}


def test_a_drain_passes_over_what_another_has_locked(committed_world):
    first, second = act(tells=["GX-HR"]), act(tells=["GX-HR"])
    with transaction.atomic():
        Pending.objects.select_for_update(of=("self",)).get(entry=first, purpose="notify")
        assert at_once([drain.store]) == [1]
    assert (told(first), told(second)) == ([], ["alice", "rita"])
    assert drain.store() == 1


def test_a_batch_costs_the_same_however_many_entries(world):
    case = world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    costs = []
    for number in (1, 20):
        for _ in range(number):
            act("work_item.remind", case=case.number, tells=["GX-MARKET"])
        with CaptureQueriesContext(connection) as queries:
            assert drain.store() == number
        costs.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    assert costs[0] == costs[1] <= MOST_QUERIES


def test_no_mail_is_made_where_the_installation_sends_none(world, settings):
    settings.SENDS_MAIL = False
    entry = act(tells=["GX-HR"])
    drain.store()
    assert (told(entry), told(entry, "email")) == (["alice", "rita"], [])


def test_nobody_without_an_address_is_mailed(world):
    world.cast.rita.email = ""
    world.cast.rita.save()
    entry = act(tells=["GX-HR"])
    drain.store()
    assert (told(entry), told(entry, "email")) == (["alice", "rita"], ["alice"])
