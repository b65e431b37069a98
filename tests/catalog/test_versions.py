"""What may never be false of an entry, and that a published version stays as it was."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from catalog.models import Entry, EntryVersion, Field, Immutable
from catalog.publishing import publish
from catalog.vocabulary import Status
from refusals.tree import Conflict
from tests.catalog.factories import draft_entry, publish_entry, publish_open


@pytest.mark.article("21")
def test_it_refuses_to_change_a_published_version(cast):
    version = publish_entry(cast.market).current
    version.name = "别的名称"
    for act in (version.save, version.delete, EntryVersion.objects.get(pk=version.pk).save):
        with pytest.raises(Immutable):
            act()


@pytest.mark.article("21")
def test_it_refuses_to_change_published_fields(cast):
    version = publish_entry(cast.market).current
    field = version.fields.get(name="entname")
    for act in (field.save, field.delete, Field(version=version, position=9, name="x", title="x").save):
        with pytest.raises(Immutable):
            act()


@pytest.mark.parametrize(
    "broken",
    [
        {"share_condition": ""},
        {"share_type": "withheld"},
        {"share_mode": ""},
        {"open_type": "on_application"},
        {"listable": True},
        {"listable": True, "open_type": "unconditional", "open_basis": "x"},
        {"secrecy": "secret"},
        {"base_kind": ""},
        {"theme": "health"},
        {"scanned": True},
    ],
)
def test_the_database_refuses_what_must_never_be(cast, broken):
    version = draft_entry(cast.market).current
    with pytest.raises(IntegrityError), transaction.atomic():
        EntryVersion.objects.filter(pk=version.pk).update(**broken)


def test_the_database_refuses_a_published_entry_without_a_code(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=draft_entry(cast.market).pk).update(status=Status.PUBLISHED)


@pytest.mark.parametrize(
    "broken", [{"name": "uniscid"}, {"name": "1x"}, {"name": "x; drop"}, {"position": 1}]
)
def test_the_database_refuses_fields_that_cannot_be_columns(cast, broken):
    field = draft_entry(cast.market).current.fields.get(name="entname")
    with pytest.raises(IntegrityError), transaction.atomic():
        Field.objects.filter(pk=field.pk).update(**broken)


@pytest.mark.article("20")
def test_it_keeps_all_metadata(cast):
    version = EntryVersion.objects.get(
        pk=publish_open(cast.hr, scanned=True, digitized_on=date(2020, 1, 2)).current_id
    )
    assert version.theme == "ecology"
    assert version.classification == "theme"
    assert version.keywords == ["营业执照", "市场主体"]
    assert version.digitized_on == date(2020, 1, 2)
    assert version.published_at == version.entry.published_at


def test_it_publishes_a_draft_only_once(cast):

    entry = publish_entry(cast.market)
    with pytest.raises(Conflict):
        publish(entry)


@pytest.mark.article("21")
@pytest.mark.parametrize("act", ["UPDATE {} SET name = 'x'", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["catalog_field", "catalog_entryversion"])
def test_the_database_itself_keeps_a_published_version(cast, act, table):
    publish_entry(cast.market)
    with pytest.raises(DatabaseError, match="published"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(act.format(table))
