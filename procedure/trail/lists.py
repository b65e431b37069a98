"""The trail as a list: its saved filters, and its columns in a spreadsheet, the same as in CSV (art. 42)."""

from collections.abc import Iterator
from operator import itemgetter
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit import copies, sentences
from audit.filters import EntryFilter
from audit.models import Entry
from audit.querysets import TrailQuerySet
from procedure.lists import Listing, register
from procedure.spreadsheet import AT_ONCE, MOST_ROWS, Column

TRAIL = register(
    Listing(
        name="trail",
        title=pgettext_lazy("list", "Trail"),
        page="procedure:whole-trail",
        form=lambda said: EntryFilter(said, queryset=Entry.objects.none()).form,
    )
)
WIDTHS = (10, 10, 16, 24, 48, 14, 16, 20, 30, 12, 16, 20, 24, 10, 24, 24, 40, 16, 20)
OF_CASE = (
    Column(_("Number"), lambda entry: entry.pk, 10),
    Column(_("When"), lambda entry: entry.at, 18),
    Column(_("What was done"), sentences.tell, 60),
    Column(_("Who"), sentences.actor, 40),
    Column(_("Article"), lambda entry: entry.article, 10),
    Column(_("Before"), lambda entry: copies.compact(entry.before), 24),
    Column(_("After"), lambda entry: copies.compact(entry.after), 24),
    Column(_("Particulars"), lambda entry: copies.compact(entry.particulars), 40),
)
"""What the case's own page of its trail shows; addresses are for auditors."""


def columns() -> list[Column]:
    """One for each heading of the table, in its order."""
    headed = zip(copies.heading(), WIDTHS, strict=True)
    return [Column(label, itemgetter(place), width) for place, (label, width) in enumerate(headed)]


def rows(entries: TrailQuerySet) -> Iterator[list[Any]]:
    """The cells of each entry, read in parts; one row more than a spreadsheet holds."""
    some = entries.with_position()[: MOST_ROWS + 1]
    return map(copies.cells, some.iterator(chunk_size=AT_ONCE))
