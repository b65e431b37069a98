"""A draft entry: its first version and fields, not yet in the catalogue (art. 20)."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from catalog import conformance
from catalog.models import Entry, EntryVersion, Field
from catalog.particulars import EntryParticulars
from organizations.models import Organization


@transaction.atomic
def draft(stated: EntryParticulars, provider: Organization) -> Entry:
    """Store a draft of the provider; raises Invalid for what breaks the catalogue standard."""
    conformance.require(stated, provider)
    entry = Entry.objects.create(provider=provider)
    version = compose(stated, entry)
    version.save()
    sources = departments([stated])
    Field.objects.bulk_create(fields(stated, version, sources))
    entry.current = version
    entry.save(update_fields=["current"])
    return entry


def compose(stated: EntryParticulars, entry: Entry, number: int = 1) -> EntryVersion:
    """The unsaved version that says this; the classification follows from the category."""
    category = stated.classified
    assert category is not None, "conformance was not asked"
    return EntryVersion(
        entry=entry,
        number=number,
        provider=entry.provider,
        category=category.code,
        classification=category.classification,
        base_kind=category.base_kind,
        theme=category.theme,
        keywords=list(stated.keywords),
        related_codes=list(stated.related_codes),
        **stated.metadata(),
    )


def fields(
    stated: EntryParticulars, version: EntryVersion, sources: dict[str, Organization]
) -> Iterator[Field]:
    """The unsaved fields of a version, in the order stated."""
    for position, field in enumerate(stated.fields, 1):
        yield Field(
            version=version,
            position=position,
            name=field.name,
            title=field.title,
            type=field.type,
            length=field.length,
            scale=field.scale,
            description=field.description,
            share_type=field.share_type,
            sensitivity=field.sensitivity,
            open_type=field.open_type,
            source_department=sources[field.source] if field.source else None,
        )


def departments(stated: Iterable[EntryParticulars]) -> dict[str, Organization]:
    """The source departments that these entries name, by their codes, in one query or none."""
    codes = {field.source for entry in stated for field in entry.fields if field.source}
    if not codes:
        return {}
    return {found.code: found for found in Organization.objects.filter(code__in=codes)}
