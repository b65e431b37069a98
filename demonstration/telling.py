"""What a journey prints: a line for each step, of a case or of the supply under its grant."""

from dataclasses import dataclass, replace
from datetime import date

from audit.sentences import POSTS
from delivery.models import Grant
from organizations.actors import CLOCK, Actor
from organizations.models import User
from procedure.history import steps_of
from procedure.models import Case, WorkItem

CLOCKWORK = ""
"""The name of nobody: the step is the clock's."""


@dataclass(frozen=True)
class Told:
    """One line of a journey: simulated date, what was done, by whom, under which article, who is next."""

    date: str
    step: str
    organization: str
    article: str
    state: str
    next_holder: str
    due: str
    note: str = ""

    def to(self, holder: str, due: str) -> "Told":
        """The same, said to somebody by a day."""
        return replace(self, next_holder=holder, due=due)


def actor(username: str) -> Actor:
    return Actor.of(User.objects.get(username=username)) if username else CLOCK


def told(case: Case, day: date, step: str, who: str) -> Told:
    """A step of the case, under the article that the trail names."""
    act = case.step(step) or case.opening()
    return Told(
        date=day.isoformat(),
        step=str(act.label).rstrip("…") if act else step,
        organization=_organization(who),
        article=next(iter(steps_of(case))).article,
        state=case.state_label,
        note=case.number,
        **_next(case),
    )


def told_of_grant(
    case: Case, grant: Grant, day: date, step: str, who: str, *, article: str, note: str
) -> Told:
    """What was done under a grant after a step of this case; once that is closed, how the grant stands."""
    state = case.state_label if case.is_open else grant.standing
    return Told(day.isoformat(), step, _organization(who), article, state, note=note, **_next(case))


def _organization(who: str) -> str:
    return actor(who).organizations[0].name if who else str(POSTS["clock"])


def _next(case: Case) -> dict[str, str]:
    """Whose turn it is in the case, and until when."""
    item: WorkItem | None = next(iter(case.open_items()), None)
    due = item.due.isoformat() if item and item.due else ""
    return {"next_holder": item.holder.name if item else "", "due": due}
