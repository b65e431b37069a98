"""The one door: `begin` opens a case, `take` moves one, `offered` lists what an actor may do now.

Everything happens in one transaction: lock, check, run the step, close and open work items, write
the trail. Pages, REST, Celery, imports and the demonstration all come through here.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.db import transaction

from audit.trail import Snapshot, record
from organizations.actors import CLOCK, Actor, Holding
from procedure import own_case, policy, terms
from procedure.errors import (
    AlreadyDone,
    ClaimedByAnother,
    NotYours,
    Stale,
    UnknownStep,
    VersionMissing,
    WrongState,
)
from procedure.holders import resolve
from procedure.models import Case, WorkItem
from procedure.numbers import next_number
from procedure.rules import in_force
from procedure.steps import Opening, Step
from refusals.tree import Forbidden, Invalid
from workdays import clock

C = TypeVar("C", bound=Case)


@dataclass(frozen=True)
class Offer:
    """A step that the actor may take now, and the article under which he would."""

    step: Step
    article: str
    item: WorkItem | None

    @property
    def name(self) -> str:
        return self.step.name

    @property
    def label(self) -> str:
        return str(self.step.label)


def begin(kind: type[C], *, actor: Actor, origin: Case | None = None, **particulars: Any) -> C:
    """Open a case of that kind, with its number, the rule set in force and an entry in the trail.

    Raises Forbidden when the actor holds no post that may open it, and Invalid for bad particulars.
    """
    opening = kind.opening()
    with transaction.atomic():
        capacity = opening.by(actor, particulars)
        if capacity is None:
            raise NotYours
        case = getattr(kind, opening.name)(capacity, **particulars)
        _register(case, opening, actor, origin, capacity)
        terms.open_stage(case)
        _write(case, opening, actor, capacity, before={}, particulars=particulars)
    return case


def take(case: C, step: str, *, actor: Actor, seen: int | None, **particulars: Any) -> C:
    """Take a step of the case and return it as it is afterwards.

    `seen` is the version that the actor read; only the clock may leave it out. Raises NotYours (403),
    Stale, WrongState, AlreadyDone or ClaimedByAnother (409), VersionMissing (428), or what the step raises.
    """
    declared = _declared(case, step)
    with transaction.atomic():
        case = lock(case)
        capacity, own = _check(case, declared, actor, seen)
        if actor is not CLOCK and (first := case.beforehand(declared)):
            case = take(case, first[0], actor=CLOCK, seen=None, **first[1])
            capacity, own = _check(case, declared, actor, case.version)
        before, values = _standing(case), case.values()
        article, in_own = declared.under(case), own_case.acts_in_own(case, own, capacity)
        getattr(case, step)(**particulars)
        _move(case, values, actor, capacity)
        case.save(update_fields=case.changed_since(values))
        terms.close_items(case, declared, own)
        if case.state != before["state"]:
            terms.open_stage(case)
        _write(case, declared, actor, capacity, before=before, particulars=particulars, article=article)
        if own and in_own:
            own_case.report(case, own, signature(actor, capacity))
        following = case.at_once() if case.state != before["state"] else ""
        return take(case, following, actor=CLOCK, seen=None) if following else case


@contextmanager
def admitted(case: Case, step: str, *, actor: Actor, seen: int | None) -> Iterator[None]:
    """Around the reading of particulars: who may not act, or comes late, is told so first."""
    try:
        yield
    except Invalid:
        _check(case, _declared(case, step), actor, seen)
        raise


class _Rehearsed(Exception):
    """Carries the case out of a rehearsal, whose transaction is rolled back."""

    def __init__(self, case: Case) -> None:
        self.case = case


def rehearse(act: Callable[[], C]) -> C:
    """The case as `act` (a call of `begin` or `take`) would leave it; nothing is stored.

    Raises whatever the act itself would raise.
    """
    try:
        with transaction.atomic():
            raise _Rehearsed(act())
    except _Rehearsed as rehearsed:
        return cast("C", rehearsed.case)


def offered(case: Case, actor: Actor) -> list[Offer]:
    """The steps that this actor may take now: the page's buttons and the API's links."""
    offers = (
        Offer(step, step.under(case), _own_item(case, step, actor))
        for step in type(case).steps()
        if case.state in step.sources and _permitted(case, step, actor)
    )
    return [offer for offer in offers if offer.item is None or offer.item.closed is None]


def lock(case: C) -> C:
    """Lock the chain's root, then the case. What was read of it stands while its version does."""
    if case.root_id:
        Case.objects.select_for_update(no_key=True).only("pk").get(pk=case.root_id)
    seen = case.SEEN_AT_LOCK
    rows = type(case)._base_manager.annotate(**seen)
    locked = rows.select_for_update(no_key=True, of=("self", "case_ptr")).only("version").get(pk=case.pk)
    if locked.version != case.version:
        return rows.select_related("requester__authority", "provider__authority").get(pk=case.pk)
    again = case.without_items()
    again.__dict__.update((name, getattr(locked, name)) for name in seen)
    return again


def _declared(case: Case, name: str) -> Step:
    declared = case.step(name)
    if declared is None:
        raise UnknownStep
    return declared


def _check(case: Case, step: Step, actor: Actor, seen: int | None) -> tuple[Holding | None, WorkItem | None]:
    """Post and organization first (403), then whether the case is where the actor read it (409)."""
    if actor is CLOCK:
        if case.state not in step.sources:
            raise WrongState
        return None, None
    capacity = step.by(case, actor, step)
    if capacity is None:
        raise NotYours
    if seen is None:
        raise VersionMissing
    if case.state not in step.sources:
        raise WrongState
    if case.as_seen_by(actor).version != seen:
        raise Stale
    return capacity, _claimable(case, step, actor)


def _claimable(case: Case, step: Step, actor: Actor) -> WorkItem | None:
    own = _own_item(case, step, actor)
    if own and own.closed:
        raise AlreadyDone
    if own and own.claimed_by_id and actor.user and own.claimed_by_id != actor.user.pk:
        raise ClaimedByAnother
    return own


def _own_item(case: Case, step: Step, actor: Actor) -> WorkItem | None:
    """The actor's duty in the stage that the case is in, open or done; the newest."""
    return next((item for item in policy.items_for(case, step) if policy.holder_of(item, actor)), None)


def _permitted(case: Case, step: Step, actor: Actor) -> bool:
    try:
        return step.by(case, actor, step) is not None
    except (Forbidden, AlreadyDone):
        return False


def _register(case: Case, opening: Opening, actor: Actor, origin: Case | None, capacity: Holding) -> None:
    case.kind = case.KIND
    Case._meta.get_field("state").set_state(case, opening.state)
    case.number = next_number(case.PREFIX)
    case.opened = clock.now()
    city = case.requester.city_code if case.requester else ""
    case.rules_id = in_force(case.opened.date(), case.KIND, city)
    case.filed_by, case.filed_for = actor.user, capacity.standing_in_for
    case.origin = origin
    case.root_id = (origin.root_id or origin.pk) if origin else None
    case.save()


def _move(case: Case, values: dict[str, Any], actor: Actor, capacity: Holding | None) -> None:
    case.version = values["version"] + 1
    if case.submitted and values["submitted"] is None:
        case.filed_by, case.filed_for = actor.user, capacity.standing_in_for if capacity else None
    if case.state in case.FINAL:
        case.closed = clock.now()


def _standing(case: Case) -> dict[str, Any]:
    return {"state": case.state, "version": case.version}


def _write(
    case: Case,
    act: Step | Opening,
    actor: Actor,
    capacity: Holding | None,
    *,
    before: dict[str, Any],
    particulars: dict[str, Any],
    article: str = "",
) -> None:
    names = act.tells if case.submitted else ()  # a draft is known to the side that asks alone
    told = {organization.code for name in names for organization in resolve(name, case)}
    record(
        f"{case.KIND}.{act.name}",
        actor=signature(actor, capacity),
        case=case.number,
        article=article or act.under(case),
        before=before,
        after=_standing(case) | {"holders": [item.holder.code for item in case.open_items()]},
        particulars=particulars,
        tells=sorted(told),
    )


def signature(actor: Actor, capacity: Holding | None) -> Snapshot:
    """The actor as the trail keeps him: in the post in which he acted."""
    return actor.snapshot(capacity.organization_id, capacity.post) if capacity else actor.snapshot()
