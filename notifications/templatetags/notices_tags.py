"""How the frame of every page speaks of notices."""

from typing import Any

from django import template

from notifications import policy, unread

register = template.Library()


@register.simple_tag
def unread_notices(user: Any) -> int:
    """How many notices the person has not read, up to a hundred; 0 for nobody."""
    return unread.count(user) if user and user.is_authenticated else 0


@register.filter
def sees_mails(user: Any) -> bool:
    """Is this the one who looks after the mails?"""
    return policy.may_see_mails(user)
