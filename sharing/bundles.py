"""Many entries at once: a case for each under its own route, tied by a bundle number (art. 28).

One transaction for each case; what goes wrong with one is told, and never stops the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from logging import getLogger
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from procedure.engine import begin, rehearse, take
from procedure.numbers import next_number
from procedure.particulars import errors_of, from_json
from procedure.searching import finds_cases
from refusals import problem
from refusals.problem import Problem
from refusals.tree import FieldError, Invalid
from sharing.forms import Draft
from sharing.forms.terms import Common
from sharing.models import ShareRequest

logger = getLogger(__name__)

PREFIX = "SB"
MOST = 50
NONE = _("Choose at least one entry.")
TOO_MANY = _("File at most 50 requests at a time.")
TWICE = _("This entry stands twice in the bundle.")


@dataclass(frozen=True)
class Part:
    """What is asked of one entry; `bundle` continues an earlier filing of which it was left over."""

    entry: str
    fields: Sequence[str]
    bundle: str = ""


@dataclass(frozen=True)
class Outcome:
    """What came of one part: its case, filed or only rehearsed, or why there is none."""

    part: Part
    case: ShareRequest | None
    problem: Problem | None = None

    @property
    def status(self) -> int:
        return self.problem.status if self.problem else 201

    @property
    def is_done(self) -> bool:
        return self.problem is None


class Bundle:
    """One filing by one actor on common terms. Its number is taken with the first case that is stored."""

    def __init__(self, actor: Actor, common: Mapping[str, Any], *, number: str = "") -> None:
        self.actor, self.common, self.number = actor, common, number

    def check(self, parts: Sequence[Part]) -> None:
        """Raises Invalid for what is wrong with all of them: the common terms, their number, one twice."""
        form = from_json(Common, self.common, actor=self.actor)
        wrong = [] if form.is_valid() else errors_of(form)
        if not parts:
            wrong.append(FieldError("entries", "required", NONE))
        if len(parts) > MOST:
            wrong.append(FieldError("entries", "too_many", TOO_MANY))
        codes = [part.entry for part in parts]
        wrong += [
            FieldError(f"entries.{place}.entry", "twice", TWICE)
            for place, code in enumerate(codes)
            if code in codes[:place]
        ]
        if wrong:
            raise Invalid(wrong)

    def file(self, part: Part, *, before: Callable[[], object] | None = None) -> Outcome:
        """File one request, in a transaction of its own in which `before` runs first."""
        try:
            with transaction.atomic():
                if before:
                    before()
                case = self._filed(part)
        except Exception as fault:  # noqa: BLE001 - whatever befalls one part, the others go on
            return Outcome(part, None, problem.of(fault) or _unforeseen(fault, part))
        self.number = self.number or case.bundle
        return Outcome(part, case)

    def try_out(self, part: Part) -> Outcome:
        """Which route it would take, who decides and until when; nothing is stored."""
        try:
            return Outcome(part, rehearse(lambda: self._filed(part)))
        except Exception as fault:  # noqa: BLE001 - as above
            return Outcome(part, None, problem.of(fault) or _unforeseen(fault, part))

    def _filed(self, part: Part) -> ShareRequest:
        said = {**self.common, "entry": part.entry, "fields": list(part.fields)}
        particulars = from_json(Draft, said, actor=self.actor).cleaned()
        particulars["bundle"] = part.bundle or self.number or next_number(PREFIX)
        case = begin(ShareRequest, actor=self.actor, **particulars)
        return take(case, "submit", actor=self.actor, seen=case.version)


def _unforeseen(fault: Exception, part: Part) -> Problem:
    logger.error("A request of a bundle could not be filed: %s", part.entry, exc_info=fault)
    return problem.unexpected()


@finds_cases
def of_bundle(words: str) -> Any:
    """The cases of the bundle of that number."""
    is_number = words.startswith(f"GX-{PREFIX}-")
    return ShareRequest.objects.filter(bundle=words).values("pk") if is_number else None
