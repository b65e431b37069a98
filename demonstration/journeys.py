"""Whole cases driven through the same door as everyone, across simulated days, each step told on a line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict

from catalog.models import Entry
from delivery.reading import read
from organizations.actors import Actor
from organizations.models import User
from procedure.engine import begin, take
from procedure.models import Case
from procedure.particulars import form_of, from_json
from sharing.models import ShareRequest
from workdays import calendar, clock

MORNING = time(9, 30)


@dataclass(frozen=True)
class Move:
    """One step: by whom, how many working days after the one before, and with which particulars."""

    step: str
    who: str
    after: int = 0
    particulars: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Journey:
    """A request for one entry and what happens to it. `reads` names who reads the rows at the end."""

    name: str
    title: str
    entry: str
    asked: Mapping[str, Any]
    moves: tuple[Move, ...]
    reads: str = ""


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


def travel(journey: Journey, start: date) -> Iterator[Told]:
    """Drive the journey from that day on, step by step; it begins with the draft by the first mover."""
    today = start
    with clock.at(_morning(today)):
        case: Case = _begin(journey)
    yield _told(case, today, "draft", journey.moves[0].who)
    for move in journey.moves:
        today = calendar.current().add(today, move.after)
        with clock.at(_morning(today)):
            case = _move(case, move)
            yield _told(case, today, move.step, move.who)
    if journey.reads:
        with clock.at(_morning(today)):
            yield _rows(case, today, journey.reads)


def actor(username: str) -> Actor:
    return Actor.of(User.objects.get(username=username))


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=clock.SHANGHAI)


def _begin(journey: Journey) -> Case:
    entry = Entry.objects.published().get(current__name=journey.entry)
    asking = actor(journey.moves[0].who)
    said = {**journey.asked, "entry": entry.code}
    form = from_json(form_of(ShareRequest.KIND, "draft"), said, actor=asking)
    return begin(ShareRequest, actor=asking, **form.cleaned())


def _move(case: Case, move: Move) -> Case:
    acting = actor(move.who)
    form = from_json(form_of(case.KIND, move.step), dict(move.particulars), case=case, actor=acting)
    return take(case, move.step, actor=acting, seen=case.version, **form.cleaned())


def _told(case: Case, day: date, step: str, who: str) -> Told:
    item = next(iter(case.open_items()), None)
    act = case.step(step) or case.opening()
    return Told(
        date=day.isoformat(),
        step=str(act.label).rstrip("…") if act else step,
        organization=actor(who).organizations[0].name,
        article=_article(case),
        state=case.state_label,
        next_holder=item.holder.name if item else "",
        due=item.due.isoformat() if item and item.due else "",
        note=case.number,
    )


def _article(case: Case) -> str:
    from procedure.history import steps_of

    return next(iter(steps_of(case))).article


def _rows(case: Case, day: date, who: str) -> Told:
    """The rows in hand, read through the gateway under the new grant."""
    grant = case.grants.get()
    resource = grant.entry.resources.get()
    parameters = QueryDict(f"page_size=3&grant={grant.number}")
    page = read(actor(who), resource.code, parameters).page
    first = "、".join(f"{column.title} {page.results[0][column.name]}" for column in page.columns)
    return Told(
        date=day.isoformat(),
        step="rows",
        organization=actor(who).organizations[0].name,
        article="42",
        state=case.state_label,
        next_holder="",
        due=grant.ends.isoformat(),
        note=f"{grant.number}: {first}",
    )
