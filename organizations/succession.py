"""Passing on: what an organization holds goes to its successor on the day, and names follow (ch. 2).

Rooms above say what they hold by registering it; this room knows none of them. The trail keeps the old names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from logging import getLogger
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit import context
from audit.trail import Snapshot, record
from organizations.models import ChangeKind, Organization, OrganizationChange
from organizations.querysets import today
from refusals.tree import Conflict, NotFound

logger = getLogger(__name__)


class PendingAlready(Conflict):
    """The organization has a change that is still to come."""

    code = "change_pending"
    sentence = _("This organization has a change that is still to come. Take that one back first.")


class TooLate(Conflict):
    """The change has been carried out."""

    code = "change_carried_out"
    sentence = _("This change has been carried out and cannot be taken back. Enter a new one instead.")


@dataclass(frozen=True)
class Succession:
    """What happens: `old` passes all to `new` from a day on; for a renaming both are the same."""

    old: Organization
    new: Organization
    change: OrganizationChange

    @property
    def is_renaming(self) -> bool:
        return self.old.pk == self.new.pk


@dataclass(frozen=True)
class Holdings:
    """What one room holds for an organization, in words; how much; and how it is passed on, set-wise.

    `pass_on` runs in the succession's transaction, says how much it passed, and may tell organizations.
    """

    label: str | Promise
    count: Callable[[Organization], int]
    pass_on: Callable[[Succession], "Passed"]


@dataclass(frozen=True)
class Passed:
    """How much was passed on, and the codes of the organizations that it concerns."""

    many: int = 0
    tells: frozenset[str] = frozenset()


_holdings: dict[str, Holdings] = {}
_followers: list[Callable[[], object]] = []


def register(name: str, holdings: Holdings) -> None:
    """Let what a room holds pass on with mergers; rooms call this once, when they are ready."""
    _holdings[name] = holdings


def afterwards(follow: Callable[[], object]) -> None:
    """Let a room do, after every run and outside its transactions, what a merger leaves to be done."""
    if follow not in _followers:
        _followers.append(follow)


def foreseen(organization: Organization) -> list[tuple[str | Promise, int]]:
    """What the organization holds today, in words and numbers."""
    return [(held.label, held.count(organization)) for held in _holdings.values()]


def enter(actor: Snapshot, **told: Any) -> OrganizationChange:
    """Enter a change; it is carried out on its day. Raises PendingAlready."""
    try:
        with transaction.atomic():
            change = OrganizationChange.objects.create(
                entered_at=context.now(), entered_by=actor.person_name or actor.person, **told
            )
            _write("organizations.enter_change", change, actor)
    except IntegrityError as error:
        raise PendingAlready from error
    return change


@transaction.atomic
def take_back(pk: int, actor: Snapshot) -> OrganizationChange:
    """Take back a change that has not been carried out. Raises NotFound or TooLate."""
    change = _locked(pk)
    if change is None:
        raise NotFound
    if not change.is_pending:
        raise TooLate
    change.taken_back_at = context.now()
    change.save(update_fields=["taken_back_at"])
    _write("organizations.take_back_change", change, actor)
    return change


def carry_out_due() -> int:
    """Carry out every change whose day has come, each in a transaction of its own; says how many."""
    due = OrganizationChange.objects.due(today()).values_list("pk", flat=True)
    done = sum(_one(pk) for pk in list(due))
    for follow in _followers:
        follow()
    return done


def _one(pk: int) -> bool:
    """One change that cannot be carried out must not hold up the others; the next run tries again."""
    try:
        return carry_out(pk)
    except Exception:
        logger.exception("A change of an organization could not be carried out", extra={"change": pk})
        return False


@transaction.atomic
def carry_out(pk: int) -> bool:
    """Carry out this change once: whoever comes second does nothing."""
    change = _locked(pk)
    if change is None or not change.is_pending or change.on > today():
        return False
    old = change.organization
    new = old if change.kind == ChangeKind.RENAMING else _heir(change)
    succession = Succession(old, new, change)
    was = old.name
    _rename(change) if succession.is_renaming else _merge(succession)
    passed = {name: held.pass_on(succession) for name, held in _holdings.items()}
    change.carried_out_at = context.now()
    change.passed = {name: found.many for name, found in passed.items()}
    change.save(update_fields=["carried_out_at", "passed"])
    tells = {new.code}.union(*(found.tells for found in passed.values()))
    act = "organizations.rename" if succession.is_renaming else "organizations.merge"
    _write(act, change, Snapshot.clock(), tells=tells, was=was, new=new)
    return True


def _locked(pk: int) -> OrganizationChange | None:
    rows = OrganizationChange.objects.with_bodies()
    return rows.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()


def _heir(change: OrganizationChange) -> Organization:
    """Who takes over: the successor, or who has taken that one over meanwhile."""
    assert change.successor is not None
    found, seen = change.successor, {change.organization_id}
    while found.successor is not None and found.pk not in seen and not found.is_in_force(change.on):
        seen.add(found.pk)
        found = found.successor
    return found


def _rename(change: OrganizationChange) -> None:
    body = change.organization
    body.rename(change.name, since=change.on, name_en=change.name_en)
    body.short_name = change.short_name
    body.save(update_fields=["short_name"])


def _merge(succession: Succession) -> None:
    """The old one ends on the day before; those below it and under its authority get the new one."""
    old, new = succession.old, succession.new
    last = succession.change.on - timedelta(days=1)
    if old.starts and last < old.starts:
        last = old.starts
    Organization.objects.filter(pk=old.pk).update(ends=last, successor=new)
    Organization.objects.filter(parent=old).exclude(pk=new.pk).update(parent=new)
    Organization.objects.filter(authority=old).exclude(pk=old.pk).update(authority=new)
    old.ends, old.successor = last, new


def _write(
    act: str,
    change: OrganizationChange,
    actor: Snapshot,
    *,
    tells: set[str] | frozenset[str] = frozenset(),
    was: str = "",
    new: Organization | None = None,
) -> None:
    told = {
        "name": was or change.organization.name,
        "successor_name": (new or change.successor or change.organization).name if not change.name else "",
        "new_name": change.name,
        "kind": change.kind,
        "on": change.on.isoformat(),
        "document": change.document,
        "passed": change.passed,
    }
    record(act, actor=actor, subject=change.organization.code, particulars=told, tells=tells)
