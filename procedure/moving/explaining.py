"""Why a duty is due when it is: days counted and skipped, rule, article, and the notices that moved it."""

from dataclasses import dataclass
from datetime import date

from audit.trail import Entry
from organizations.actors import Actor
from procedure.models import Case, WorkItem
from procedure.moving.replay import subject_of
from procedure.rulebook import RuleBook
from refusals.tree import NotFound, Refusal
from workdays import calendar
from workdays.clock import SHANGHAI
from workdays.counting import Unit
from workdays.errors import BeyondCalendar
from workdays.explanation import Explanation

MOVES = ("work_item.move", "work_item.annul_lateness")


@dataclass(frozen=True)
class Move:
    """One notice or outage that moved the due date: when, from which date to which."""

    on: date
    old: date
    new: date
    notice: str
    number: str


@dataclass(frozen=True)
class Explained:
    """A duty with its count; without one when it has no term, or one beyond the calendar (`refusal`)."""

    item: WorkItem
    count: Explanation | None
    refusal: Refusal | None
    moves: tuple[Move, ...]

    @property
    def rule_set(self) -> RuleBook:
        """The set that gives the term: its city's with a version, or the Measures."""
        return self.item.case.laid_by

    @property
    def differs(self) -> bool:
        """Is the date in force another than the count of today gives?"""
        return self.count is not None and self.count.due.date != self.item.due


def find_item(pk: int, actor: Actor) -> WorkItem:
    """The duty, if the actor may see its case as its kind shows it; NotFound otherwise."""
    from procedure.pages import find  # pages import what explains their dates

    number = Case.objects.filter(work_items=pk).values_list("number", flat=True).first()
    if number is None:
        raise NotFound
    case = find(number, actor)
    if pk in case.withheld_items:
        raise NotFound
    item: WorkItem = WorkItem.objects.select_related("holder").get(pk=pk)
    item.case = case
    return item


def explained(item: WorkItem) -> Explained:
    """The duty explained by the calendar in force."""
    moves = tuple(moves_of(item.pk))
    if item.days is None or item.due is None:
        return Explained(item, None, None, moves)
    days = calendar.current()
    try:
        due = days.due(item.received, item.days, item.unit)
    except BeyondCalendar as refusal:
        return Explained(item, None, refusal, moves)
    count = Explanation(item.received, item.days, Unit(item.unit), due, days, item.article)
    return Explained(item, count, None, moves)


def moves_of(pk: int) -> list[Move]:
    """What has moved the due date, the first before the last."""
    entries = Entry.objects.filter(subject=subject_of(pk), act__in=MOVES).order_by("id")
    return [_move(entry) for entry in entries]


def _move(entry: Entry) -> Move:
    told = entry.particulars
    return Move(
        on=entry.at.astimezone(SHANGHAI).date(),
        old=date.fromisoformat(told["old"]),
        new=date.fromisoformat(told["new"]),
        notice=told["notice"],
        number=told["number"],
    )
