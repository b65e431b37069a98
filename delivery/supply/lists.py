"""What is supplied, as a spreadsheet."""

from django.utils.translation import gettext_lazy as _

from procedure.spreadsheet import Column

SUPPLY = (
    Column(_("Resource"), lambda resource: resource.code, 24),
    Column(_("Data"), lambda resource: resource.title or resource.entry.current.name, 36),
    Column(_("Provider"), lambda resource: resource.entry.provider.label, 28),
    Column(_("Kind"), lambda resource: resource.get_kind_display(), 12),
    Column(_("Rows or files"), lambda resource: resource.rows, 14),
    Column(_("Version"), lambda resource: resource.current and resource.current.number, 10),
    Column(_("Loaded"), lambda resource: resource.loaded_at, 18),
)
