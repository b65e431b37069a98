"""What the pages of other rooms show of this one: the resources behind an entry."""

from typing import Any

from django import template

from catalog.models import Entry
from delivery.models import Resource

register = template.Library()


@register.simple_tag
def resources_of(entry: Entry) -> list[Resource]:
    """The resources mounted behind the entry, for whoever may see the entry."""
    return list(Resource.objects.filter(entry=entry)) if entry.pk else []


@register.filter
def named(known: dict[str, Any], name: str) -> Any:
    """What stands in the mapping under this name."""
    return known.get(name)
