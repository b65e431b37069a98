"""What the pages of other rooms show of this one: the resources behind an entry."""

from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from catalog.models import Entry
from delivery.models import Clue, ClueKind, EmergencyStop, Grant, Resource
from delivery.policy import may_bring
from organizations.actors import of_request

register = template.Library()
SAID = ("rows", "reads", "median", "field", "values", "in_sequence")
FIGURES = {
    ClueKind.VOLUME: _("%(rows)s rows in %(reads)s reads; usually %(median)s rows a day"),
    ClueKind.HOURS: _("%(rows)s rows in %(reads)s reads"),
    ClueKind.ENUMERATION: _("%(values)s values of %(field)s in %(reads)s reads, %(in_sequence)s in sequence"),
}


@register.simple_tag
def resources_of(entry: Entry) -> list[Resource]:
    """The resources mounted behind the entry, for whoever may see the entry."""
    return list(Resource.objects.filter(entry=entry)) if entry.pk else []


@register.simple_tag(takes_context=True)
def stopped_grants(context: dict[str, Any], stop: EmergencyStop) -> list[Grant]:
    """The grants of an emergency stop that the reader of the page may know of."""
    return stop.grants_for(of_request(context["request"]))


@register.filter
def figures(clue: Clue) -> str:
    """The figures of a clue in words; a kind that is not known here shows none."""
    if clue.kind not in FIGURES:
        return ""
    return str(FIGURES[ClueKind(clue.kind)] % {name: clue.figures.get(name, "—") for name in SAID})


@register.filter
def named(known: dict[str, Any], name: str) -> Any:
    """What stands in the mapping under this name."""
    return known.get(name)


@register.simple_tag(takes_context=True)
def may_bring_behind(context: dict[str, Any], entry: Entry) -> bool:
    """May whoever reads the page bring data behind this published entry?"""
    request = context.get("request")
    return bool(request and entry.is_published and may_bring(of_request(request), entry))
