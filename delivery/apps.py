"""The room of grants, mounted data and the gateway (art. 42-46)."""

from importlib import import_module

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

PARTS = ("supply", "gateway", "subscription", "quotas", "stops", "heads")
NAMED = (
    *(f"{part}.sentences" for part in PARTS),
    *(f"{part}.tasks" for part in PARTS if part != "quotas"),
    "stops.forms",
    "stops.openings",
    "stops.parties",
)


class DeliveryConfig(AppConfig):
    name = "delivery"
    verbose_name = _("Delivery")

    def ready(self) -> None:
        """Register what these name: sentences, forms, openings, holders of duties, tasks, what passes on."""
        from delivery.sealing import check_keys
        from delivery.succession import GRANTS
        from organizations import succession

        for named in NAMED:
            import_module(f"delivery.{named}")
        succession.register("grants", GRANTS)
        register(check_keys, Tags.security, deploy=True)
