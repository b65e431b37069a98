"""The history of a case in words, from its trail; what an actor may not know yet is said neutrally."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from audit import sentences
from audit.trail import Entry
from organizations.actors import Actor
from procedure.models import Case


@dataclass(frozen=True)
class Line:
    """One act: when (Asia/Shanghai), who, what, under which article."""

    at: datetime
    act: str
    sentence: str
    article: str
    organization: str
    organization_name: str
    post: str


def timeline(case: Case, actor: Actor) -> list[Line]:
    """The acts of the case, newest first: one query."""
    hidden = case.hides_from(actor)
    return [_line(entry, entry.act in hidden) for entry in trail_of(case)]


def trail_of(case: Case) -> Iterable[Entry]:
    return Entry.objects.of_case(case.number).order_by("-id")


def _line(entry: Entry, hidden: bool) -> Line:
    sentence = _("The provider has answered; the answer is being checked.") if hidden else sentences.tell(entry)
    return Line(
        entry.at, entry.act, sentence, entry.article, entry.organization, entry.organization_name, entry.post
    )
