"""The cities with what each follows today, as a spreadsheet (art. 31)."""

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from organizations.models import Division
from procedure.spreadsheet import Column
from rulemaking.models import CityProcedure

Row = tuple[Division, CityProcedure | None]


def _title(row: Row) -> str:
    version = row[1]
    return version.title if version and not version.is_repeal else gettext("default procedure")


CITIES = (
    Column(pgettext_lazy("heading", "City"), lambda row: row[0].label, 16),
    Column(pgettext_lazy("heading", "In force"), _title, 40),
    Column(_("version"), lambda row: row[1] and row[1].number, 10),
    Column(_("Since"), lambda row: row[1] and row[1].in_force, 12),
)
