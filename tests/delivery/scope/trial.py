"""One attempt after the other to take data, each held against the oracle in every part of its answer."""

import itertools
import json
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.core import signing

from audit.sentences import tell
from audit.trail import Entry
from tests.delivery.factories import World
from tests.delivery.scope import questions
from tests.delivery.scope.answers import bytes_in, expected, kept_back, read_back
from tests.delivery.scope.doors import Doors
from tests.delivery.scope.grants import Drawn, Hand, dealt
from tests.delivery.scope.questions import Asked, told
from tests.delivery.scope.tables import MARK, Field, Table, mounted

NUMBERS = itertools.count(1)
WAYS = {"rows": 8, "counts": 5, "export/csv": 2, "export/jsonl": 2, "export/parquet": 3, "export/xlsx": 1}
STATUS = {"several_grants": 400, "nothing_left": 410}
HEADERS = {
    "Content-Type", "Cache-Control", "Content-Length", "Content-Disposition", "X-Delivery", "Vary", "Allow",
    "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
    "Content-Security-Policy", "Content-Language", "X-Request-ID", "Permissions-Policy",
}  # fmt: skip
UNKNOWN = "A field named here is not in your grant. Your grant has: {}."


@dataclass
class Trial:
    """The dice, and what lies on the table now."""

    world: World
    dice: random.Random
    folder: Path
    table: Table = field(init=False)
    hand: Hand = field(init=False)
    seen: int = 0
    whole: float = 0.1
    redraws: bool = True
    asked: str = ""
    cursor: str = ""
    outcomes: Counter[str] = field(default_factory=Counter)
    traces: dict[str, list[Field]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.doors = Doors(self.world.cast)

    def deal(self) -> None:
        """Another table, and grants on it; the traces of the one before are looked through."""
        self.look_through_the_trail()
        self.table = mounted(self.dice, self.world.cast.market)
        self.hand = dealt(self.dice, self.world, self.table)
        self.seen = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def attempt(self) -> None:
        """One more try, by a person or a key, or by a stranger."""
        if self.redraws:
            self.hand.redraw(self.dice)
        way = self.dice.choices(list(WAYS), list(WAYS.values()))[0]
        if self.dice.random() < 0.03:
            self._by_a_stranger(way)
        else:
            self._by_a_holder(way, self.dice.choice(self.hand.grants) if self.dice.random() < 0.15 else None)

    def _by_a_holder(self, way: str, key: Drawn | None) -> None:
        """Under one of the grants, or under none; the question is right or wrong."""
        numbers = [one.number for one in self.hand.grants]
        number = self.dice.choices(["", *numbers, "GX-GR-2026-999999"], [3, *[5 for _ in numbers], 1])[0]
        code, grant = self.hand.met(number, key, way)
        self.outcomes[code or way] += 1
        granted = self.table.named(grant.fields) if grant else []
        asked = questions.drawn(self.dice, way, self.table, granted or list(self.table.fields))
        blamed, parameters = "", asked.parameters(self.dice)
        if self.dice.random() < 0.35:
            parameters, blamed = questions.spoilt(self.dice, asked, self.table)
            self.outcomes["spoilt beside" if code else f"spoilt {blamed}"] += 1
        answer = self._get(way, [*parameters, ("grant", number)] if number else parameters, key=key)
        self.traces[answer["X-Request-ID"]] = granted
        if code:
            self._refused(answer, STATUS.get(code, 403), code)
        elif blamed:
            self._unknown(answer, blamed, granted)
        else:
            self._good(answer, asked, grant)

    def _get(
        self, way: str, parameters: list[tuple[str, str]], who: str = "alice", key: Drawn | None = None
    ) -> Any:
        self.dice.shuffle(parameters)
        query, name = urlencode(parameters), f"scope-{next(NUMBERS):08d}"
        self.asked = f"{'key' if key else who} {way} {query}"
        self.traces[name] = []
        return self.doors.get(
            way, self.table.resource.code, query, who, name=name, secret=key.secret if key else "",
            whole=self.dice.random() < self.whole,
        )  # fmt: skip

    def _by_a_stranger(self, way: str) -> None:
        parameters = [(self.dice.choice(self.table.fields).name, "1"), ("grant", self.hand.grants[0].number)]
        self._refused(self._get(way, parameters, "charlie"), 403, "no_grant")

    def _refused(self, answer: Any, status: int, code: str) -> None:
        """A refusal that names no field at all."""
        assert (answer.status_code, json.loads(answer.content)["code"]) == (status, code), (
            self.asked,
            answer.content,
        )
        self._hides(answer.content, [], answer)

    def _unknown(self, answer: Any, blamed: str, granted: list[Field]) -> None:
        """The words are made from the grant alone, whatever name was asked for."""
        detail = UNKNOWN.format(", ".join(one.name for one in granted))
        body = {"type": "urn:guishu:problem:unknown_field", "title": "This cannot be read", "status": 400,
                "detail": detail, "code": "unknown_field", "article": "",
                "errors": [{"field": blamed, "code": "unknown_field", "detail": detail}]}  # fmt: skip
        assert answer.status_code == 400, (self.asked, answer)
        assert json.loads(answer.content) == body, self.asked
        self._hides(answer.content, granted, answer)

    def _good(self, answer: Any, asked: Asked, grant: Drawn | None) -> None:
        assert answer.status_code == 200, (self.asked, answer.content)
        assert grant is not None
        if asked.kind == "export":
            return self._exported(answer, asked)
        said = json.loads(answer.content)
        assert (said["resource"], said["grant"]) == (self.table.resource.code, grant.number)
        self._hides(answer.content, asked.granted, answer)
        return self._counted(said, asked) if asked.kind == "counts" else self._paged(said, asked)

    def _paged(self, said: Any, asked: Asked) -> None:
        """This page, and sometimes the next one."""
        rows = [{one.name: told(row[one.name]) for one in asked.columns} for row in asked.rows(self.table)]
        described = [{"name": one.name, "title": one.title, "type": one.type} for one in asked.columns]
        assert said["fields"] == described, self.asked
        assert said["results"] == rows[: asked.page_size], self.asked
        assert [list(row) for row in said["results"]] == [list(row) for row in rows[: asked.page_size]]
        assert bool(said["next"]) == (len(rows) > asked.page_size), self.asked
        if said["next"]:
            self._with_another_s(asked, rows)
            self._cursor(said["next"])
        if said["next"] and self.dice.random() < 0.3 and self.asked.startswith("alice"):
            answer = self._get("rows", parse_qsl(urlsplit(said["next"]).query))
            self.traces[answer["X-Request-ID"]] = asked.granted
            assert json.loads(answer.content)["results"] == rows[asked.page_size :][: asked.page_size], (
                self.asked
            )

    def _with_another_s(self, asked: Asked, rows: list[Any]) -> None:
        """The cursor of a question before this one is refused, unless it was the same question."""
        if not self.cursor or self.dice.random() > 0.1 or not self.asked.startswith("alice"):
            return
        parameters = [pair for pair in parse_qsl(self.asked.split()[-1]) if pair[0] != "cursor"]
        answer = self._get("rows", [*parameters, ("cursor", self.cursor)])
        self.traces[answer["X-Request-ID"]] = asked.granted
        said = json.loads(answer.content)
        self.outcomes[f"another's cursor {answer.status_code}"] += 1
        if answer.status_code == 200:
            found = said["results"]
            assert any(found == rows[n : n + len(found)] for n in range(len(rows) + 1)), self.asked
        else:
            assert [one["code"] for one in said["errors"]] == ["stale_cursor"], self.asked
        self._hides(answer.content, asked.granted, answer)

    def _cursor(self, address: str) -> None:
        """A cursor holds the number of a row and a seal, and no value."""
        cursor = dict(parse_qsl(urlsplit(address).query))["cursor"]
        self.cursor = cursor
        row, seal = signing.loads(cursor, salt="delivery.cursor")
        assert 0 <= row < len(self.table.rows)
        assert len(seal) == 32
        assert set(seal) <= set("0123456789abcdef")

    def _counted(self, said: Any, asked: Asked) -> None:
        groups = asked.counts(self.table)
        assert said["results"] == groups[asked.of_page], self.asked
        assert said["more"] == (len(groups) > asked.page * asked.page_size)
        assert said["group"] == [one.name for one in asked.groups]
        assert said["measures"] == [f"{kind}:{one.name}" if one else kind for kind, one in asked.measures]

    def _exported(self, answer: Any, asked: Asked) -> None:
        form, content = asked.way.partition("/")[2], b"".join(answer.streaming_content)
        head, rows = read_back(form, content, self.folder)
        wanted = [
            {one.name: expected(form, row[one.name]) for one in asked.columns}
            for row in asked.rows(self.table)
        ]
        if form == "xlsx":
            rows, wanted = _without_empty_end(rows), _without_empty_end(wanted)
        if not asked.order:
            rows, wanted = sorted(rows, key=repr), sorted(wanted, key=repr)
        differ = [pair for pair in zip(rows, wanted, strict=False) if pair[0] != pair[1]]
        assert rows == wanted, (self.asked, differ[:3], len(rows), len(wanted), content[-300:])
        assert not rows or head == [one.name for one in asked.columns]
        self._hides(bytes_in(form, content), asked.granted, answer)

    def _hides(self, content: bytes, granted: list[Field], answer: Any) -> None:
        """Nothing of another field stands in the bytes or in a header."""
        headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
        assert set(answer.headers) <= HEADERS, set(answer.headers) - HEADERS
        assert MARK not in headers
        for word in kept_back(self.table, granted):
            assert word.encode() not in content, (word, self.asked, content[:2000])
            assert word not in headers

    def look_through_the_trail(self) -> None:
        """What the attempts left there names granted fields only, and no value."""
        for entry in Entry.objects.filter(pk__gt=self.seen, request_id__in=list(self.traces)):
            granted, told_of = self.traces[entry.request_id], entry.particulars
            names = {one.name for one in granted}
            said = json.dumps([told_of, entry.before, entry.after, entry.subject], ensure_ascii=False)
            said += str(tell(entry))
            assert set(told_of.get("fields", ())) <= names
            assert {one.rpartition(" ")[0] for one in told_of.get("filtered", ())} <= names
            assert set(told_of.get("group", ())) <= names
            assert MARK not in said
            for word in kept_back(self.table, granted):
                assert word not in said, (word, said)
            self.outcomes[f"trail {entry.act}"] += 1
        self.traces.clear()


def _without_empty_end(rows: list[Any]) -> list[Any]:
    """Excel does not keep empty rows at the end."""
    while rows and all(value is None for value in rows[-1].values()):
        rows = rows[:-1]
    return rows
