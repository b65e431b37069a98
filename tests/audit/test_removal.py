"""Erasing personal texts and purging old entries: on record, accepted by the verifier only so (art. 42)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from audit import copies, heads, inspection, removal, sealing
from audit.models import Entry, Head, Leaf, Particular
from audit.trail import record
from tests.audit.acts import act, acts
from tests.audit.conftest import BOB
from verifier.files import verify_trail

LONG_AGO, LONG_AFTER = "2022-03-01T09:00:00+08:00", "2026-03-01T09:00:00+08:00"


@pytest.fixture
def old(as_owner, signed) -> Head:
    """Three hundred entries that were sealed four years ago; then the clock is four years on."""
    with time_machine.travel(LONG_AGO, tick=False):
        acts(299, since="2022-01-01T00:00:00Z")
        record_personal()
        sealing.seal()
        head = heads.sign(asked=True)
    with time_machine.travel(LONG_AFTER, tick=False):
        for _ in range(3):
            act()
        sealing.seal()
        yield head


def record_personal() -> Entry:
    with transaction.atomic():
        return record("opening.apply", actor=BOB, case="C1", personal={"name": "张三", "phone": "1"})


@pytest.mark.article("42")
def test_it_erases_texts_and_leaves_the_seal(db, signed):
    entry = record_personal()
    sealing.seal()
    assert removal.erase(Particular.objects.of_case("C1"), reason="本人要求", actor=BOB) == 1
    sealing.seal()
    heads.sign(asked=True)
    assert not Particular.objects.exists()
    assert inspection.verify().is_good
    act = Entry.objects.get(act="audit.erase")
    assert act.particulars == {
        "entries": 1,
        "numbers": [entry.pk],
        "names": ["name", "phone"],
        "reason": "本人要求",
    }


def test_it_erases_by_command(db, capsys):
    entry = record_personal()
    call_command("audit", "erase", "--entry", str(entry.pk), "--reason", "到期")
    assert not Particular.objects.exists()
    assert "1 entries" in capsys.readouterr().out
    call_command("audit", "erase", "--person", "bob", "--reason", "到期")
    assert Entry.objects.filter(act="audit.erase").count() == 1


@pytest.mark.article("42")
def test_it_purges_what_was_kept_long_enough_and_keeps_the_seals(old):
    assert removal.purge(reason="保存期满", actor=BOB) == 300
    assert Leaf.objects.count() >= 304
    assert set(Entry.objects.values_list("act", flat=True)) == {"test.act", "audit.key", "audit.purge"}
    found = inspection.verify([old.note])
    assert (found.findings, found.aside["purged"]) == ([], 300)
    assert removal.purge(reason="保存期满", actor=BOB) == 0


def test_it_accepts_a_purged_file(old):
    removal.purge(reason="保存期满", actor=BOB)
    found = verify_trail(copies.whole_trail(), kept=[old.note])
    assert (found.findings, found.aside["purged"]) == ([], 300)


def test_it_misses_entries_that_no_purge_names(old):
    """Deleted as a purge would, but one more than it named."""
    removal.purge(reason="保存期满", actor=BOB)
    entry = Leaf.objects.get(position=300).entry_id
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entry])
        first = inspection.verify([old.note]).first
        transaction.set_rollback(True)
    assert (first.kind, first.first, first.last) == ("missing", 300, 300)


def test_it_does_not_believe_a_purge_without_an_old_signed_head(old):
    recent = heads.sign(asked=True)
    with transaction.atomic():
        told = {"size": recent.size, "head": recent.note.text, "before": "", "reason": "x"}
        record("audit.purge", actor=BOB, particulars=told)
    with transaction.atomic():
        record("audit.purge", actor=BOB, particulars={"head": "x"})
    sealing.seal()
    assert [fault.kind for fault in inspection.verify().findings] == ["purge", "purge"]


def test_it_finishes_an_interrupted_purge_without_a_second_act(old, monkeypatch):
    monkeypatch.setattr(removal, "AT_ONCE", 100)
    removal._announce(removal.purgeable(1000), "保存期满", BOB)
    removal._remove(old.size)
    assert inspection.verify().is_good
    assert removal.purge(reason="保存期满", actor=BOB) == 200
    assert Entry.objects.filter(act="audit.purge").count() == 1


def test_it_refuses_less_than_half_a_year(as_owner, signed):
    with pytest.raises(CommandError, match="180"):
        call_command("audit", "purge", "--days", "179", "--reason", "x")


def test_it_refuses_to_start_with_a_shorter_retention(settings):
    assert removal.check_retention() == []
    settings.AUDIT_RETENTION_DAYS = 179
    assert [found.id for found in removal.check_retention()] == ["audit.E004"]


def test_the_database_itself_refuses_young_entries(as_owner, signed):
    entry = act()
    sealing.seal()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_pending")
        cursor.execute("SET LOCAL guishu.purging = 'yes'")
        with pytest.raises(IntegrityError, match="append-only"):
            cursor.execute("DELETE FROM audit_entry WHERE id = %s", [entry.pk])


def test_the_portal_s_role_cannot_purge(db):
    with pytest.raises(removal.Refused, match="owner"):
        removal.purge(reason="x", actor=BOB)


def test_it_keeps_what_is_younger_than_the_retention(old, settings):
    settings.AUDIT_RETENTION_DAYS = 5 * 365
    assert removal.purge(reason="保存期满", actor=BOB) == 0
    assert timedelta(days=1096) < timedelta(days=settings.AUDIT_RETENTION_DAYS)


def test_it_wants_a_reason_and_a_key(old, settings):
    with pytest.raises(removal.Refused, match="reason"):
        removal.purge(reason=" ", actor=BOB)
    settings.AUDIT_SIGNING_KEY = ""
    with pytest.raises(removal.Refused, match="AUDIT_SIGNING_KEY"):
        removal.purge(reason="x", actor=BOB)
