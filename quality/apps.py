"""The room of data quality."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QualityConfig(AppConfig):
    name = "quality"
    verbose_name = _("data quality")

    def ready(self) -> None:
        """Register forms, sentences and openings."""
        from quality import forms, openings, sentences  # noqa: F401 - registering needs the app registry
