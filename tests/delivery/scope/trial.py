"""One attempt after the other to take data, each held against the oracle in every part of its answer."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from django.core import signing
from django.test import Client
from django.utils.http import urlencode
from rest_framework.test import APIClient

from audit.sentences import tell
from audit.trail import Entry
from tests.delivery.factories import World
from tests.delivery.scope import questions
from tests.delivery.scope.answers import bytes_in, expected, kept_back, read_back
from tests.delivery.scope.grants import Drawn, Hand, dealt
from tests.delivery.scope.questions import Asked, told
from tests.delivery.scope.tables import MARK, Field, Table, mounted

WAYS = {"rows": 8, "counts": 5, "export/csv": 2, "export/jsonl": 2, "export/parquet": 3, "export/xlsx": 1}
STATUS = {"several_grants": 400, "nothing_left": 410}
HEADERS = {
    "Content-Type", "Cache-Control", "Content-Length", "Content-Disposition", "X-Delivery", "Vary", "Allow",
    "X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy",
    "Content-Security-Policy", "Content-Language", "X-Request-ID", "Permissions-Policy",
}  # fmt: skip
UNKNOWN = "A field named here is not in your grant. Your grant has: {}."
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@dataclass
class Trial:
    """The dice, and what lies on the table now."""

    world: World
    dice: random.Random
    folder: Path
    table: Table = field(init=False)
    hand: Hand = field(init=False)
    seen: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """They are known from the beginning; a key shows itself anew each time."""
        self.people = {who: APIClient(**ENGLISH) for who in ("alice", "charlie")}
        for who, client in self.people.items():
            client.force_authenticate(getattr(self.world.cast, who))

    def deal(self) -> None:
        """Another table, and grants on it."""
        self.table = mounted(self.dice, self.world.cast.market)
        self.hand = dealt(self.dice, self.world, self.table)
        self.seen = Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def attempt(self) -> None:
        """One more try, by a person or a key, right or wrong."""
        self.hand.redraw(self.dice)
        way = self.dice.choices(list(WAYS), list(WAYS.values()))[0]
        key = self.dice.choice(self.hand.grants) if self.dice.random() < 0.15 else None
        if key is None and self.dice.random() < 0.03:
            return self._by_a_stranger(way)
        numbers = [one.number for one in self.hand.grants]
        number = self.dice.choices(["", *numbers, "GX-GR-2026-999999"], [3, *[5 for _ in numbers], 1])[0]
        code, grant = self.hand.met(number, key, way)
        self._count(code or way)
        granted = self.table.named(grant.fields) if grant else []
        asked = questions.drawn(self.dice, way, self.table, granted or list(self.table.fields))
        blamed, parameters = "", asked.parameters(self.dice)
        if self.dice.random() < 0.35:
            parameters, blamed = questions.spoilt(self.dice, asked, self.table)
            self._count(f"spoilt {blamed}" if not code else "spoilt beside")
        answer = self._get(way, [*parameters, ("grant", number)] if number else parameters, key)
        if code:
            self._refused(answer, STATUS.get(code, 403), code)
        elif blamed:
            self._unknown(answer, blamed, granted)
        else:
            self._good(answer, asked, grant)
        self._leave_no_trace(granted)

    def _count(self, outcome: str) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    def _get(self, way: str, parameters: list[tuple[str, str]], key: Drawn | None) -> Any:
        self.dice.shuffle(parameters)
        address = f"/api/v1/data/{self.table.resource.code}/{way}/?{urlencode(parameters)}"
        self.asked = f"{'key' if key else 'alice'} {address}"
        if key is None:
            return self.people["alice"].get(address)
        return Client().get(address, HTTP_AUTHORIZATION=f"Bearer {key.secret}", **ENGLISH)

    def _by_a_stranger(self, way: str) -> None:
        parameters = [(self.dice.choice(self.table.fields).name, "1"), ("grant", self.hand.grants[0].number)]
        answer = self.people["charlie"].get(f"/api/v1/data/{self.table.resource.code}/{way}/", dict(parameters))
        assert answer.status_code == 403
        self._refused(answer, 403, "no_grant")
        self._leave_no_trace([])

    def _refused(self, answer: Any, status: int, code: str) -> None:
        """A refusal that names no field at all."""
        assert (answer.status_code, answer.json()["code"]) == (status, code), (self.asked, answer.content)
        self._hides(answer.content, [], answer)

    def _unknown(self, answer: Any, blamed: str, granted: list[Field]) -> None:
        """The words are made from the grant alone, whatever name was asked for."""
        detail = UNKNOWN.format(", ".join(one.name for one in granted))
        body = {"type": "urn:guishu:problem:unknown_field", "title": "This cannot be read", "status": 400,
                "detail": detail, "code": "unknown_field", "article": "",
                "errors": [{"field": blamed, "code": "unknown_field", "detail": detail}]}  # fmt: skip
        assert answer.status_code == 400, (self.asked, answer)
        assert answer.json() == body, self.asked
        self._hides(answer.content, granted, answer)

    def _good(self, answer: Any, asked: Asked, grant: Drawn | None) -> None:
        assert answer.status_code == 200, (self.asked, answer.content)
        assert grant is not None
        if asked.kind == "export":
            return self._exported(answer, asked)
        said = answer.json()
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
            self._cursor(said["next"])
            if self.dice.random() < 0.3:
                self._follow(said["next"], rows, asked)

    def _follow(self, address: str, rows: list[Any], asked: Asked) -> None:
        key = next((one for one in self.hand.grants if self.asked.startswith("key")), None)
        if key is None:
            said = self.people["alice"].get(address).json()
            assert said["results"] == rows[asked.page_size : 2 * asked.page_size], self.asked

    def _cursor(self, address: str) -> None:
        """A cursor holds the number of a row and a seal, and no value."""
        cursor = dict(parse_qsl(urlsplit(address).query))["cursor"]
        row, seal = signing.loads(cursor, salt="delivery.cursor")
        assert 0 <= row < len(self.table.rows)
        assert len(seal) == 32
        assert set(seal) <= set("0123456789abcdef")

    def _counted(self, said: Any, asked: Asked) -> None:
        groups = asked.counts(self.table)
        assert said["results"] == groups[: asked.page_size], self.asked
        assert said["more"] == (len(groups) > asked.page_size)
        assert said["group"] == [one.name for one in asked.groups]
        assert said["measures"] == [f"{kind}:{one.name}" if one else kind for kind, one in asked.measures]

    def _exported(self, answer: Any, asked: Asked) -> None:
        form, content = asked.way.partition("/")[2], b"".join(answer.streaming_content)
        head, rows = read_back(form, content, self.folder)
        wanted = [
            {one.name: expected(form, row[one.name]) for one in asked.columns} for row in asked.rows(self.table)
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

    def _leave_no_trace(self, granted: list[Field]) -> None:
        """The trail names granted fields only, and no value."""
        names = {one.name for one in granted}
        for entry in Entry.objects.filter(pk__gt=self.seen).order_by("pk"):
            self.seen, told_of = entry.pk, entry.particulars
            said = json.dumps([told_of, entry.before, entry.after, entry.subject], ensure_ascii=False)
            said += str(tell(entry))
            assert set(told_of.get("fields", ())) <= names
            assert {one.rpartition(" ")[0] for one in told_of.get("filtered", ())} <= names
            assert set(told_of.get("group", ())) <= names
            assert MARK not in said
            for word in kept_back(self.table, granted):
                assert word not in said, (word, said)


def _without_empty_end(rows: list[Any]) -> list[Any]:
    """Excel does not keep empty rows at the end."""
    while rows and all(value is None for value in rows[-1].values()):
        rows = rows[:-1]
    return rows
