"""The catalogue room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "catalog"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        """Register the forms of the steps and the sentences of the trail."""
        from catalog import forms, sentences  # noqa: F401 - registering needs the app registry
