"""Writing one entry for one act."""

import hashlib

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from audit.models import Particular, Pending
from audit.trail import Entry, Snapshot, record
from tests.audit.conftest import BOB


@pytest.mark.article("5")
def test_it_keeps_who_acted_as_it_was_then(db):
    entry = Entry.objects.get(
        pk=record("sharing.submit", actor=BOB, case="GX-SR-2026-000001", article="28").pk
    )
    kept = (entry.person, entry.person_name, entry.organization, entry.organization_name, entry.post)
    assert kept == ("bob", "乙", "GX-HR", "自治区人力资源和社会保障厅", "handler")
    assert entry.standing_in_for == "丙"
    assert (entry.case, entry.article) == ("GX-SR-2026-000001", "28")


def test_it_takes_two_statements(db, django_assert_num_queries):
    with django_assert_num_queries(2) as run:
        record("sharing.submit", actor=BOB, tells=["GX-HR"], particulars={"a": 1})
    assert [query["sql"].split()[0] for query in run] == ["INSERT", "INSERT"]


def test_it_takes_a_third_for_personal_particulars(db, django_assert_num_queries):
    with django_assert_num_queries(3):
        record("opening.apply", actor=BOB, personal={"name": "张三", "phone": "1"})


def test_it_waits_to_be_sealed(db):
    entry = record("sharing.submit", actor=BOB)
    waiting = Pending.objects.get(entry=entry)
    assert (waiting.purpose, waiting.created) == ("seal", entry.at)


def test_it_refuses_to_stand_outside_the_act_s_transaction(committed_db):
    with pytest.raises(TransactionManagementError):
        record("sharing.submit", actor=BOB)
    assert not Entry.objects.exists()


def test_it_falls_with_the_act(db):
    with transaction.atomic():
        record("sharing.submit", actor=BOB)
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


def test_it_knows_the_calendar_as_an_actor(db):
    assert record("offline.end_notice", actor=Snapshot.clock()).is_by_clock
    assert not record("sharing.submit", actor=BOB).is_by_clock


def test_it_keeps_personal_particulars_as_digests(db):
    entry = record("opening.apply", actor=BOB, personal={"phone": "13800000000"})
    kept = Particular.objects.get(entry=entry)
    assert entry.personal["phone"] == hashlib.sha256(f"{kept.salt}:13800000000".encode()).hexdigest()
    assert kept.is_as_written
    assert "13800000000" not in str(Entry.objects.values().get(pk=entry.pk))


def test_it_salts_the_same_text_anew(db):
    first, second = (record("opening.apply", actor=BOB, personal={"phone": "1"}) for _ in range(2))
    assert first.personal != second.personal


def test_it_keeps_the_digest_when_the_text_is_erased(db):
    entry = record("opening.apply", actor=BOB, case="GX-OP-2026-000001", personal={"phone": "1"})
    assert Particular.objects.of_case("GX-OP-2026-000001").delete()[0] == 1
    assert Entry.objects.get(pk=entry.pk).personal == entry.personal


def test_it_stores_each_organization_told_once(db):
    assert record("sharing.agree", actor=BOB, tells=["GX-HR", "GX-BUREAU", "GX-HR"]).tells == [
        "GX-BUREAU",
        "GX-HR",
    ]


def test_it_cuts_names_to_what_the_columns_hold(db):
    long = Snapshot("p" * 300, "甲" * 300, "o" * 300, "乙" * 300, "handler")
    assert len(record("sharing.agree", actor=long).person_name) == 150


def test_it_needs_no_room_above(entries):
    assert [e.act for e in Entry.objects.of_case("GX-SR-2026-000001")] == ["sharing.agree", "sharing.submit"]
    assert [e.act for e in Entry.objects.by_organization("GX-HR")] == ["sharing.submit"]
    assert [e.act for e in Entry.objects.by_person("alice")] == ["sharing.agree"]
