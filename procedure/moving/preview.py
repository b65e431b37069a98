"""Which due dates a notice would move, before anybody enters it; nothing is stored."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from procedure.models import WorkItem
from procedure.moving.recount import Recount, Term, Verdict
from procedure.moving.replay import batches, late_duties, open_duties
from workdays import calendar, clock
from workdays.models import CalendarVersion, Change
from workdays.outages import Outages

SHOWN = 200


@dataclass(frozen=True)
class Row:
    """One due date that would move: old, new, and whether the new one is provisional."""

    item: WorkItem
    old: date
    new: date
    provisional: bool
    annuls: bool

    @property
    def is_longer(self) -> bool:
        """Does the holder gain days?"""
        return self.new > self.old


@dataclass
class Preview:
    """What would move: figures of all, and the first rows. `version` is the calendar it was counted by."""

    version: int
    is_known: bool = False
    longer: int = 0
    shorter: int = 0
    annulled: int = 0
    marked: int = 0
    cases: set[int] = field(default_factory=set)
    holders: Counter[int] = field(default_factory=Counter)
    rows: list[Row] = field(default_factory=list)

    @property
    def moved(self) -> int:
        """How many open duties move."""
        return self.longer + self.shorter

    @property
    def more(self) -> int:
        """How many are counted but not among the rows: too many, or drafts that the reader may not see."""
        return self.moved + self.annulled - len(self.rows)


def foresee(act: Callable[[], object]) -> Preview:
    """What would move if `act` (a call of `enter` or `record_outage`) were done; raises what it raises."""
    with transaction.atomic():
        version = CalendarVersion.objects.hold()
        act()
        change = Change.objects.filter(version__gt=version).last()
        recount = Recount(calendar.as_entered(), Outages.recorded(), clock.today())
        transaction.set_rollback(True)
    preview = Preview(version, is_known=change is None)
    if change is not None:
        _count(preview, change, recount)
    return preview


def _count(preview: Preview, change: Change, recount: Recount) -> None:
    found: list[tuple[Term, date, bool]] = []
    for rows in (open_duties(), late_duties(change.first, change.last)):
        for batch in batches(rows):
            for term in batch:
                verdict, dates = recount.judge(term)
                if dates and _add(preview, term, verdict, dates.due) and len(found) < SHOWN:
                    found.append((term, dates.due, dates.provisional))
    preview.rows = _rows(found)


def _add(preview: Preview, term: Term, verdict: Verdict, new: date) -> bool:
    """Count one duty in; does it belong among the rows?"""
    if verdict is Verdict.MARK:
        preview.marked += 1
    elif verdict is Verdict.ANNUL:
        preview.annulled += 1
    elif verdict is Verdict.MOVE and new > term.due:
        preview.longer += 1
    elif verdict is Verdict.MOVE:
        preview.shorter += 1
    if verdict not in {Verdict.MOVE, Verdict.ANNUL}:
        return False
    preview.cases.add(term.case)
    preview.holders[term.holder] += 1
    return True


def _rows(found: list[tuple[Term, date, bool]]) -> list[Row]:
    """The rows with their duties, by the old date; without drafts, which only their own side may see."""
    shown = WorkItem.objects.select_related("case", "holder").exclude(case__submitted=None)
    items = shown.in_bulk([term.pk for term, _, _ in found])
    rows = [
        Row(items[term.pk], term.due, new, provisional, annuls=term.closed is not None)
        for term, new, provisional in found
        if term.pk in items
    ]
    return sorted(rows, key=lambda row: (row.old, row.item.pk))
