"""Puts holds on grants and takes them off: a grant with an open hold is suspended everywhere (art. 45).

Every function works in its caller's transaction and locks the grants in the order of their keys, so that two
cases on the same grants wait for each other and never half of them.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Greatest, Least

from delivery.models.grants import Grant, GrantStatus
from delivery.models.stops import Hold
from delivery.stops.errors import AlreadyHeld, NothingToStop
from procedure.models import Case, kinds
from workdays import clock

Finder = Callable[[list[int]], bool]
_finders: list[Finder] = []


def keeps_stopped(finder: Finder) -> Finder:
    """Register a question of a room above: is one of its cases open that takes these grants' data away?

    An emergency stop then lasts until that case ends (articles 27 and 41).
    """
    _finders.append(finder)
    return finder


def is_kept_stopped(case: Case) -> bool:
    """Whether a case opened from this one, or one of another room, still keeps the supply stopped."""
    if Case.objects.filter(origin=case.pk, closed=None).exists():
        return True
    grants = list(Hold.objects.is_open().filter(case=case.pk).values_list("grant", flat=True))
    return any(finder(grants) for finder in _finders)


def place(case: Case, concerned: Iterable[Grant]) -> None:
    """Hold these grants by the case, from now on.

    Raises:
        NothingToStop: none of them can be used anyway.
        AlreadyHeld: another case of the kind holds one of them.
    """
    grants = [g for g in _locked(g.pk for g in concerned) if g.status != GrantStatus.ENDED]
    if not grants:
        raise NothingToStop
    taken = Hold.objects.is_open().filter(grant__in=grants, kind=case.KIND).select_related("grant", "case")
    if other := taken.first():
        raise AlreadyHeld(other.grant.number, other.case.number)
    now = clock.now()
    Hold.objects.bulk_create(Hold(grant=g, case_id=case.pk, kind=case.KIND, since=now) for g in grants)
    Grant.objects.filter(pk__in=[g.pk for g in grants]).update(status=GrantStatus.SUSPENDED)


def join(grant: Grant) -> None:
    """Hold a grant that came while all users of its entry are stopped; called before it can be read."""
    running = Hold.objects.is_open().filter(grant__entry=grant.entry_id, case__requester=None)
    for case in Case.objects.filter(holds__in=running).exclude(holds__grant=grant.pk).distinct():
        Hold.objects.create(grant=grant, case=case, kind=case.kind, since=clock.now())
        Grant.objects.filter(pk=grant.pk).exclude(status=GrantStatus.ENDED).update(
            status=GrantStatus.SUSPENDED
        )


def lift(case: Case) -> None:
    """Take the case's holds off; a grant that no other case holds can be used again."""
    freed = _released(case)
    still = Hold.objects.is_open().filter(grant=OuterRef("pk"))
    held = Grant.objects.filter(pk__in=freed, status=GrantStatus.SUSPENDED)
    held.filter(~Exists(still)).update(status=GrantStatus.ACTIVE)


def end_for_good(case: Case) -> None:
    """End the grants that the case holds, today."""
    last = Greatest(F("starts"), Least(F("ends"), clock.today()))
    Grant.objects.filter(pk__in=_released(case)).update(status=GrantStatus.ENDED, renewal=None, ends=last)


def bind(case: Case, conditions: str) -> None:
    """Add conditions to the grants that the case holds; whoever uses them accepts them anew."""
    for grant in held_by(case):
        grant.conditions = "\n".join(filter(None, [grant.conditions, conditions]))
        grant.save(update_fields=["conditions"])


def held_by(case: Case) -> list[Any]:
    """The grants that the case holds or held, in the order of their numbers; read already in a list."""
    if "holds" in getattr(case, "_prefetched_objects_cache", {}):
        return [hold.grant for hold in case.holds.all()]
    found = Grant.objects.filter(holds__case=case.pk).select_related("holder", "entry_version")
    return list(found.order_by("pk"))


def open_stops(grant: Grant) -> list[Case]:
    """The cases that hold the grant now, each as its own kind."""
    known = kinds()
    holds = Hold.objects.is_open().filter(grant=grant.pk).select_related("case")
    return [known[hold.kind]._base_manager.get(pk=hold.case_id) for hold in holds]


def _released(case: Case) -> list[int]:
    mine = Hold.objects.is_open().filter(case=case.pk)
    pks = [grant.pk for grant in _locked(mine.values_list("grant", flat=True))]
    mine.update(until=clock.now())
    return pks


def _locked(pks: Iterable[int]) -> list[Any]:
    return list(Grant.objects.select_for_update(no_key=True).filter(pk__in=list(pks)).order_by("pk"))
