"""The history of a case in words, from its trail; what an actor may not know yet is said neutrally."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from audit import sentences
from audit.trail import Entry
from organizations.actors import Actor
from procedure.models import Case

OWN_CASE = "work_item.own_case"
HIDDEN = "answered"
"""What an act is called to whom it would tell the answer."""


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
    own_case: bool = False


def timeline(case: Case, actor: Actor) -> list[Line]:
    """The steps of the case, newest first; reads of its data stand in the trail only. One query."""
    hidden, words = case.hides_from(actor), case.words()
    known = steps_of(case).exclude(case.hidden_entries(actor))
    return [_line(entry, entry.act in hidden, words) for entry in known]


def steps_of(case: Case) -> QuerySet[Entry]:
    own = Q(act__startswith=f"{case.KIND}.") | Q(act__startswith="work_item.")
    return Entry.objects.of_case(case.number).filter(own).order_by("-id")


def trail_of(case: Case, actor: Actor) -> QuerySet[Entry]:
    """Every entry of the case that this actor may know, newest first."""
    unknown = Q(act__in=case.hides_from(actor)) | case.hidden_entries(actor)
    return Entry.objects.of_case(case.number).exclude(unknown).order_by("-id")


def _line(entry: Entry, hidden: bool, words: Mapping[str, str]) -> Line:
    entry.particulars = {name: _worded(value, words) for name, value in entry.particulars.items()}
    act, sentence = (
        (HIDDEN, _("The provider has answered; the answer is being checked."))
        if hidden
        else (entry.act, sentences.tell(entry))
    )
    own = entry.act == OWN_CASE
    return Line(
        entry.at, act, sentence, entry.article, entry.organization, entry.organization_name, entry.post, own
    )


def _worded(value: Any, words: Mapping[str, str]) -> Any:
    """Names of fields and codes of entries as people call them."""
    if isinstance(value, list):
        return [_worded(part, words) for part in value]
    return words.get(value, value) if isinstance(value, str) else value
