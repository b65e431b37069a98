"""A notice in words, for one reader: what he may not know yet is told neutrally (art. 29(3), 29(4))."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit import sentences
from audit.models import Entry
from notifications.models import Notice
from notifications.recipients import stages_entered
from organizations.actors import Actor
from procedure.history import HIDDEN
from procedure.models import Case, WorkItem, kinds


@dataclass(frozen=True)
class Line:
    """One notice as its reader may know it. `case` is None where there is none, or none that he may see.

    `waits` says whether his post still has to act, `item` is the duty that he has to do.
    """

    notice: Notice
    act: str
    sentence: str
    article: str = ""
    case: Case | None = None
    waits: bool = False
    item: WorkItem | None = None

    @property
    def due(self) -> date | None:
        """Until when the duty is to be done."""
        return self.item.due if self.item else None


def lines(notices: Iterable[Notice], actor: Actor) -> list[Line]:
    """The notices in their order: one query for each kind of case among them, one for open duties."""
    notices = list(notices)
    cases = visible_cases(notices, actor)
    items = open_items(notices)
    return [line(notice, cases.get(notice.case_id or 0), items, actor) for notice in notices]


def line(notice: Notice, case: Case | None, items: Iterable[WorkItem], actor: Actor) -> Line:
    entry = notice.entry
    if notice.case_id and case is None:
        return Line(notice, HIDDEN, _("A case that you can no longer see has moved on."))
    waits, item = still_to_do(notice, items)
    if case and entry.act in case.hides_from(actor):
        told = _("The case has moved on. What was decided is told when it is passed on to your organization.")
        return Line(notice, HIDDEN, told, "", case, waits, item)
    return Line(notice, entry.act, tell(entry, notice.words), entry.article, case, waits, item)


def tell(entry: Entry, words: Mapping[str, str]) -> str:
    """The entry as one sentence, with things called as people call them."""
    given = entry.particulars if isinstance(entry.particulars, dict) else {}
    entry.particulars = {name: worded(value, words) for name, value in given.items()}
    return sentences.tell(entry)


def worded(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [worded(part, words) for part in value]
    return words.get(value, value) if isinstance(value, str) else value


def words_of(entry: Entry, case: Case | None) -> dict[str, str]:
    """What codes in the particulars of a case's own step are called by people; only those that are there."""
    if case is None or not entry.act.startswith(f"{case.kind}."):
        return {}
    said = set(texts(entry.particulars))
    known = words_known(case) if said else {}
    return {code: name for code, name in known.items() if code in said}


def words_known(case: Case) -> dict[str, str]:
    """All that the case knows of; whatever fails in there leaves the transaction as it was."""
    kind = kinds().get(case.kind)
    if kind is None:
        return {}
    with transaction.atomic():
        return dict(kind.objects.with_parties().get(pk=case.pk).words())


def texts(value: Any) -> Iterator[str]:
    """Every text in the particulars."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from texts(part)
    elif isinstance(value, str):
        yield value


def visible_cases(notices: Iterable[Notice], actor: Actor) -> dict[int, Case]:
    """The cases of these notices that the actor may see, each as its own kind."""
    by_kind: dict[str, set[int]] = {}
    for notice in notices:
        if notice.case:
            by_kind.setdefault(notice.case.kind, set()).add(notice.case.pk)
    known = kinds()
    found = [
        known[kind].objects.visible_to(actor).with_parties().filter(pk__in=pks)
        for kind, pks in by_kind.items()
        if kind in known
    ]
    return {case.pk: case for rows in found for case in rows}


def open_items(notices: Iterable[Notice]) -> list[WorkItem]:
    """The duties still open in the cases of the notices that ask to act, the nearest due date first."""
    cases = {notice.case_id for notice in notices if notice.asks and notice.case_id}
    rows = WorkItem.objects.is_open().filter(case__in=cases).order_by("due", "pk")
    return list(rows) if cases else []


def still_to_do(notice: Notice, items: Iterable[WorkItem]) -> tuple[bool, WorkItem | None]:
    """Whether what the notice asks for is still to be done, and the duty that it is.

    A new duty waits while it is open; what was said of a duty of others waits while the case is open.
    """
    if not notice.asks or (notice.case is not None and not notice.case.is_open):
        return False, None
    stages = stages_entered(notice.entry, notice.case)
    seat = notice.case_id, notice.organization_id, notice.post
    held = (item for item in items if (item.case_id, item.holder_id, item.post) == seat)
    mine = next((item for item in held if not stages or item.stage in stages), None)
    return mine is not None or not stages, mine
