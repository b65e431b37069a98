"""Share requests of the benchmarks: the road of route REGION, and drafts to send along it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog.models import Entry
from demonstration.stories import region_agreed
from organizations.actors import Actor
from organizations.models import User
from procedure.engine import begin, take
from procedure.models import Case
from procedure.particulars import form_of, from_json
from sharing.models import ShareRequest

STORY = region_agreed()
ASKER = "hr.handler"


@dataclass(frozen=True)
class Stop:
    """One step of the road: who takes it, and with which particulars."""

    step: str
    who: str
    particulars: Mapping[str, Any] = field(default_factory=dict)


ROAD = tuple(Stop(move.step, move.who, move.particulars) for move in STORY.moves)
SIDE_STEPS = (
    ("draft", Stop("amend", ASKER, STORY.asked)),
    ("draft", Stop("withdraw", ASKER, {"reason": "不再需要。"})),
    ("conformance_review", Stop("refuse", "bureau.reviewer", {"ground": "purpose", "basis": "用途不明。"})),
    ("provider_review", Stop("decline", "market.reviewer", {"ground": "law", "basis": "法律禁止共享。"})),
)


def actor(username: str) -> Actor:
    """The actor as a request meets him: read anew."""
    return Actor.of(User.objects.get(username=username))


def draft() -> ShareRequest:
    """A new draft."""
    asking = actor(ASKER)
    entry = Entry.objects.published().filter(current__name=STORY.entry).order_by("pk")[0]
    form = from_json(form_of(ShareRequest.KIND, "draft"), {**STORY.asked, "entry": entry.code}, actor=asking)
    return begin(ShareRequest, actor=asking, **form.cleaned())


def ready(case: Case, stop: Stop) -> tuple[Actor, dict[str, Any]]:
    """Who takes the step, and its particulars as the door hands them to the engine."""
    acting = actor(stop.who)
    form = from_json(form_of(case.KIND, stop.step), dict(stop.particulars), case=case, actor=acting)
    return acting, form.cleaned()


def move(case: Case, stop: Stop) -> Case:
    """Take the step through the engine."""
    acting, particulars = ready(case, stop)
    return take(case, stop.step, actor=acting, seen=case.version, **particulars)


def brought_to(state: str) -> Case:
    """A request in that state of the road."""
    case: Case = draft()
    for stop in ROAD:
        if case.state == state:
            break
        case = move(case, stop)
    return case
