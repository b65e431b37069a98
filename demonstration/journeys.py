"""Whole cases driven through the same door as everyone, across simulated days, each step told on a line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from django.http import QueryDict

from audit.sentences import POSTS
from catalog.models import Entry
from delivery import duties, subscriptions
from delivery.gateway import Page
from delivery.models import Grant
from delivery.reading import read
from organizations.actors import CLOCK, Actor
from organizations.models import User
from procedure.engine import begin, take
from procedure.models import Case
from procedure.particulars import form_of, from_json
from refusals.tree import Refusal
from sharing.bundles import Bundle, Part
from sharing.models import ShareRequest
from workdays import calendar, clock

MORNING = time(9, 30)
CLOCKWORK = ""
"""The name of nobody: the step is the clock's."""
ROWS = "rows"
"""The move that reads rows under the grant; it is no step of the case."""
SUBSCRIBE = "subscribe"
"""How the acceptance of the duties is told, before the first rows."""


@dataclass(frozen=True)
class Move:
    """One step: by whom, how many working days after the one before, and with which particulars.

    An entry among the particulars stands by its name; a value that can be called is worked out on that day.
    What `happens` befalls the case from outside, and says what it was; `together` takes the step in the whole
    bundle.
    """

    step: str
    who: str
    after: int = 0
    particulars: Mapping[str, Any] = field(default_factory=dict)
    happens: Callable[[Case], str] | None = None
    together: bool = False


@dataclass(frozen=True)
class Stop:
    """A case of that kind, opened from the grant by its first mover, and what happens to it."""

    kind: type[Case]
    said: Mapping[str, Any]
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Journey:
    """A request and what happens to it; without an entry it describes a need. `reads` reads at the end.

    With entries `beside`, and the fields asked of each, all are filed as a bundle. `before` sets the scene.
    `stop` is what then happens to the supply; in the demonstration it all began `ago` working days before.
    """

    name: str
    title: str
    asked: Mapping[str, Any]
    moves: tuple[Move, ...]
    entry: str = ""
    reads: str = ""
    stop: Stop | None = None
    ago: int = 20
    beside: Mapping[str, list[str]] = field(default_factory=dict)
    before: Callable[[], None] | None = None

    @property
    def all_moves(self) -> tuple[Move, ...]:
        return (*self.moves, Move(ROWS, self.reads)) if self.reads else self.moves


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
        cases = _filed(journey) if journey.beside else [_begin(journey)]
    case = cases[0]
    yield from (
        _told(one, today, "submit" if journey.beside else "draft", journey.moves[0].who) for one in cases
    )
    for move in journey.all_moves[bool(journey.beside) :]:
        today = calendar.current().add(today, move.after)
        with clock.at(_morning(today)):
            if move.happens:
                note = move.happens(case)
                case = type(case).objects.with_parties().get(pk=case.pk)
                yield replace(_told(case, today, move.step, move.who), step=move.step, note=note)
            elif move.together:
                cases = [_move(one, move) for one in cases]
                case = cases[0]
                yield from (_told(one, today, move.step, move.who) for one in cases)
            elif move.step == ROWS:
                yield from _read(case, today, move.who)
                case = type(case).objects.with_parties().get(pk=case.pk)  # its first read moves it
            else:
                case = _move(case, move)
                yield _told(case, today, move.step, move.who)
    if journey.stop:
        yield from _stopped(journey.stop, case.grants.get(), case, today)


def _stopped(stop: Stop, grant: Grant, request: Case, today: date) -> Iterator[Told]:
    """What happens to the supply under the grant; the first move opens the case."""
    case: Case | None = None
    for move in stop.moves:
        today = calendar.current().add(today, move.after)
        with clock.at(_morning(today)):
            if move.step == ROWS:
                yield from _read(request, today, move.who)
                continue
            case = _move(case, move) if case else _open(stop, grant, move.who)
            yield _told(case, today, move.step, move.who)


def _open(stop: Stop, grant: Grant, who: str) -> Case:
    opening = stop.kind.opening().name
    named = {"grant": grant.number} | ({"entry": grant.entry.code} if "entry" in stop.said else {})
    form = from_json(form_of(stop.kind.KIND, opening), {**stop.said, **named}, actor=actor(who))
    return begin(stop.kind, actor=actor(who), **form.cleaned())


def actor(username: str) -> Actor:
    return Actor.of(User.objects.get(username=username)) if username else CLOCK


def _morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=clock.SHANGHAI)


def _begin(journey: Journey) -> Case:
    if journey.before:
        journey.before()
    asking = actor(journey.moves[0].who)
    said = _said({**journey.asked} | ({"entry": journey.entry} if journey.entry else {}))
    form = from_json(form_of(ShareRequest.KIND, "draft"), said, actor=asking)
    return begin(ShareRequest, actor=asking, **form.cleaned())


def _filed(journey: Journey) -> list[Case]:
    """The bundle of the journey's own entry and those beside it, filed at once."""
    asking = actor(journey.moves[0].who)
    common = {name: value for name, value in journey.asked.items() if name != "fields"}
    wanted = {journey.entry: journey.asked["fields"], **journey.beside}
    bundle = Bundle(asking, common)
    parts = [Part(_said({"entry": name})["entry"], fields) for name, fields in wanted.items()]
    bundle.check(parts)
    filed = [bundle.file(part).case for part in parts]
    return [case for case in filed if case is not None]


def _move(case: Case, move: Move) -> Case:
    acting = actor(move.who)
    form = from_json(form_of(case.KIND, move.step), _said(move.particulars), case=case, actor=acting)
    return take(case, move.step, actor=acting, seen=case.version, **form.cleaned())


def _said(particulars: Mapping[str, Any]) -> dict[str, Any]:
    """As a program would send them: an entry by its code, a day worked out."""
    said = {name: value() if callable(value) else value for name, value in particulars.items()}
    if "entry" in said:
        said["entry"] = Entry.objects.published().get(current__name=said["entry"]).code
    return said


def _told(case: Case, day: date, step: str, who: str) -> Told:
    item = next(iter(case.open_items()), None)
    act = case.step(step) or case.opening()
    return Told(
        date=day.isoformat(),
        step=str(act.label).rstrip("…") if act else step,
        organization=actor(who).organizations[0].name if who else str(POSTS["clock"]),
        article=_article(case),
        state=case.state_label,
        next_holder=item.holder.name if item else "",
        due=item.due.isoformat() if item and item.due else "",
        note=case.number,
    )


def _article(case: Case) -> str:
    from procedure.history import steps_of

    return next(iter(steps_of(case))).article


def _read(case: Case, day: date, who: str) -> Iterator[Told]:
    """The duties accepted, if that is still to be done; then rows by the gateway, or why there are none."""
    grant = case.grants.get()
    known = subscriptions.of(grant)
    if known is None or not known.binds:
        subscriptions.accept(grant, actor=actor(who), version=duties.VERSION)
        yield _told_of_grant(case, day, SUBSCRIBE, who, "44", grant.number)
    resource = grant.entry.resources.get()
    asked = QueryDict(f"page_size=3&grant={grant.number}")
    try:
        page = read(actor(who), resource.code, asked).page
    except Refusal as refusal:
        yield _told_of_grant(case, day, ROWS, who, refusal.article, str(refusal.sentence))
        return
    case = type(case).objects.with_parties().get(pk=case.pk)
    yield _told_of_rows(case, day, who, page)


def _told_of_grant(case: Case, day: date, step: str, who: str, article: str, note: str) -> Told:
    organization = actor(who).organizations[0].name
    return Told(day.isoformat(), step, organization, article, case.state_label, "", "", note)


def _told_of_rows(case: Case, day: date, who: str, page: Page) -> Told:
    """The rows in hand, and whose turn it is now."""
    grant = case.grants.get()
    item = next(iter(case.open_items()), None)
    first = "、".join(f"{column.title} {page.results[0][column.name]}" for column in page.columns)
    return Told(
        date=day.isoformat(),
        step=ROWS,
        organization=actor(who).organizations[0].name,
        article="42",
        state=case.state_label,
        next_holder=item.holder.name if item else "",
        due=item.due.isoformat() if item and item.due else "",
        note=f"{grant.number}: {first}",
    )
