"""Publication: a draft gets its code, its version is sealed, search finds it, all at once (art. 17, 20)."""

from collections.abc import Iterator

from django.db import transaction

from catalog import coding, conformance, search
from catalog.classification import table
from catalog.drafting import compose, departments, draft, fields
from catalog.models import Entry, EntryVersion, Field
from catalog.particulars import EntryParticulars
from catalog.vocabulary import Status
from organizations.models import Organization
from refusals.tree import Conflict
from workdays import clock


@transaction.atomic
def publish(entry: Entry) -> Entry:
    """Publish a draft under a new code. Only a step or an import calls this; it writes no trail."""
    if entry.status != Status.DRAFT or entry.current is None:
        raise Conflict
    version = entry.current
    entry.code = next(coding.assign([front_code(version)]))
    entry.published_at = version.published_at = clock.now()
    entry.status = Status.PUBLISHED
    index(entry, version, [field.title for field in version.fields.all()])
    version.save()
    entry.save()
    return entry


@transaction.atomic
def publish_new(stated: EntryParticulars, provider: Organization) -> Entry:
    """Draft and publish at once, for imports and tests."""
    return publish(draft(stated, provider))


@transaction.atomic
def revise(entry: Entry, stated: EntryParticulars) -> EntryVersion:
    """Publish a further version of an entry. Only a step or an import calls this; it writes no trail.

    Versions are evidence: open requests keep the one that they were made for, and show what differs.
    """
    locked = Entry.objects.select_for_update(no_key=True, of=("self",)).get(pk=entry.pk)
    if not locked.is_published:
        raise Conflict
    conformance.require(stated, locked.provider)
    last = locked.versions.order_by("-number").values_list("number", flat=True)[0]
    version = compose(stated, locked, number=last + 1)
    version.save()
    Field.objects.bulk_create(fields(stated, version, departments([stated])))
    version.published_at = clock.now()
    version.save(update_fields=["published_at"])
    locked.current = entry.current = version
    index(locked, version, [field.title for field in stated.fields])
    locked.save()
    return version


def front_code(version: EntryVersion) -> str:
    return coding.front_code(table()[version.category], version.provider.division_id or "")


def index(entry: Entry, version: EntryVersion, titles: list[str]) -> None:
    """Set what search finds the entry by; the name comes first, which ranking relies on."""
    entry.search_text = search.searched(pieces(entry, version, titles))
    entry.search_vector = search.vector(entry.search_text)


def pieces(entry: Entry, version: EntryVersion, titles: list[str]) -> Iterator[str]:
    """Each text in which a search looks; none crosses into the next."""
    yield version.name
    yield version.abstract
    yield from titles
    yield from version.keywords
    for provider in dict.fromkeys((version.provider, entry.provider)):
        yield provider.name
        yield provider.short_name
        yield provider.name_en
    yield entry.code or ""
