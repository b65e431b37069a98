"""What templates of every room say of city procedures: where a rule set can be read (art. 31)."""

from typing import Any

from django import template
from django.urls import reverse

from organizations.actors import of_request
from procedure.rulebook import RuleBook
from rulemaking.policy import looks_at

register = template.Library()


@register.simple_tag(takes_context=True)
def place_of(context: template.Context, book: RuleBook) -> str:
    """The page of a city's version, for who may look at it; empty for the Measures and for others."""
    request: Any = context.get("request")
    if request is None or not book.city or not looks_at(of_request(request), book.city):
        return ""
    return reverse("rulemaking:version", args=[book.city, book.version])
