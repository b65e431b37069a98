"""What the code declares of each kind of case, without a database: routes, articles, targets, who may."""

from collections.abc import Iterable
from inspect import getclosurevars, getmodule
from typing import Any

from django.conf import settings
from django_fsm import GET_STATE

from portal.documents.markdown import first_sentence
from procedure.models import Case, kinds
from procedure.rulebook import RouteRule
from procedure.rules import shipped_measures
from procedure.steps import Opening, Step

Act = Step | Opening


def documented_kinds() -> list[type[Case]]:
    """Every kind of case of the portal's own rooms, in the order of their names."""
    ours = (kind for kind in kinds().values() if kind._meta.app_label in settings.ROOMS)
    return sorted(ours, key=lambda kind: kind.KIND)


def routes_of(kind: type[Case]) -> list[RouteRule]:
    """The routes that the shipped rule set lays for this kind."""
    return [rule for rule in shipped_measures().routes.values() if rule.procedure == kind.KIND]


def acts_of(kind: type[Case]) -> list[Act]:
    """How a case is opened, and every step."""
    opening = kind.opening()
    return [*([opening] if opening else []), *kind.steps()]


def articles_of(kind: type[Case], act: Act) -> list[str]:
    """The articles under which the act is taken, over all routes; each once."""
    sources = (act.state,) if isinstance(act, Opening) else act.sources
    cases = [case for source in sources for case in standing(kind, source)]
    return list(dict.fromkeys(act.under(case) for case in cases))


def targets_of(kind: type[Case], step: Step, source: str) -> list[str]:
    """Where the step leads from there: looked up where the rule set alone decides, else all that may be."""
    target = _declared_target(kind, step, source)
    staged = {rule.stage for route in routes_of(kind) for rule in route.stages}
    if not isinstance(target, GET_STATE) or not staged.issuperset(map(str, target.allowed_states)):
        return list(step.targets)
    found = list(dict.fromkeys(str(target.func(case)) for case in standing(kind, source)))
    return found if all(found) else list(step.targets)  # what an unsaved case cannot tell, it leaves open


def standing(kind: type[Case], state: str) -> Iterable[Case]:
    """For each route that passes through the state, an unsaved case that stands there."""
    digest = shipped_measures().digest
    for route in routes_of(kind):
        if state in {*kind.RESTING, *kind.FINAL} or route.stage(state):
            yield kind(kind=kind.KIND, route=route.route, state=state, rules_id=digest)


def name_of(rule: Any) -> str:
    """A policy's name; one made by another function shows what it was made with."""
    maker, made, _rest = rule.__qualname__.partition(".<locals>.")
    told = f"({', '.join(posts_of(rule))})" if made else ""
    module = getmodule(rule)
    return f"{module.__name__ if module else ''}.{maker}{told}"


def sentence_of(rule: Any) -> str:
    """The first line of a policy's docstring, or of the function that made it."""
    maker = rule.__qualname__.partition(".<locals>.")[0]
    return first_sentence(rule) or first_sentence(rule.__globals__[maker])


def posts_of(rule: Any) -> list[str]:
    """The posts that a policy was made with."""
    return [
        str(post)
        for value in getclosurevars(rule).nonlocals.values()
        if isinstance(value, tuple)
        for post in value
    ]


def _declared_target(kind: type[Case], step: Step, source: str) -> Any:
    moves = kind._meta.get_field("state").get_all_transitions(kind)
    return next(move.target for move in moves if (move.name, move.source) == (step.name, source))
