"""A renewal stays in the scope of its grant: anything more is a new request (art. 29, 44)."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import ShareMode
from delivery.models import Grant

KEPT = {
    "purpose": _(
        "A renewal keeps the purpose of its grant: %(was)s. File a new request for another purpose."
    ),
    "system": _("A renewal keeps the system of its grant: %(was)s. File a new request for another system."),
    "mode": _("A renewal keeps the mode of its grant: %(was)s. File a new request for another mode."),
}
MORE = _(
    "Grant %(number)s does not cover: %(fields)s. A renewal stays within its grant; file a new request for"
    " more fields."
)


def beyond(
    grant: Grant, said: Mapping[str, Any], titles: Mapping[str, str]
) -> Iterator[tuple[str, ValidationError]]:
    """What of a request goes beyond the grant that it renews, field by field."""
    more = [titles.get(name, name) for name in said.get("fields") or () if name not in grant.fields]
    if more:
        told = {"number": grant.number, "fields": ", ".join(more), "article": "44"}
        yield "fields", ValidationError(MORE, code="beyond_the_grant", params=told)
    for name, sentence in KEPT.items():
        if name in said and _plain(said[name]) != _plain(getattr(grant, name)):
            was = ShareMode(grant.mode).label if name == "mode" else getattr(grant, name)
            told = {"was": str(was), "article": "44"}
            yield name, ValidationError(sentence, code="beyond_the_grant", params=told)


def _plain(text: str) -> str:
    """Other spaces and line ends are no other purpose."""
    return " ".join(text.split())
