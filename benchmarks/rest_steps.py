"""A step over REST against bare DRF views that run the same statements."""

import json
from collections import Counter, defaultdict
from statistics import median
from typing import Any

from benchmarks.by_hand import ByHand, Known, Raw, Script
from benchmarks.door import Answer, Door
from benchmarks.recording import Replay, Statement, recorded
from benchmarks.report import Line, Part
from benchmarks.road import ROAD, Stop, draft
from organizations.actors import Actor
from organizations.authentication import BearerAuthentication
from organizations.models import User
from organizations.tokens import issue
from procedure.models import Case
from sharing.api import ShareRequestViewSet
from sharing.models import ShareRequest

ROUNDS, WARMING = 100, 5
LEAST = 0.70
HOW = f"""`POST .../steps/<step>/` through the whole WSGI stack in one process, real commits; {ROUNDS}
cases each way along route REGION, taken in turn, medians. The peer is a bare DRF view: it reads the
same body, sends the statements recorded from a step again in one transaction with `cursor.execute`, and
answers the same JSON. For orientation, a third view writes the same statements by hand with Django's
ORM, without engine, forms or serializers (compared text by text before the run). None of the three asks
the database who is there; what the bearer token and the `Idempotency-Key` cost is told apart."""
BASES = {"by hand": "/by-hand", "raw": "/raw"}
WAYS = ("portal", "by hand", "raw", "bearer", "keyed")
Taken = dict[tuple[str, str], list[float]]


def bench() -> Part:
    """Send cases along the road in every way, in turn."""
    race = Race()
    race.compare_statements()
    for _warming in range(WARMING):
        race.round()
    race.taken.clear()
    for _round in range(ROUNDS):
        race.round()
    return Part("A step over REST against a bare DRF view", HOW, tuple(_lines(race.taken)))


class Race:
    """Takes the same steps of different cases: by the portal, and by its peers."""

    def __init__(self) -> None:
        self.door = Door()
        self.taken: Taken = defaultdict(list)
        people = {stop.who for stop in ROAD}
        self.secrets = {user.username: _secret(user) for user in User.objects.filter(username__in=people)}
        Known.people = User.objects.in_bulk(people, field_name="username")
        self._recorded()  # the first case only warms
        self.scripts, self.sample = self._recorded()

    def round(self) -> None:
        """One case each way along the whole road; the ways take turns at every step."""
        cases = {way: draft() for way in WAYS}
        for stop in ROAD:
            self._put_ready(stop.step, cases["raw"])
            for way in WAYS:
                answer = self._take(way, cases[way], stop)
                self.taken[way, stop.step].append(answer.seconds)

    def compare_statements(self) -> None:
        """What is written by hand sends the same texts to the database."""
        case = draft()
        for stop in ROAD:
            self._put_ready(stop.step, case)
            with recorded() as found:
                self._take("by hand", case, stop)
            ours, theirs = _texts(self.scripts[stop.step].statements), _texts(found)
            assert ours == theirs, (stop.step, ours - theirs, theirs - ours)

    def _recorded(self) -> tuple[dict[str, Script], Case]:
        """The script of each step, from one case."""
        case, scripts = draft(), {}
        for stop in ROAD:
            before = _read(case)
            with recorded() as found:
                answer = self._take("portal", case, stop)
            scripts[stop.step] = Script.of(before, found, json.loads(answer.body))
        return scripts, _read(case)

    def _put_ready(self, step: str, case: Case) -> None:
        ByHand.script = Raw.script = script = self.scripts[step]
        Raw.replay = Replay(script.statements, _instead(self.sample, _read(case)))

    def _take(self, way: str, case: Case, stop: Stop) -> Answer:
        known = way != "bearer"
        ShareRequestViewSet.authentication_classes = [Known] if known else [BearerAuthentication]
        version = 1 + [other.step for other in ROAD].index(stop.step)
        headers = {"HTTP_IF_MATCH": f'"{version}"', "HTTP_X_PERSON": stop.who}
        if not known:
            headers["HTTP_AUTHORIZATION"] = f"Bearer {self.secrets[stop.who]}"
        if way == "keyed":
            headers["HTTP_IDEMPOTENCY_KEY"] = f"{case.number}-{stop.step}"
        base = BASES.get(way, "/api/v1/sharing/requests")
        answer = self.door.post(f"{base}/{case.number}/steps/{stop.step}/", _body(stop), **headers)
        assert answer.status == 200, (way, stop.step, answer.body.decode())
        return answer


def _body(stop: Stop) -> bytes:
    return json.dumps(dict(stop.particulars), ensure_ascii=False).encode()


def _secret(user: User) -> str:
    return issue(user, name="bench", days=1, actor=Actor.of(user).snapshot())[1]


def _read(case: Case) -> Case:
    return ShareRequest.objects.get(pk=case.pk)


def _texts(statements: list[Statement]) -> Counter[str]:
    return Counter(statement.sql for statement in statements)


def _instead(sample: Case, case: Case) -> dict[Any, Any]:
    """The recorded case's names, and what this case has in their place."""
    items = zip(sample.items, case.items, strict=False)
    return {sample.pk: case.pk, sample.number: case.number} | {old.pk: new.pk for old, new in items}


def _lines(taken: Taken) -> list[Line]:
    ms = {key: median(found) * 1000 for key, found in taken.items()}
    whole = {way: sum(ms[way, stop.step] for stop in ROAD) / len(ROAD) for way in WAYS}
    portal, by_hand, raw = (whole[way] for way in ("portal", "by hand", "raw"))
    return [
        *(_line(stop.step, ms["portal", stop.step], ms["raw", stop.step]) for stop in ROAD),
        _line("all four", portal, raw),
        Line("all four, against the ORM by hand", f"{by_hand / portal:.0%} ({by_hand:.2f} ms)"),
        Line("the ORM by hand, against the peer", f"{raw / by_hand:.0%}"),
        _cost("authentication by bearer token", whole["bearer"], portal),
        _cost("Idempotency-Key", whole["keyed"], portal),
    ]


def _line(what: str, portal: float, peer: float) -> Line:
    ratio = peer / portal
    figure = f"{ratio:.0%} ({portal:.2f} ms, peer {peer:.2f} ms)"
    return Line(what, figure, f"at least {LEAST:.0%} of the peer's throughput", ratio >= LEAST)


def _cost(what: str, with_it: float, without: float) -> Line:
    return Line(what, f"{with_it - without:+.2f} ms ({(with_it - without) / without:+.0%})")
