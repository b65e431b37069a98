"""The catalogue room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        """Register the forms of the steps, the sentences of the trail, and what passes on with a merger."""
        from catalog import forms, sentences  # noqa: F401 - registering needs the app registry
        from catalog.succession import ENTRIES
        from organizations import succession

        succession.register("entries", ENTRIES)
