"""The room of grants, mounted data and the gateway (art. 42-46)."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        """Register what these name: sentences, forms, openings, holders of duties, tasks, what passes on."""
        from delivery import (  # noqa: F401 - registering needs the app registry
            forms,
            gateway_sentences,
            gateway_tasks,
            openings,
            parties,
            sentences,
            stop_sentences,
            stop_tasks,
        )
        from delivery.sealing import check_keys
        from delivery.succession import GRANTS
        from organizations import succession

        succession.register("grants", GRANTS)
        register(check_keys, Tags.security, deploy=True)
