"""Which ways of taking data each mode of supply allows: one table, read by every door (art. 44)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import ShareMode


class Way(TextChoices):
    """A way of taking data."""

    ROWS = "rows", _("Query by page")
    COUNTS = "counts", _("Counts")
    EXPORT = "export", _("Export")
    FILE = "file", _("File")
    CALL = "call", _("Call of the service")


ALLOWED: dict[str, frozenset[Way]] = {
    ShareMode.API: frozenset({Way.ROWS, Way.COUNTS, Way.CALL}),
    ShareMode.DATABASE: frozenset({Way.ROWS, Way.COUNTS, Way.EXPORT}),
    ShareMode.FILE: frozenset({Way.EXPORT, Way.FILE}),
}
LOOK = frozenset({Way.ROWS})
"""The first rows on the portal's own page may be looked at in every mode."""


def allows(mode: str, way: Way) -> bool:
    """Whether data granted in this mode may be taken in this way."""
    return way in ALLOWED.get(mode, frozenset())
