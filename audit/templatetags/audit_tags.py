"""How templates speak of entries of the trail."""

from typing import Any

from django import template

from audit import sentences
from audit.models import Entry

register = template.Library()


@register.filter
def sentence(entry: Entry) -> str:
    """The act as one sentence."""
    return sentences.tell(entry)


@register.filter
def who(entry: Entry) -> str:
    """Organization, post, person, and for whom he stood in."""
    return sentences.actor(entry)


@register.filter
def pairs(value: Any) -> list[tuple[str, str]]:
    """What is stored as JSON, as names and words."""
    if value is None or value in ({}, [], ""):
        return []
    if isinstance(value, dict):
        return [(name, sentences.spoken(inner)) for name, inner in value.items()]
    return [("", sentences.spoken(value))]
