"""Like cases passed together: each is moved, checked and written in the trail alone (art. 5, 9, 10).

One transaction for each case; what goes wrong with one is told, and never stops the rest.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from logging import getLogger
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from procedure.engine import Offer, admitted, offered, take
from procedure.errors import UnknownStep
from procedure.models import Case, kinds
from procedure.particulars import Particulars, form_of
from procedure.policy import the_clock
from refusals import problem
from refusals.problem import Problem
from refusals.tree import FieldError, Invalid, NotFound

logger = getLogger(__name__)

MOST = 200
TOO_MANY = _("Choose at most 200 cases at a time.")
NONE = _("Choose at least one case.")


@dataclass(frozen=True)
class Wanted:
    """A case to be moved, and the version of it that was read."""

    number: str
    seen: int | None


@dataclass(frozen=True)
class Outcome:
    """What came of one case: the case as it is now, or why it was not moved."""

    number: str
    case: Case | None
    problem: Problem | None = None

    @property
    def status(self) -> int:
        return self.problem.status if self.problem else 200

    @property
    def is_done(self) -> bool:
        return self.problem is None


@dataclass(frozen=True)
class Choice:
    """A step and the chosen cases in which it is offered; `is_common` when it can be taken in all of them."""

    name: str
    label: str | Promise
    tone: str
    cases: tuple[Case, ...]
    is_common: bool

    @property
    def numbers(self) -> list[str]:
        return [case.number for case in self.cases]


Reader = Callable[[Case], dict[str, Any]]


def check_size(wanted: Sequence[object]) -> None:
    """Raises Invalid for none, or for more than can be answered at a time."""
    if not wanted:
        raise Invalid([FieldError("cases", "nothing_chosen", NONE)])
    if len(wanted) > MOST:
        raise Invalid([FieldError("cases", "too_many", TOO_MANY)])


def visible(numbers: Iterable[str], actor: Actor) -> dict[str, Case]:
    """The cases that this actor may see, by number, as their kinds, with duties; four queries a kind."""
    asked = list(dict.fromkeys(numbers))
    by_kind: dict[str, list[str]] = {}
    for number, kind in Case.objects.filter(number__in=asked).values_list("number", "kind"):
        by_kind.setdefault(kind, []).append(number)
    found = {case.number: case for kind, named in by_kind.items() for case in _of_kind(kind, named, actor)}
    return {number: found[number] for number in asked if number in found}


def _of_kind(kind: str, numbers: list[str], actor: Actor) -> Iterator[Case]:
    rows: Any = kinds()[kind].objects.visible_to(actor).with_parties().filter(number__in=numbers)
    for case in rows.prefetch_related("work_items__holder", "work_items__claimed_by"):
        yield case.as_seen_by(actor)


def choices(cases: Sequence[Case], actor: Actor) -> list[Choice]:
    """The steps offered in these cases, those first that can be taken in all of them at once."""
    offers: dict[tuple[str, str, Any], list[tuple[Case, Offer]]] = {}
    for case in cases:
        for offer in offered(case, actor):
            asked = shape(form_of(case.KIND, offer.name)(case=case, actor=actor))
            offers.setdefault((case.KIND, offer.name, asked), []).append((case, offer))
    found = [_choice(pairs, len(cases)) for pairs in offers.values()]
    return sorted(found, key=lambda choice: (not choice.is_common, -len(choice.cases)))


def shape(form: Particulars) -> tuple[tuple[str, ...], ...]:
    """What a form asks: two cases can be answered together only when it is the same in both."""
    return tuple(
        (name, type(field).__name__, repr(list(getattr(field, "choices", ()))))
        for name, field in form.fields.items()
    )


def _choice(pairs: list[tuple[Case, Offer]], many: int) -> Choice:
    step = pairs[0][1].step
    return Choice(step.name, step.label, step.tone, tuple(case for case, _offer in pairs), len(pairs) == many)


def take_each(step: str, wanted: Sequence[Wanted], actor: Actor, reader: Reader) -> list[Outcome]:
    """Take the step in each case; `reader` gives the particulars for a case, or raises what is wrong."""
    check_size(wanted)
    cases = visible([one.number for one in wanted], actor)
    return [take_one(step, one, cases.get(one.number), actor, reader) for one in wanted]


def take_one(step: str, wanted: Wanted, case: Case | None, actor: Actor, reader: Reader) -> Outcome:
    """Take the step in one case, in a transaction of its own, and say what came of it."""
    try:
        with transaction.atomic():
            return Outcome(wanted.number, _moved(step, wanted, case, actor, reader))
    except Exception as fault:  # noqa: BLE001 - whatever befalls one case, the others go on
        return Outcome(wanted.number, case, problem.of(fault) or _unforeseen(fault, wanted))


def _unforeseen(fault: Exception, wanted: Wanted) -> Problem:
    logger.error("A bulk step failed in case %s", wanted.number, exc_info=fault)
    return problem.unexpected()


def _moved(step: str, wanted: Wanted, case: Case | None, actor: Actor, reader: Reader) -> Case:
    if case is None:
        raise NotFound
    declared = case.step(step)
    if declared is None or declared.by is the_clock:
        raise UnknownStep
    with admitted(case, step, actor=actor, seen=wanted.seen):
        particulars = reader(case)
    return take(case, step, actor=actor, seen=wanted.seen, **particulars)
