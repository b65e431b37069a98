"""Which version of a city's procedure is in force on a day, and who sees which (art. 10, 31)."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db.models import Q, QuerySet

from procedure.querysets import oversees_the_region
from rulemaking.law import PROCEDURE

if TYPE_CHECKING:
    from organizations.actors import Actor


class CityProcedureQuerySet(QuerySet[Any]):
    """Versions and drafts; the latest first."""

    def published(self) -> Self:
        return self.filter(number__isnull=False)

    def standing(self) -> Self:
        """Published and not recalled."""
        return self.published().filter(recalled_at=None)

    def drafts(self) -> Self:
        return self.filter(number=None)

    def of_city(self, code: str) -> Self:
        return self.filter(city=code)

    def in_force(self, on: date) -> Self:
        """Standing versions that have taken effect, the one that counts first."""
        return self.standing().filter(in_force__lte=on).order_by("-in_force", "-number")

    def to_come(self, on: date) -> Self:
        return self.standing().filter(in_force__gt=on).order_by("in_force", "number")

    def visible_to(self, actor: "Actor") -> Self:
        """Published versions of the actor's own cities; of every city for the Bureau."""
        mine = Q() if oversees_the_region(actor) else Q(city__in=cities_of(actor))
        return self.published().filter(mine)

    def latest_number(self, code: str) -> int:
        """The number of the last version of that city; 0 when it has none."""
        numbers = self.of_city(code).published().order_by("-number")
        return numbers.values_list("number", flat=True).first() or 0


def cities_of(actor: "Actor") -> frozenset[str]:
    """The cities, county and below counted as theirs, in whose organizations the actor holds a post."""
    return frozenset(code for holding in actor.holdings if (code := holding.organization.city_code))


def rules_of_city(on: date, procedure: str, city: str) -> str | None:
    """The digest of the city's rule set in force on that day; None for the default. One query."""
    if procedure != PROCEDURE:
        return None
    rows = apps.get_model("rulemaking", "CityProcedure")._default_manager.of_city(city).in_force(on)
    digest: str | None = rows.values_list("rules_id", flat=True).first()
    return digest
