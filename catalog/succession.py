"""Entries of an organization that is merged or renamed: its successor provides them (art. 17, 21)."""

from django.utils.translation import gettext_lazy as _

from catalog.models import Entry, EntryVersion
from catalog.publishing import index
from organizations.models import Organization
from organizations.succession import Holdings, Passed, Succession

BATCH = 500


def pass_on(succession: Succession) -> Passed:
    """The entries change hands; published versions stay as they are, for they are evidence (21)."""
    old, new = succession.old, succession.new
    mine = list(Entry.objects.filter(provider=old).order_by("pk").values_list("pk", flat=True))
    if not succession.is_renaming:
        Entry.objects.filter(pk__in=mine).update(provider=new)
        EntryVersion.objects.filter(provider=old, published_at=None).update(provider=new)
    for start in range(0, len(mine), BATCH):
        _index(mine[start : start + BATCH])
    return Passed(len(mine))


def _index(pks: list[int]) -> None:
    """Set what search finds these entries by, with the name of today's provider."""
    rows = Entry.objects.filter(pk__in=pks, current__isnull=False)
    found = list(rows.select_related("current__provider", "provider").prefetch_related("current__fields"))
    for entry in found:
        index(entry, entry.version, [field.title for field in entry.version.fields.all()])
    Entry.objects.bulk_update(found, ["search_text", "search_vector"])


def held(body: Organization) -> int:
    return Entry.objects.filter(provider=body).count()


ENTRIES = Holdings(_("catalogue entries"), held, pass_on)
