"""System checks of the procedures: a way out of every state, an article for every step, forms that fit."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, register

from procedure.models import Case, kinds
from procedure.particulars import form_of
from procedure.policy import the_clock
from procedure.rulebook import RuleBook
from procedure.rules import shipped_measures
from procedure.steps import Opening, Step


@register()
def check_procedures(**_: Any) -> list[CheckMessage]:
    """Check every kind of case against the rule set that is shipped."""
    book = shipped_measures()
    return [found for kind in kinds().values() for found in faults(kind, book)]


def faults(kind: type[Case], book: RuleBook) -> Iterator[CheckMessage]:
    """What is wrong with one kind of case under one rule set."""
    yield from _states(kind, staged(kind, book))
    yield from _stages(kind, book)
    yield from _ways(kind, book)
    yield from _steps(kind)


def staged(kind: type[Case], book: RuleBook) -> frozenset[str]:
    """The states in which somebody has a duty."""
    return frozenset(
        stage.state
        for rule in book.every_route.values()
        if rule.procedure == kind.KIND
        for stage in rule.stages
    )


def _states(kind: type[Case], stages: frozenset[str]) -> Iterator[CheckMessage]:
    for state in kind.State.values:
        roles = [state in kind.FINAL, state in kind.RESTING, state in stages]
        if sum(roles) != 1:
            yield _error(kind, f"state {state} is not exactly one of final, resting, staged", "E001")
        if state not in kind.FINAL and not any(state in step.sources for step in kind.steps()):
            yield _error(kind, f"state {state} has no way out", "E002")


def _stages(kind: type[Case], book: RuleBook) -> Iterator[CheckMessage]:
    from procedure.holders import RESOLVERS

    for rule in book.every_route.values():
        for stage in rule.stages if rule.procedure == kind.KIND else ():
            if stage.state not in kind.State.values:
                yield _error(kind, f"stage {stage.stage} of route {rule.route} is no state", "E003")
            if stage.holder not in RESOLVERS:
                yield _error(kind, f"stage {stage.stage}: nobody resolves holder {stage.holder}", "E004")
            if not {stage.expires_by, stage.then} <= {"", *(step.name for step in kind.steps())}:
                yield _error(kind, f"stage {stage.stage} names an unknown step of the clock", "E005")


def _ways(kind: type[Case], book: RuleBook) -> Iterator[CheckMessage]:
    """Every route: the opening leads to its first stage, each stage to the next, the last one to an end."""
    for rule in book.every_route.values():
        if rule.procedure != kind.KIND:
            continue
        sources = [kind.opening().state, *(stage.state for stage in rule.order)]
        for source, following in zip(sources, rule.order, strict=False):
            if following.state not in _reached(kind, source):
                sentence = f"route {rule.route}: nothing leads from {source} to {following.state}"
                yield _error(kind, sentence, "E008")
        if not set(_reached(kind, sources[-1])) & kind.FINAL:
            yield _error(kind, f"route {rule.route}: no step ends the case in {sources[-1]}", "E009")


def _reached(kind: type[Case], source: str) -> frozenset[str]:
    """Where some step leads from there, the state itself for a case that is opened in its first stage."""
    moving = [step for step in kind.steps() if set(step.targets) != set(step.sources)]  # the others stay
    found = {target for step in moving if source in step.sources for target in step.targets}
    return frozenset({*found, source} if source == kind.opening().state else found)


def _steps(kind: type[Case]) -> Iterator[CheckMessage]:
    acts: tuple[Step | Opening, ...] = (*kind.steps(), kind.opening())
    for act in acts:
        fields = set(form_of(kind.KIND, act.name).base_fields)
        if fields != set(act.parameters) and getattr(act, "by", None) is not the_clock:
            yield _error(
                kind, f"{act.name} takes {sorted(act.parameters)}, its form has {sorted(fields)}", "E006"
            )
        if not act.article:
            yield _error(kind, f"{act.name} names no article", "E007")


def _error(kind: type[Case], sentence: str, number: str) -> Error:
    return Error(f"{kind.KIND}: {sentence}", obj=kind, id=f"procedure.{number}")
