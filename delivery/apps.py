"""The room of grants, mounted data and the gateway (art. 42-46)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        """Register sentences, tasks beside `tasks`, and what passes to a successor."""
        from delivery import gateway_sentences, gateway_tasks, sentences  # noqa: F401 - registers what they name
        from delivery.succession import GRANTS
        from organizations import succession

        succession.register("grants", GRANTS)
