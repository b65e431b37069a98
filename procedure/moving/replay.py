"""Moving due dates when the calendar has changed: a transaction for each case, a message for each holder.

`replay` can be stopped, repeated and run twice at once: what has moved already stays where it is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max, Min, QuerySet

from audit.trail import Snapshot, record
from procedure import escalation
from procedure.milestones import DATES as MILESTONES
from procedure.milestones import set_milestones
from procedure.models import Case, WorkItem
from procedure.moving.recount import COLUMNS, Dates, Recount, Term, Verdict
from procedure.rules import book_of
from workdays import calendar, clock
from workdays.models import CalendarVersion, Change, Concerned
from workdays.outages import Outages

BATCH = 1000
SETTLING = timedelta(hours=1)
"""So long a finished change is looked at again, for duties that opened by the old calendar meanwhile."""

Annuller = Callable[[Sequence[WorkItem], str], object]
annullers: list[Annuller] = [escalation.annul]
"""What falls with a lateness that was none: other rooms add their own (escalations, clues)."""


@dataclass(frozen=True)
class Moved:
    """How many due dates moved, and of how many closed duties the lateness was annulled."""

    moved: int = 0
    annulled: int = 0

    def __add__(self, other: "Moved") -> "Moved":
        return Moved(self.moved + other.moved, self.annulled + other.annulled)


class _Superseded(Exception):
    """The calendar has changed again; what is still to be moved is counted anew."""


def replay(calendar_version: int, actor: Snapshot) -> Moved:
    """Let every due date follow the calendar of that version, or a newer one in force; tell the holders.

    `actor` is who entered the change. Counts what this call did: 0 when everything stands where it should.
    """
    done = Moved()
    while (change := Change.objects.filter(version__gte=calendar_version).last()) is not None:
        try:
            for moved in _follow(change, actor):
                done += moved
            _finish(change, actor)
        except _Superseded:
            continue
        break
    return done


def catch_up() -> Moved:
    """Finish what a stopped replay left, and look once more at the changes of the last hour."""
    recent = Change.objects.filter(entered_at__gte=clock.now() - SETTLING)
    change = (unfinished() | recent).order_by("version").last()
    return replay(change.version, Snapshot(**change.by)) if change else Moved()


def unfinished() -> QuerySet[Change]:
    """Changes that due dates still have to follow."""
    return Change.objects.filter(finished_at=None)


def open_duties() -> QuerySet[WorkItem]:
    """Open duties with a due date."""
    return WorkItem.objects.is_open().filter(due__isnull=False, days__isnull=False)


def late_duties(first: date | None, last: date | None) -> QuerySet[WorkItem]:
    """Duties closed late that dates turned between these two may concern; none without dates."""
    late = WorkItem.objects.filter(closed__isnull=False, days__isnull=False, closed__date__gt=F("due"))
    return late.filter(due__gte=first, received__lt=last) if first and last else late.none()


def batches(rows: QuerySet[WorkItem]) -> Iterator[list[Term]]:
    """The terms of these duties, so many at a time, each batch by a query of its own."""
    last = 0
    while batch := [
        Term(*row) for row in rows.filter(pk__gt=last).order_by("pk").values_list(*COLUMNS)[:BATCH]
    ]:
        yield batch
        last = batch[-1].pk


def recount_of(change: Change) -> Recount:
    """By the calendar in force; the change says on which day the last of it was entered."""
    return Recount(
        calendar.current(), Outages.recorded(), change.entered_at.astimezone(clock.SHANGHAI).date()
    )


def _follow(change: Change, actor: Snapshot) -> Iterator[Moved]:
    recount = recount_of(change)
    for batch in batches(open_duties()):
        yield from _settle_all(_touched(batch, recount), recount, change, actor)
    span = unfinished().aggregate(first=Min("first"), last=Max("last"))
    for batch in batches(late_duties(span["first"], span["last"])):
        yield from _settle_all(_touched(batch, recount), recount, change, actor)


def _touched(batch: Iterable[Term], recount: Recount) -> list[Term]:
    """The duties to settle one by one; those of which only the mark changes are marked together."""
    verdicts = [(term, *recount.judge(term)) for term in batch]
    marks: dict[bool, list[int]] = defaultdict(list)
    for term, verdict, dates in verdicts:
        if verdict is Verdict.MARK and dates:
            marks[dates.provisional].append(term.pk)
    marked = {pk for mark, pks in marks.items() for pk in _mark(pks, mark)}
    return [term for term, verdict, _ in verdicts if verdict is not Verdict.STAY and term.pk not in marked]


@transaction.atomic
def _mark(pks: list[int], provisional: bool) -> list[int]:
    """Refresh the mark of those that nobody is working on just now; says which these were."""
    free = WorkItem.objects.is_open().filter(pk__in=pks).order_by("pk")
    locked = list(free.select_for_update(no_key=True, skip_locked=True).values_list("pk", flat=True))
    WorkItem.objects.filter(pk__in=locked).update(provisional=provisional)
    return locked


def _settle_all(terms: list[Term], recount: Recount, change: Change, actor: Snapshot) -> Iterator[Moved]:
    by_case: dict[int, list[int]] = defaultdict(list)
    for term in terms:
        by_case[term.case].append(term.pk)
    cases = Case.objects.in_bulk(by_case)
    for case_id, pks in by_case.items():
        yield _settle(cases[case_id], pks, recount, change, actor)


@transaction.atomic
def _settle(case: Case, pks: list[int], recount: Recount, change: Change, actor: Snapshot) -> Moved:
    """Move the duties of one case, judged anew now that nobody else can: root, case, items, calendar."""
    _lock(case)
    held = WorkItem.objects.select_for_update(no_key=True, of=("self",)).select_related("holder")
    items = list(held.filter(pk__in=pks, due__isnull=False).order_by("pk"))
    if CalendarVersion.objects.hold() != recount.calendar.version:
        raise _Superseded
    done = Moved()
    for item in items:
        done += _settle_item(item, case, recount, change, actor)
    return done


def _lock(case: Case) -> None:
    """The chain's root, then the case: the rows that stand for them in every step."""
    for pk in filter(None, (case.root_id, case.pk)):
        Case.objects.select_for_update(no_key=True).only("pk").get(pk=pk)


def _settle_item(item: WorkItem, case: Case, recount: Recount, change: Change, actor: Snapshot) -> Moved:
    verdict, dates = recount.judge(Term.of(item))
    if dates is None or verdict is Verdict.STAY:
        return Moved()
    if verdict is Verdict.MARK:
        WorkItem.objects.filter(pk=item.pk).update(provisional=dates.provisional)
        return Moved()
    before, was_late = _standing(item), verdict is Verdict.ANNUL or _is_overdue(item)
    _move(item, case, recount.calendar, dates)
    act = "work_item.annul_lateness" if verdict is Verdict.ANNUL else "work_item.move"
    _record(act, item, case, before, change, actor)
    if was_late and not _is_overdue(item):
        annul([item], change.words)
    done = Moved(annulled=1) if verdict is Verdict.ANNUL else Moved(moved=1)
    Concerned.objects.count_in(change, item.holder_id, moved=done.moved, annulled=done.annulled)
    return done


def _is_overdue(item: WorkItem) -> bool:
    return item.closed is None and item.due is not None and item.due < clock.today()


def _move(item: WorkItem, case: Case, days: calendar.Calendar, dates: Dates) -> None:
    """Set the due date and all that follows from it, and store them."""
    item.due, item.provisional = dates.due, dates.provisional
    rule = book_of(case.rules_id).route(case.kind, case.route).stage(item.stage)
    set_milestones(item, days, rule.expires_after if rule else None)
    WorkItem.objects.filter(pk=item.pk).update(**_standing(item))


def _standing(item: WorkItem) -> dict[str, object]:
    """The dates that a duty carries."""
    return {name: getattr(item, name) for name in ("due", "provisional", *MILESTONES)}


def annul(items: Sequence[WorkItem], reason: str) -> None:
    """What followed from a lateness that was none is annulled: escalations, clues."""
    for annuller in annullers:
        annuller(items, reason)


def _record(
    act: str,
    item: WorkItem,
    case: Case,
    before: dict[str, object],
    change: Change,
    actor: Snapshot,
) -> None:
    record(
        act,
        actor=actor,
        case=case.number,
        subject=subject_of(item.pk),
        article=item.article,
        before=before,
        after=_standing(item),
        particulars={
            "stage": item.stage,
            "holder": item.holder.code,
            "old": before["due"],
            "new": item.due,
            "notice": change.words,
            "number": change.number,
            "version": change.version,
        },
    )


def subject_of(pk: int) -> str:
    """How the trail names a duty."""
    return f"work-item-{pk}"


@transaction.atomic
def _finish(change: Change, actor: Snapshot) -> None:
    """One message for each holder, of everything that he has not been told; then the change is done with."""
    CalendarVersion.objects.hold()
    untold = Concerned.objects.untold().filter(change__version__lte=change.version)
    by_holder: dict[str, list[Concerned]] = defaultdict(list)
    for concerned in untold.select_related("holder", "change__notice", "change__outage__division"):
        by_holder[concerned.holder.code].append(concerned)
    for code, rows in sorted(by_holder.items()):
        _tell(code, rows, change, actor)
    untold.update(moved_told=F("moved"), annulled_told=F("annulled"))
    unfinished().filter(version__lte=change.version).update(finished_at=clock.now())


def _tell(code: str, rows: list[Concerned], change: Change, actor: Snapshot) -> None:
    record(
        "calendar.moved",
        actor=actor,
        subject=f"calendar-{change.version}",
        particulars={
            "holder": code,
            "holder_name": rows[0].holder.name,
            "moved": sum(row.moved - row.moved_told for row in rows),
            "annulled": sum(row.annulled - row.annulled_told for row in rows),
            "notices": sorted({row.change.words for row in rows}),
            "numbers": sorted({row.change.number for row in rows} - {""}),
            "version": change.version,
        },
        tells=[code],
    )
