"""The catalogue as a list: its saved filters, and its columns in a spreadsheet."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.filters import EntryFilter
from procedure.lists import Listing, register
from procedure.spreadsheet import Column

CATALOGUE = register(
    Listing(
        name="catalogue",
        title=pgettext_lazy("list", "Catalogue"),
        page="catalog:entries",
        form=EntryFilter,
    )
)
COLUMNS = (
    Column(_("Code"), lambda entry: entry.code, 24),
    Column(_("Name"), lambda entry: entry.current.name, 36),
    Column(_("Provider"), lambda entry: entry.provider.label, 28),
    Column(_("Share type"), lambda entry: entry.current.get_share_type_display(), 12),
    Column(_("Open type"), lambda entry: entry.current.get_open_type_display(), 12),
    Column(_("Update cycle"), lambda entry: entry.current.get_update_cycle_display(), 12),
    Column(_("Published"), lambda entry: entry.published_at, 18),
)
