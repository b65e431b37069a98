"""A step over REST against a bare DRF view that runs the same statements."""

import json
from collections import defaultdict
from statistics import median
from typing import Any

from benchmarks.bare import Bare, Known
from benchmarks.door import Door
from benchmarks.recording import Replay, Statement, recorded
from benchmarks.report import Line, Part
from benchmarks.road import ROAD, STORY, Stop, draft
from organizations.authentication import BearerAuthentication
from organizations.actors import Actor
from organizations.models import User
from organizations.tokens import issue
from procedure.models import Case
from sharing.api import ShareRequestViewSet
from sharing.models import ShareRequest

ROUNDS = 100
LEAST = 0.70
HOW = f"""`POST .../steps/<step>/` through the whole WSGI stack in one process, real commits; {ROUNDS} cases each way
along route REGION, taken in turn, medians. The peer is a bare DRF view that reads the same body, runs the same
statements in one transaction (recorded from a step, with the ids of its own case), and answers the same JSON.
Neither authenticates by database; what the bearer token and the `Idempotency-Key` cost is told apart."""

WAYS = ("portal", "bare", "bearer", "keyed")
Seconds = dict[tuple[str, str], list[float]]


def bench() -> Part:
    return RestSteps().part()


class RestSteps:
    """Sends cases along the road in four ways, in turn."""

    def __init__(self) -> None:
        self.door = Door()
        people = {stop.who for stop in ROAD}
        self.secrets = {user.username: _secret(user) for user in User.objects.filter(username__in=people)}
        Known.people = User.objects.in_bulk(people, field_name="username")
        self.samples = self._sampled()
        self.seconds: Seconds = defaultdict(list)

    def part(self) -> Part:
        for number in range(-ROUNDS // 10, ROUNDS):
            if number == 0:
                self.seconds.clear()
            self._round()
        return Part("A step over REST against a bare DRF view", HOW, tuple(_lines(self.seconds)))

    def _sampled(self) -> dict[str, tuple[list[Statement], Any, Case]]:
        """The statements and the answer of each step of one case; the first case only warms."""
        for _warm_then_real in range(2):
            case, samples = draft(), {}
            for stop in ROAD:
                with recorded() as found:
                    answer = self._take("portal", case, stop)
                samples[stop.step] = found, json.loads(answer), _again(case)
        return samples

    def _round(self) -> None:
        cases = {way: draft() for way in WAYS}
        for stop in ROAD:
            self._put_ready(cases["bare"], stop.step)
            for way in WAYS:
                self._take(way, cases[way], stop)

    def _put_ready(self, case: Case, step: str) -> None:
        statements, answer, sample = self.samples[step]
        Bare.ready = {(case.number, step): (Replay(statements, _instead(sample, case)), answer)}

    def _take(self, way: str, case: Case, stop: Stop) -> bytes:
        """Take the step this way, and note how long it took."""
        real = way == "bearer"
        ShareRequestViewSet.authentication_classes = [BearerAuthentication] if real else [Known]
        base = "/bench/requests" if way == "bare" else "/api/v1/sharing/requests"
        version = 1 + [s.step for s in ROAD].index(stop.step)
        headers = {"HTTP_IF_MATCH": f'"{version}"', "HTTP_X_PERSON": stop.who}
        if real:
            headers["HTTP_AUTHORIZATION"] = f"Bearer {self.secrets[stop.who]}"
        if way == "keyed":
            headers["HTTP_IDEMPOTENCY_KEY"] = f"{case.number}-{stop.step}"
        answer = self.door.post(f"{base}/{case.number}/steps/{stop.step}/", _body(stop), **headers)
        assert answer.status == 200, (way, stop.step, answer.body.decode())
        if hasattr(self, "seconds"):
            self.seconds[way, stop.step].append(answer.seconds)
        return answer.body


def _body(stop: Stop) -> bytes:
    return json.dumps(dict(stop.particulars), ensure_ascii=False).encode()


def _secret(user: User) -> str:
    return issue(user, name="bench", days=1, actor=Actor.of(user).snapshot())[1]


def _again(case: Case) -> Case:
    return ShareRequest.objects.get(pk=case.pk)


def _instead(sample: Case, case: Case) -> dict[Any, Any]:
    """The recorded case's names, and what this case has in their place."""
    items = zip(sample.items, _again(case).items, strict=False)
    return {sample.pk: case.pk, sample.number: case.number} | {old.pk: new.pk for old, new in items}


def _lines(seconds: Seconds) -> list[Line]:
    took = {key: median(found) * 1000 for key, found in seconds.items()}
    steps = [_line(stop.step, took["portal", stop.step], took["bare", stop.step]) for stop in ROAD]
    whole = {way: sum(took[way, stop.step] for stop in ROAD) / len(ROAD) for way in WAYS}
    return [
        *steps,
        _line("all steps", whole["portal"], whole["bare"]),
        _cost("authentication by bearer token", whole["bearer"], whole["portal"]),
        _cost("Idempotency-Key", whole["keyed"], whole["portal"]),
    ]


def _line(what: str, portal: float, bare: float) -> Line:
    ratio = bare / portal
    figure = f"{ratio:.0%} ({portal:.2f} ms, bare {bare:.2f} ms)"
    return Line(what, figure, f"at least {LEAST:.0%} of the peer's throughput", ratio >= LEAST)


def _cost(what: str, with_it: float, without: float) -> Line:
    return Line(what, f"+{with_it - without:.2f} ms ({(with_it - without) / without:+.0%})")
