"""The room of city procedures."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RulemakingConfig(AppConfig):
    name = "rulemaking"
    verbose_name = _("city procedures")

    def ready(self) -> None:
        """Tell the engine of the cities' rule sets, register sentences, follow a new set of the Measures."""
        from procedure import rules
        from rulemaking import sentences  # noqa: F401 - registering needs the app registry
        from rulemaking.querysets import rules_of_city

        if rules_of_city not in rules.LOCAL:
            rules.LOCAL.append(rules_of_city)
        post_migrate.connect(lay_anew, sender=self)


def lay_anew(**_: Any) -> None:
    """After each migration: the cities' rule sets lie over the Measures that are shipped now."""
    from rulemaking.making import lay_over_the_shipped_set

    lay_over_the_shipped_set()
