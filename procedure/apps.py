"""The engine's room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ProcedureConfig(AppConfig):
    name = "procedure"
    verbose_name = _("procedures")

    def ready(self) -> None:
        """Register checks, sentences and the shipped rule set."""
        from organizations import succession
        from procedure import checks, sentences  # noqa: F401 - registering needs the app registry
        from procedure.succession.passing import CASES, close_between_one

        succession.register("cases", CASES)
        succession.afterwards(close_between_one)

        post_migrate.connect(establish_rules, sender=self)


def establish_rules(**_: Any) -> None:
    """Store the shipped rule set after each migration of this room."""
    from procedure.rules import establish

    establish()
