"""Queries put into words once: the same rows as the ORM's, prepared by connections that may (art. 42)."""

import pytest
from django.db import connection, transaction

from organizations.models import Organization
from organizations.prepared import Prepared, _known


def of_keys(keys: list[int]):
    return Organization.objects.filter(pk__in=keys).select_related("authority").order_by("pk")


@pytest.fixture
def organizations() -> Prepared:
    return Prepared(of_keys)


def prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'guishu\\_%'")
        return cursor.fetchone()[0]


def test_it_answers_as_the_orm_does(db, cast, organizations):
    found = list(Organization.objects.order_by("pk")[:2])
    rows = organizations.rows([organization.pk for organization in found])
    assert rows == found
    assert [row.authority for row in rows] == [row.authority for row in found]


def test_it_prepares_once_outside_a_transaction(committed_db, organizations):
    made = Organization.objects.create(code="A", name="甲", tier="region", kind="department")
    assert [organizations.rows([made.pk, 0]), organizations.rows([0, made.pk])] == [[made], [made]]
    assert prepared() == 1


def test_it_sends_the_text_itself_inside_a_transaction(committed_db, organizations):
    with transaction.atomic():
        assert organizations.rows([1]) == []
        assert prepared() == 0


def test_it_goes_on_when_the_connection_has_forgotten(committed_db, organizations):
    organizations.rows([1])
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    assert [organizations.rows([1]), organizations.rows([1])] == [[], []]
    assert prepared() == 0


def test_it_prepares_anew_on_another_connection(committed_db, organizations):
    organizations.rows([1])
    connection.close()
    assert organizations.rows([1]) == []
    assert prepared() == 1


def test_it_goes_on_when_the_name_is_taken(committed_db, organizations):
    organizations.rows([1])
    _known.clear()  # as behind a pooler, where another process prepared it
    assert [organizations.rows([1]), organizations.rows([1])] == [[], []]
