"""Cases and duties of an organization that is merged into another: they go on there, under their own rules.

Set-wise, in the succession's transaction; the rows are locked in the order of their keys, roots first.
"""

from collections.abc import Iterable
from logging import getLogger

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from audit.trail import Snapshot, record
from organizations.actors import CLOCK
from organizations.models import Organization
from organizations.succession import Holdings, Passed, Succession
from procedure.engine import take
from procedure.models import Case, WorkItem, kinds
from refusals.tree import Conflict
from workdays import clock

logger = getLogger(__name__)

BY_SUCCESSION = "pass_on"
"""What closes a duty that the successor has already in the same stage."""


def open_cases(organization: Organization) -> QuerySet[Case]:
    """Open cases in which it is a party or holds a duty."""
    held = WorkItem.objects.is_open().filter(case=OuterRef("pk"), holder=organization)
    mine = Q(requester=organization) | Q(provider=organization) | Q(Exists(held))
    found: QuerySet[Case] = Case.objects.is_open().filter(mine)
    return found


def pass_on(succession: Succession) -> Passed:
    """Parties and duties of open cases become the successor's; a case between the two keeps its parties."""
    if succession.is_renaming:
        return Passed()
    old, new = succession.old, succession.new
    rows = open_cases(old).select_for_update(no_key=True, of=("self",)).order_by("pk")
    locked = list(rows.values_list("pk", flat=True))
    cases = Case.objects.filter(pk__in=locked)
    _pass_duties(WorkItem.objects.is_open().filter(holder=old), new)
    cases.filter(requester=old).exclude(provider=new).update(requester=new, version=F("version") + 1)
    cases.filter(provider=old).exclude(requester=new).update(provider=new, version=F("version") + 1)
    concerned = cases.select_related("requester", "provider").order_by("pk")
    return Passed(len(locked), frozenset(_tell(concerned, succession)))


def _pass_duties(held: QuerySet[WorkItem], new: Organization) -> None:
    """A duty that both had in the same stage is the successor's one duty; nobody there has claimed it."""
    there = WorkItem.objects.is_open().filter(case=OuterRef("case"), stage=OuterRef("stage"), holder=new)
    held.filter(Exists(there)).update(closed=clock.now(), closed_by_step=BY_SUCCESSION)
    held.update(holder=new, claimed_by=None, claimed_at=None)


def _tell(cases: Iterable[Case], succession: Succession) -> Iterable[str]:
    """An entry in the trail of each case; one notice for all of them goes to each party."""
    old, new = succession.old, succession.new
    particulars = {
        "name": old.name,
        "successor_name": new.name,
        "document": succession.change.document,
        "on": succession.change.on.isoformat(),
    }
    for case in cases:
        record("work_item.pass_on", actor=Snapshot.clock(), case=case.number, particulars=particulars)
        yield from (party.code for party in (case.requester, case.provider) if party and case.submitted)


def between_one() -> QuerySet[Case]:
    """Open cases whose requester and provider have become one by a merger."""
    one = Q(requester__successor=F("provider")) | Q(provider__successor=F("requester"))
    both = Q(requester__successor=F("provider__successor"), provider__successor__isnull=False)
    found: QuerySet[Case] = Case.objects.is_open().filter(one | both)
    return found


def close_between_one() -> int:
    """Let the clock close what an organization would ask of itself; says how many. One transaction each."""
    rows = between_one().order_by("pk").values_list("pk", "kind")
    return sum(_close(pk, kind) for pk, kind in list(rows))


def _close(pk: int, kind: str) -> int:
    model = kinds()[kind]
    if not model.ON_MERGER:
        return 0
    try:
        case = model._base_manager.select_related("requester", "provider").get(pk=pk)
        take(case, model.ON_MERGER, actor=CLOCK, seen=None)
    except Conflict:  # it was closed meanwhile
        return 0
    except Exception:
        logger.exception("A case between merged organizations could not be closed", extra={"case": pk})
        return 0
    return 1


CASES = Holdings(_("open cases and work items"), lambda body: open_cases(body).count(), pass_on)
