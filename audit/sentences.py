"""The trail in words: each room registers a sentence beside its acts, filled from the entry (art. 5, 42).

A sentence is a lazy translation with places in braces: `_("{actor} agreed to share {fields}.")`.
Places are the snapshot's columns, `case`, `subject`, `article`, `act`, `actor` (organization, post and person
in one) and the entry's particulars; the snapshot wins where names meet.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from string import Formatter
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from audit.models import Entry

POSTS: dict[str, str | Promise] = {
    "handler": pgettext_lazy("post", "handler"),
    "reviewer": pgettext_lazy("post", "reviewer"),
    "steward": pgettext_lazy("post", "steward"),
    "supervisor": pgettext_lazy("post", "supervisor"),
    "auditor": pgettext_lazy("post", "auditor"),
    "administrator": pgettext_lazy("post", "administrator"),
    "clock": pgettext_lazy("post", "the calendar"),
    "system": pgettext_lazy("post", "system"),
}
SNAPSHOT = ("person", "person_name", "organization", "organization_name", "standing_in_for")
ENTRY = ("act", "case", "subject", "article")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)")
"""A moment as it is stored; a day alone, or text that only begins so, is left as it is."""
NEUTRAL = gettext_lazy("Act “{act}” on {subject_or_case}.")
_sentences: dict[str, str | Promise] = {}


class Places(Formatter):
    """Fills named places only: no attributes, no indexes, and a dash for what is missing."""

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[str, str]:
        return spoken(kwargs.get(field_name)), field_name


def register(act: str, sentence: str | Promise) -> None:
    """Name the sentence of an act, once."""
    if _sentences.setdefault(act, sentence) is not sentence:
        raise ValueError(f"{act} has two sentences in the trail.")


def is_registered(act: str) -> bool:
    return act in _sentences


def tell(entry: Entry) -> str:
    """The entry as one sentence in the reader's language."""
    return fill(_sentences.get(entry.act, NEUTRAL), entry)


def fill(sentence: str | Promise, entry: Entry) -> str:
    return Places().vformat(str(sentence), (), places(entry))


def places(entry: Entry) -> dict[str, Any]:
    """Everything a sentence may name."""
    given = entry.particulars if isinstance(entry.particulars, dict) else {}
    known = {name: getattr(entry, name) for name in SNAPSHOT + ENTRY}
    return {
        **given,
        **known,
        "post": post(entry.post),
        "actor": actor(entry),
        "subject_or_case": entry.subject or entry.case,
    }


def post(kind: str) -> str:
    """The post's name in the reader's language."""
    return str(POSTS.get(kind, kind))


def actor(entry: Entry) -> str:
    """Organization, post and person as one phrase, both names when somebody stood in."""
    if entry.is_by_clock:
        return _("The calendar")
    person = entry.person_name or entry.person
    if not entry.organization_name:
        return person or _("Somebody who did not sign in")
    if entry.standing_in_for:
        return _("{organization} ({post} {person}, standing in for {absent})").format(
            organization=entry.organization_name,
            post=post(entry.post),
            person=person,
            absent=entry.standing_in_for,
        )
    if not entry.post:
        return _("{organization} ({person})").format(organization=entry.organization_name, person=person)
    return _("{organization} ({post} {person})").format(
        organization=entry.organization_name, post=post(entry.post), person=person
    )


def spoken(value: Any) -> str:
    """A stored value as words: lists joined, yes and no, a dash for nothing."""
    if value is None or value in ("", [], {}):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str) and MOMENT.fullmatch(value):
        return _moment(value)
    if isinstance(value, list):
        return pgettext("between things in a list", ", ").join(spoken(item) for item in value)
    if isinstance(value, dict):
        return pgettext("between things in a list", ", ").join(
            f"{name}: {spoken(item)}" for name, item in value.items()
        )
    return str(value)


def _moment(stored: str) -> str:
    """A stored moment as the clock on the wall showed it; text that only looks like one stays."""
    try:
        return f"{timezone.localtime(datetime.fromisoformat(stored)):%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return stored
