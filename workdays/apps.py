"""The room as Django knows it; the shipped notices are entered after each migration."""

from typing import Any

from django.apps import AppConfig
from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from audit import context


class WorkdaysConfig(AppConfig):
    name = "workdays"
    verbose_name = _("Working-day calendar")

    def ready(self) -> None:
        """Listens for the end of migrations, and registers what the trail says of this room."""
        from workdays import clock, sentences  # noqa: F401 - imports models, which need the registry

        context.tell_time_by(clock.now)
        post_migrate.connect(enter_shipped_notices, sender=self)


def enter_shipped_notices(*, apps: Apps, **_rest: Any) -> None:
    """Enters what ships, unless the room's tables are not there (migrated back to zero)."""
    from workdays.shipped import establish  # needs the registry

    try:
        apps.get_model("workdays", "Notice")
    except LookupError:
        return
    establish()
