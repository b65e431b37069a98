"""The room of share requests."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    name = "sharing"
    verbose_name = _("share requests")

    def ready(self) -> None:
        """Register forms, sentences and openings."""
        from sharing import bundles, first_use, forms, openings, sentences, told  # noqa: F401 - registering needs the app registry
