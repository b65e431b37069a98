"""Who may write a city's procedure, and who may look at it (art. 9, 10, 31)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor, Holding
from organizations.kinds import Level
from organizations.models import Division, PostKind
from procedure.querysets import oversees_the_region
from refusals.tree import Forbidden, NotFound
from rulemaking.querysets import cities_of

WRITERS = (PostKind.REVIEWER, PostKind.SUPERVISOR)


class NotTheAuthority(Forbidden):
    """Article 31 leaves the procedure to the city's big-data authority."""

    code = "not_the_city_authority"
    sentence = _(
        "Only reviewers and supervisors of this city's big-data authority write its procedure (article 31)."
        " You can read it."
    )


def writes_for(actor: Actor, city: str) -> Holding | None:
    """The post in which the actor writes the procedure of that city, or None."""
    return next(
        (
            holding
            for holding in actor.holdings
            if holding.post in WRITERS
            and holding.organization.is_city_authority
            and holding.organization.city_code == city
        ),
        None,
    )


def capacity(actor: Actor, city: str) -> Holding:
    """The post in which the actor writes; raises NotFound for strangers to that city, else Forbidden."""
    held = writes_for(actor, city)
    if held is not None:
        return held
    find_city(city, actor)
    raise NotTheAuthority


def cities(actor: Actor) -> Any:
    """The cities whose procedures the actor may look at."""
    rows = Division.objects.filter(level=Level.CITY)
    return rows if oversees_the_region(actor) else rows.filter(pk__in=cities_of(actor))


def find_city(code: str, actor: Actor) -> Division:
    """The city, if the actor may look at its procedure; raises NotFound."""
    found: Division | None = cities(actor).filter(pk=code).first()
    if found is None:
        raise NotFound
    return found


def looks_at(actor: Actor, city: str) -> bool:
    """May the actor look at that city's procedure? Without a query."""
    return oversees_the_region(actor) or city in cities_of(actor)
