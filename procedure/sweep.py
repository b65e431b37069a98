"""The sweep: says what is due to be said of duties, and takes the steps that are the clock's (art. 9, 10).

It may run twice, late, in parallel or not for a day: what is written is the same. Nothing of it is remembered
but what it wrote itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from logging import getLogger

from django.db import connection, transaction

from audit import context
from organizations.actors import CLOCK
from procedure import milestones
from procedure.engine import take
from procedure.escalation import escalate
from procedure.models import Case, WorkItem, kinds
from workdays import clock

logger = getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """What one sweep did: things said, steps of the clock taken, left for later, and failed."""

    told: int = 0
    taken: int = 0
    left: int = 0
    failed: int = 0


def sweep(case: Case | None = None) -> Swept:
    """Do all that is due now, for all cases or for one."""
    milestones.complete()
    told = escalate(case)
    outcomes = [_outcome(step) for step in _due_steps(case)]
    return Swept(told, outcomes.count("taken"), outcomes.count("left"), outcomes.count("failed"))


@dataclass(frozen=True)
class DueStep:
    """A step that the clock owes, as it was read without a lock."""

    item: int
    case: int
    root: int | None
    kind: str
    number: str


class StaysOpen(RuntimeError):
    """The clock's step left open the duty that had expired: it would be taken again by every sweep."""


def _due_steps(case: Case | None) -> Iterator[DueStep]:
    rows = WorkItem.objects.expired(clock.today())
    if case:
        rows = rows.filter(case=case.pk)
    named = "pk", "case_id", "case__root_id", "case__kind", "case__number"
    yield from (DueStep(*row) for row in rows.order_by("expires_on", "pk").values_list(*named))


def _outcome(due: DueStep) -> str:
    """Taken; left when somebody holds the case just now, or it has moved on; failed and logged otherwise."""
    with context.bind(case=due.number):
        try:
            return "taken" if _take(due) else "left"
        except Exception:  # one case that cannot move must not hold up the others
            logger.exception("The clock could not take its step")
            _mend_connection()
            return "failed"


def _mend_connection() -> None:
    """A connection that died with one case is not handed on to the next one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _take(due: DueStep) -> bool:
    """Lock the chain's root and the case, or leave both alone; look again; take the step. One transaction."""
    with transaction.atomic():
        if not (_locked(due.root) and _locked(due.case)):
            return False
        item = WorkItem.objects.expired(clock.today()).filter(pk=due.item).first()
        if item is None:
            return False
        case = kinds()[due.kind]._base_manager.select_related("requester", "provider").get(pk=due.case)
        take(case, item.expires_by, actor=CLOCK, seen=None)
        if WorkItem.objects.expired(clock.today()).filter(pk=due.item).exists():
            raise StaysOpen(item.expires_by)
    return True


def _locked(case: int | None) -> bool:
    """Whether the case is ours now; a case that somebody moves just now is left to the next sweep."""
    rows = Case.objects.select_for_update(no_key=True, skip_locked=True)
    return case is None or rows.filter(pk=case).values_list("pk", flat=True).first() is not None
