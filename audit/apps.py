"""The trail as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Grants the portal's role after migrations; in production refuses one that could rewrite the trail."""

    name = "audit"
    verbose_name = _("Trail")

    def ready(self) -> None:
        from audit import protection, removal, signing  # these need the models

        import_module("audit.acts")

        post_migrate.connect(protection.grant, sender=self)
        register(protection.check_role, Tags.database)
        register(signing.check_key, Tags.security)
        register(removal.check_retention, Tags.security)
