"""Writing one entry if a condition holds: one statement, and so one transaction."""

import pytest
from django.db import DataError, transaction

from audit.models import Pending
from audit.trail import Entry, record, record_where
from tests.audit.conftest import BOB

HOLDS, FAILS = ("SELECT 1 WHERE %s = 1", [1]), ("SELECT 1 WHERE %s = 1", [2])


@pytest.mark.article("42")
def test_it_writes_as_record_does(db, django_assert_num_queries):
    what = {"actor": BOB, "case": "GX-SR-2026-000001", "article": "42", "particulars": {"rows": 3}}
    with django_assert_num_queries(1):
        alone = record_where(HOLDS, "delivery.read", **what)
    usual = record("delivery.read", **what)
    told = [
        {key: value for key, value in row.items() if key not in {"id", "at"}}
        for row in Entry.objects.filter(pk__in=[alone.pk, usual.pk]).values()
    ]
    assert told[0] == told[1]


def test_it_waits_to_be_sealed(db):
    entry = record_where(HOLDS, "delivery.read", actor=BOB)
    waiting = Pending.objects.get(entry=entry)
    assert (waiting.purpose, waiting.created) == ("seal", Entry.objects.get(pk=entry.pk).at)


def test_it_writes_nothing_when_the_condition_has_no_answer(db):
    assert record_where(FAILS, "delivery.read", actor=BOB) is None
    assert not Entry.objects.exists()
    assert not Pending.objects.exists()


def test_it_is_committed_when_it_returns(committed_db):
    record_where(HOLDS, "delivery.read", actor=BOB)
    with transaction.atomic():
        transaction.set_rollback(True)
    assert Entry.objects.get().act == "delivery.read"


def test_it_refuses_what_is_too_long_for_its_column(db):
    with pytest.raises(DataError), transaction.atomic():
        record_where(HOLDS, "delivery.read", actor=BOB, subject="x" * 161)


def test_it_tells_nobody(db):
    with pytest.raises(ValueError, match="tells somebody"):
        record_where(HOLDS, "delivery.read", actor=BOB, tells=["GX-HR"])
