"""The states of a kind of case and the steps between them, as a Mermaid state diagram."""

from collections.abc import Iterator

from portal.documents.markdown import chinese
from portal.documents.moves import targets_of
from procedure.models import Case
from procedure.policy import the_clock


def of(kind: type[Case]) -> str:
    """The diagram as a fenced block."""
    return "\n".join(["```mermaid", "stateDiagram-v2", *(f"    {line}" for line in _lines(kind)), "```"])


def _lines(kind: type[Case]) -> Iterator[str]:
    for state in kind.State.values:
        yield f'state "{chinese(kind.State(state).label)} {state}" as {state}'
    opening = kind.opening()
    if opening:
        yield f"[*] --> {opening.state} : {opening.name}"
    yield from _moves(kind)
    yield from (f"{state} --> [*]" for state in kind.State.values if state in kind.FINAL)


def _moves(kind: type[Case]) -> Iterator[str]:
    for step in kind.steps():
        by_clock = " by the clock" if step.by is the_clock else ""
        for source in step.sources:
            for target in targets_of(kind, step, source):
                yield f"{source} --> {target} : {chinese(step.label)} {step.name}{by_clock}"
