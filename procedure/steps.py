"""Steps and openings: the lawful moves of a case, each declared once, on the model, with its article."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise
from django_fsm import GET_STATE, transition

from organizations.actors import Actor, Holding

if TYPE_CHECKING:
    from procedure.models import Case

Permission = Callable[["Case", Actor, "Step"], Holding | None]
Article = str | Callable[["Case"], str]


class Closes(StrEnum):
    """Which open work items a step closes: the actor's own, all of the stage, or none."""

    OWN = "own"
    STAGE = "stage"
    KEEP = "keep"


OWN, STAGE, KEEP = Closes.OWN, Closes.STAGE, Closes.KEEP


@dataclass(frozen=True)
class Step:
    """One lawful move. `tells` names resolvers of the organizations that learn of it.

    `stages` are those whose holders may take it, when they are not those of the sources.
    """

    name: str
    label: str | Promise
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    by: Permission
    article: Article
    closes: Closes
    tells: tuple[str, ...]
    tone: str
    parameters: tuple[str, ...]
    stages: tuple[str, ...] = ()

    def under(self, case: "Case") -> str:
        """The article under which this case takes the step."""
        return self.article(case) if callable(self.article) else self.article


@dataclass(frozen=True)
class Opening:
    """How cases of one kind are opened: into which state, by whom, under which article.

    `eligible` says who may open any at all, whatever the particulars.
    """

    name: str
    label: str | Promise
    state: str
    by: Callable[[Actor, dict[str, Any]], Holding | None]
    article: Article
    tells: tuple[str, ...]
    parameters: tuple[str, ...]
    eligible: Callable[[Actor], bool] = bool

    def under(self, case: "Case") -> str:
        """The article under which the case is opened."""
        return self.article(case) if callable(self.article) else self.article


def step(
    *,
    source: str | Sequence[str],
    target: str | GET_STATE,
    by: Permission,
    under: Article,
    closes: Closes,
    tells: Sequence[str],
    label: str | Promise,
    tone: str = "plain",
    on: Sequence[str] = (),
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a method of a case as a step. `tone` (go, no, plain) is its button's; `on` as `stages`."""
    sources = tuple(str(s) for s in ([source] if isinstance(source, str) else source))
    targets = tuple(str(s) for s in (target.allowed_states if isinstance(target, GET_STATE) else [target]))

    def declare(method: Callable[..., None]) -> Callable[..., None]:
        declared = Step(
            method.__name__,
            label,
            sources,
            targets,
            by,
            under,
            closes,
            tuple(tells),
            tone,
            _keywords(method),
            tuple(str(stage) for stage in on),
        )
        moved: Callable[..., None] = transition(
            field="state",
            source=list(sources),
            target=target if isinstance(target, GET_STATE) else str(target),
            permission=lambda case, actor: by(case, actor, declared) is not None,
            custom={"step": declared},
        )(method)
        moved.step = declared  # type: ignore[attr-defined]
        return moved

    return declare


def opens(
    *,
    state: str,
    by: Callable[[Actor, dict[str, Any]], Holding | None],
    under: Article,
    tells: Sequence[str],
    label: str | Promise,
    eligible: Callable[[Actor], bool] = bool,
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a function `(cls, capacity, **particulars) -> unsaved case` as the opening of its kind."""

    def declare(function: Callable[..., Any]) -> Any:
        function.opening = Opening(  # type: ignore[attr-defined]
            function.__name__, label, str(state), by, under, tuple(tells), _keywords(function), eligible
        )
        return classmethod(function)

    return declare


def _keywords(function: Callable[..., Any]) -> tuple[str, ...]:
    code = function.__code__
    return code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
