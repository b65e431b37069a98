"""Nobody changes, removes or empties the trail: not the portal's role, not the owner, not our own code."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from audit import protection
from audit.models import Entry, Particular
from audit.querysets import Immutable
from audit.trail import record
from tests.audit.conftest import BOB

REWRITES = ["UPDATE audit_entry SET act = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry CASCADE"]
INSERT = """
INSERT INTO audit_entry (at, act, person, person_name, organization, organization_name, post, standing_in_for,
"case", subject, article, particulars, personal, tells, request_id)
VALUES (now(), 'a', '', '', '', '', '', '', '', '', '', '{}', '{}', '{}', '') RETURNING id
"""


@pytest.mark.article("42")
@pytest.mark.parametrize("statement", REWRITES)
def test_it_is_out_of_reach_of_the_portal(entries, statement):
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.article("42")
@pytest.mark.parametrize("statement", REWRITES)
def test_it_refuses_even_the_owner(owner, statement):
    owner.execute(INSERT)
    with pytest.raises(IntegrityError, match="append-only"):
        owner.execute(statement)


def test_it_lets_nobody_rewrite_personal_texts(owner):
    owner.execute(INSERT)
    number = owner.fetchone()[0]
    owner.execute(
        "INSERT INTO audit_particular (entry_id, name, salt, text) VALUES (%s, 'a', 's', 't')", [number]
    )
    with pytest.raises(IntegrityError):
        owner.execute("UPDATE audit_particular SET text = 'x'")


def test_it_refuses_in_our_own_code_too(entries):
    with pytest.raises(Immutable):
        entries[0].save()
    with pytest.raises(Immutable):
        entries[0].delete()
    with pytest.raises(Immutable):
        Entry.objects.all().delete()
    with pytest.raises(Immutable):
        Entry.objects.update(act="x")


def test_it_lets_personal_texts_be_erased(db):
    record("opening.apply", actor=BOB, personal={"phone": "1"})
    Particular.objects.all().delete()
    assert not Particular.objects.exists()


def test_it_lets_the_portal_work_elsewhere(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('audit_pending', 'SELECT, INSERT, UPDATE, DELETE')")
        assert cursor.fetchone()[0]
        cursor.execute("SELECT has_sequence_privilege('audit_entry_id_seq', 'USAGE')")
        assert cursor.fetchone()[0]


def test_it_grants_nothing_when_the_portal_itself_asks(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        protection.grant()


def test_it_finds_no_fault_with_the_portal_s_role(db, settings, signed):
    settings.DEMONSTRATION = settings.DEBUG = False
    call_command("check", databases=["default"])
    assert protection.check_role(databases=["default"]) == []


def test_it_finds_the_owner_at_work_in_production(owner, settings):
    settings.DEMONSTRATION = settings.DEBUG = False
    found = {error.id for error in protection.check_role(databases=["owner"])}
    assert found == {"audit.E001", "audit.E002"}


@pytest.mark.parametrize("mode", ["DEMONSTRATION", "DEBUG"])
def test_it_lets_demonstrations_be(db, settings, mode):
    settings.DEMONSTRATION = settings.DEBUG = False
    setattr(settings, mode, True)
    assert protection.check_role(databases=["missing"]) == []
