"""What a city may decide of its procedure, and within which bounds (art. 10, 31)."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.models import PostKind

PROCEDURE = "share_request"
SAME_CITY, TO_REGION, TO_CITY = "same_city", "city_to_region", "city_to_city"
ROUTES: Mapping[str, str | Promise] = {
    SAME_CITY: _("Within the city"),
    TO_REGION: _("To a department of the region"),
    TO_CITY: _("To another city"),
}
"""The routes that a city may rule: its own, and a review before those of article 30."""

CITY_REVIEW, PROVIDER_REVIEW, REPLY = "city_review", "provider_review", "reply"
ORDER = (CITY_REVIEW, PROVIDER_REVIEW, REPLY)
HOLDERS = {
    CITY_REVIEW: "authority_of_requester",
    PROVIDER_REVIEW: "provider",
    REPLY: "authority_of_requester",
}
HOLDER_LABELS: Mapping[str, str | Promise] = {
    "bureau": _("The Bureau"),
    "provider": _("The department asked"),
    "authority_of_requester": _("The authority of this city"),
    "authority_of_provider": _("The authority of the other city"),
    "requester": _("The department that asks"),
}

OF_AUTHORITY = (PostKind.REVIEWER, PostKind.SUPERVISOR)
OF_PROVIDER = (PostKind.REVIEWER, PostKind.HANDLER, PostKind.STEWARD)
OF_REPLY = (PostKind.REVIEWER, PostKind.HANDLER, PostKind.SUPERVISOR)
POSTS = {CITY_REVIEW: OF_AUTHORITY, PROVIDER_REVIEW: OF_PROVIDER, REPLY: OF_REPLY}

ARTICLE, REVIEW_ARTICLE = "31", "10(4)"
SOURCE = "city"
MOST_DAYS = 15
MOST_DAYS_BEFORE = 2
"""Article 30 sets its own terms: a review before them is short, or it would undo them."""
MOST_DRAFT_DAYS = 90
DEFAULT_DRAFT_DAYS = 30
FURTHEST_DAYS = 366
"""So far ahead may a version take effect."""
