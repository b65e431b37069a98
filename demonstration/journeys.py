"""Whole cases driven through the same door as everyone, across simulated days, each step told on a line."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from catalog.models import Entry
from demonstration.supply import ACTS, ROWS, Supply, does
from demonstration.telling import Told, actor, told
from procedure.engine import begin, take
from procedure.models import Case
from procedure.particulars import form_of, from_json
from sharing.bundles import Bundle, Part
from sharing.models import ShareRequest
from workdays import calendar, clock

MORNING = time(9, 30)


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
class Episode:
    """What befalls the supply: acts under the grant, and a case of that kind which the first step opens.

    What the opening is told may be worked out from the supply on that day.
    """

    moves: tuple[Move, ...]
    kind: type[Case] | None = None
    said: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Journey:
    """A request and what happens to it; without an entry it describes a need. `reads` reads at the end.

    With entries `beside`, and the fields asked of each, all are filed as a bundle. `before` sets the scene.
    `follows` is what then happens to the supply, one episode after the other. In the demonstration it all
    began `ago` working days before; below zero its days lie ahead, and the demonstration leaves it out.
    A story of one certain day begins `on` it, whatever day is asked for.
    """

    name: str
    title: str
    asked: Mapping[str, Any]
    moves: tuple[Move, ...]
    entry: str = ""
    reads: str = ""
    follows: tuple[Episode, ...] = ()
    ago: int = 20
    beside: Mapping[str, list[str]] = field(default_factory=dict)
    before: Callable[[], None] | None = None
    on: date | None = None

    @property
    def all_moves(self) -> tuple[Move, ...]:
        return (*self.moves, Move(ROWS, self.reads)) if self.reads else self.moves


def travel(journey: Journey, start: date) -> Iterator[Told]:
    """Drive the journey from that day on, step by step; it begins with the draft by the first mover."""
    today = journey.on or start
    with clock.at(morning(today)):
        cases = _filed(journey) if journey.beside else [_begin(journey)]
    case = cases[0]
    yield from (
        told(one, today, "submit" if journey.beside else "draft", journey.moves[0].who) for one in cases
    )
    for move in journey.all_moves[bool(journey.beside) :]:
        today = calendar.current().add(today, move.after)
        with clock.at(morning(today)):
            if move.happens:
                note = move.happens(case)
                case = type(case).objects.with_parties().get(pk=case.pk)
                yield replace(told(case, today, move.step, move.who), step=move.step, note=note)
            elif move.together:
                cases = [moved(one, move) for one in cases]
                case = cases[0]
                yield from (told(one, today, move.step, move.who) for one in cases)
            elif move.step in ACTS:
                yield from does(Supply(case), move)
                case = type(case).objects.with_parties().get(pk=case.pk)  # its first read moves it
            else:
                case = moved(case, move)
                yield told(case, today, move.step, move.who)
    if journey.follows:
        yield from _followed(journey.follows, Supply(case), today)


def _followed(episodes: tuple[Episode, ...], supply: Supply, today: date) -> Iterator[Told]:
    """What happens to the supply under the grant, episode by episode; the case told of is the last one."""
    for episode in episodes:
        case: Case | None = None
        for move in episode.moves:
            today = calendar.current().add(today, move.after)
            with clock.at(morning(today)):
                if move.step in ACTS:
                    yield from does(supply, move)
                    continue
                supply.last = case = moved(case, move) if case else _open(episode, supply, move.who)
                yield told(case, today, move.step, move.who)


def _open(episode: Episode, supply: Supply, who: str) -> Case:
    """Open the episode's case; of the supply its form is told what it asks for."""
    kind = episode.kind
    assert kind is not None  # an episode with steps names its kind
    opening = kind.opening().name
    form = form_of(kind.KIND, opening)
    said = {name: value(supply) if callable(value) else value for name, value in episode.said.items()}
    known = {name: code for name, code in supply.named().items() if name in form.base_fields}
    case = opened(kind, known | said, who)
    supply.note_a_stop()
    return case


def opened(kind: type[Case], said: Mapping[str, Any], who: str) -> Case:
    """A case of that kind, opened with these particulars through the form of everyone."""
    acting = actor(who)
    form = from_json(form_of(kind.KIND, kind.opening().name), said, actor=acting)
    return begin(kind, actor=acting, **form.cleaned())


def morning(day: date) -> datetime:
    return datetime.combine(day, MORNING, tzinfo=clock.SHANGHAI)


def _begin(journey: Journey) -> Case:
    if journey.before:
        journey.before()
    said = {**journey.asked} | ({"entry": journey.entry} if journey.entry else {})
    return opened(ShareRequest, as_sent(said), journey.moves[0].who)


def _filed(journey: Journey) -> list[Case]:
    """The bundle of the journey's own entry and those beside it, filed at once."""
    asking = actor(journey.moves[0].who)
    common = {name: value for name, value in journey.asked.items() if name != "fields"}
    wanted = {journey.entry: journey.asked["fields"], **journey.beside}
    bundle = Bundle(asking, common)
    parts = [Part(as_sent({"entry": name})["entry"], fields) for name, fields in wanted.items()]
    bundle.check(parts)
    filed = [bundle.file(part).case for part in parts]
    return [case for case in filed if case is not None]


def moved(case: Case, move: Move) -> Case:
    acting = actor(move.who)
    form = from_json(form_of(case.KIND, move.step), as_sent(move.particulars), case=case, actor=acting)
    return take(case, move.step, actor=acting, seen=case.version, **form.cleaned())


def as_sent(particulars: Mapping[str, Any]) -> dict[str, Any]:
    """As a program would send them: an entry by its code, a day worked out."""
    said = {name: value() if callable(value) else value for name, value in particulars.items()}
    if "entry" in said:
        said["entry"] = Entry.objects.published().get(current__name=said["entry"]).code
    return said
