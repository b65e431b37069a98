"""The room of grants, mounted data and the gateway (art. 42-46)."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        from delivery import gateway_sentences, gateway_tasks, sentences  # noqa: F401 - registers what they name
