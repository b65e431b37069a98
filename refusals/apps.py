"""The refusals as a Django application: templates and translations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RefusalsConfig(AppConfig):
    name = "refusals"
    verbose_name = _("Refusals")
