"""Who holds the duties around a supply, and who is told: its authority, its users (art. 45)."""

from collections.abc import Iterable

from delivery.models.stops import Hold
from organizations.models import Organization
from procedure.holders import bureau, resolver
from procedure.models import Case


@resolver("authority_over_supply")
def authority_over_supply(case: Case) -> Iterable[Organization]:
    """The authority of the provider's level; the Bureau for its own data, where another person decides."""
    if case.provider and case.provider.authority:
        return [case.provider.authority]
    return bureau(case)


@resolver("users_of_supply")
def users_of_supply(case: Case) -> Iterable[Organization]:
    """The organizations whose grants the case holds or held."""
    holders = Hold.objects.filter(case=case.pk).values("grant__holder")
    return Organization.objects.filter(pk__in=holders).order_by("code")
