"""The room of divisions, organizations, people and posts (ch. 2)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    name = "organizations"
    verbose_name = _("Organizations and people")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from organizations import sentences  # noqa: F401 - registers what the trail says of this room
