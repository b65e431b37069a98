"""Answers of a department's service at random, each beside what may be handed over of it."""

import json
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from rest_framework.test import APIClient

from audit.trail import Entry
from delivery.models import ApiSource, Grant
from tests.delivery.factories import NAMES, World
from tests.delivery.scope.tables import MARK
from tests.delivery.scope.trial import HEADERS, UNKNOWN

AROUND = ("code", "message", "total", "status", "page")
STRANGE = ("inner", "list", "Data", "结果", "x", "HIDDEN_IDNO", "hiddenIdno", "enTname")
Pair = tuple[Any, Any]


@dataclass
class Services:
    """A service with one path that answers what it was given, and a grant that changes all the time."""

    world: World
    dice: random.Random
    server: Any
    source: ApiSource
    granted: list[str] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.client = APIClient(HTTP_ACCEPT_LANGUAGE="en")
        self.client.force_authenticate(self.world.cast.alice)
        self.grant, self.seen = self.world.grant(NAMES[0]), 0

    def attempt(self) -> None:
        """One more call, sometimes of a field kept back."""
        self.granted = self.dice.sample(NAMES, self.dice.randint(1, len(NAMES)))
        Grant.objects.filter(pk=self.grant.pk).update(fields=self.granted)
        hidden = [name for name in NAMES if name not in self.granted]
        asked = {self.dice.choice([*self.granted, "size", "q"]): f"{MARK}-sought"}
        if hidden and self.dice.random() < 0.3:
            return self._spoilt(asked, self.dice.choice(hidden))
        said, kept = self.value(0, around=True)
        status = self.dice.choices([200, 404, 409, 500, 302], [8, 1, 1, 1, 1])[0]
        kind = self.dice.choices(
            ["application/json", "application/json; charset=utf-16; x=" + MARK, "text/html"], [6, 1, 1]
        )[0]
        self.server.raw = status, kind, json.dumps(said, ensure_ascii=False).encode()
        return self._answered(self._call(asked), status, kind, kept)

    def _call(self, asked: dict[str, str]) -> Any:
        address = f"/api/v1/data/{self.source.resource.code}/call/v1/raw"
        answer = self.client.get(address, asked | {"grant": self.grant.number})
        assert set(answer.headers) <= HEADERS, set(answer.headers) - HEADERS
        assert MARK not in str(answer.headers)
        return answer

    def _spoilt(self, asked: dict[str, str], name: str) -> None:
        """A field kept back, named in any way: words made from the grant alone, and nothing is called."""
        word = self.dice.choice(["{}", "-{}", "{}__gte", "a.{}", "{}[eq]", "{} desc", "entity__{}"])
        word = word.format(self.dice.choice([name, name.upper()]))
        asked |= {word: "1"} if self.dice.random() < 0.5 else {"sort": f"x,{word}"}
        before = len(self.server.asked)
        answer = self._call(asked)
        assert (answer.status_code, answer.json()["code"]) == (400, "unknown_field"), (asked, self.granted)
        assert answer.json()["detail"] == UNKNOWN.format(", ".join(sorted(self.granted)))
        assert len(self.server.asked) == before
        self.outcomes["spoilt"] += 1

    def _answered(self, answer: Any, status: int, kind: str, kept: Any) -> None:
        self.outcomes[f"{status} {kind[:9]}"] += 1
        is_json, covers_all = kind.startswith("application/json"), set(self.granted) == set(NAMES)
        if status in {302, 500} or (status == 200 and not is_json and not covers_all):
            code = "cannot_mask" if status == 200 else "service_broken"
            assert (answer.status_code, answer.json()["code"]) == (502, code)
            assert MARK.encode() not in answer.content
        elif status >= 400:
            assert (answer.status_code, b"".join(answer.streaming_content)) == (status, b"")
        else:
            content = b"".join(answer.streaming_content)
            if is_json:
                assert json.loads(content) == kept
                assert MARK.encode() not in content
        self._trail()

    def _trail(self) -> None:
        for entry in Entry.objects.filter(pk__gt=self.seen).order_by("pk"):
            self.seen = entry.pk
            assert MARK not in json.dumps([entry.particulars, entry.before, entry.after])
            if entry.act == "delivery.call":
                assert set(entry.particulars["fields"]) == set(self.granted)

    def value(self, depth: int, *, around: bool) -> Pair:
        """Something that the service says, and what of it may be handed over."""
        if depth and self.dice.random() < 0.4:
            pairs = [self.value(depth + 1, around=False) for _one in range(self.dice.randrange(3))]
            plain = [f"{MARK}-in-a-list"] * self.dice.randrange(2)
            return [said for said, _kept in pairs] + plain, [kept for _said, kept in pairs]
        return self.record(depth, around=around)

    def record(self, depth: int, *, around: bool) -> Pair:
        is_record = self.dice.random() < 0.6
        names = self.dice.sample(NAMES, self.dice.randint(1, 4)) if is_record else []
        names += self.dice.sample(AROUND, 2) + self.dice.sample(STRANGE, 2)
        around, said, kept = around and not is_record, {}, {}
        for name in names:
            deep = depth < 4 and self.dice.random() < 0.4
            if name in self.granted:
                said[name], kept[name] = self.held(depth + 1) if deep else ("gut", "gut")
            elif name in NAMES:
                said[name] = {"uniscid": f"{MARK}-within"} if deep else f"{MARK}-{name}"
            elif deep:
                said[name], kept[name] = self.value(depth + 1, around=around)
            elif name in AROUND and around:
                said[name] = kept[name] = 7
            else:
                said[name] = f"{MARK}-{name}"
        return said, kept

    def held(self, depth: int) -> Pair:
        """What stands in a granted field: all of it, but for fields kept back."""
        said: dict[str, Any] = {"zh": "gut", "list": [1, {"deep": "gut"}]}
        kept = json.loads(json.dumps(said))
        for name in (name for name in NAMES if name not in self.granted):
            said[self.dice.choice([name, name.upper()])] = f"{MARK}-{name}"
        return ([said], [kept]) if depth % 2 else (said, kept)
