"""Files under grants at random: names, ranges, heads and manifests, held against the bytes themselves."""

import hashlib
import random
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from rest_framework.test import APIClient

from delivery.models import StoredFile
from tests.catalog.factories import publish_entry
from tests.delivery import files
from tests.delivery.factories import World, fields
from tests.delivery.scope.grants import Hand, dealt
from tests.delivery.scope.tables import MARK, Field, Table
from tests.delivery.scope.trial import HEADERS, STATUS

NAMES = (
    "公报.pdf",
    'a"b.txt',
    "x y;z.bin",
    "%2e%2e.txt",
    "it's <b>.txt",
    "名称，2.csv",
    "A.txt",
    "readme.MD",
)
OURS = HEADERS | {"ETag", "Accept-Ranges", "Content-Range"}


@dataclass
class Shelves:
    """Two shelves, of which the grants open the first."""

    world: World
    dice: random.Random
    contents: dict[str, bytes] = field(default_factory=dict)
    hand: Hand = field(init=False)
    outcomes: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.people = {who: APIClient(HTTP_ACCEPT_LANGUAGE="en") for who in ("alice", "charlie")}
        for who, client in self.people.items():
            client.force_authenticate(getattr(self.world.cast, who))

    def fill(self) -> None:
        """Other files on both shelves, and other grants."""
        names = self.dice.sample(NAMES, 5)
        self.contents = {name: self._content() for name in names[:3]}
        shelf = self._shelved({name: self.contents[name] for name in names[:3]})
        self.other = self._shelved({name: f"{MARK}{name}".encode() for name in names[3:]})
        known = tuple(Field(one.name, one.title, one.type, MARK) for one in fields())
        table = Table(shelf, known, ())
        self.hand = dealt(self.dice, self.world, table, whole=0.7, modes=("file", "file", "file", "database"))

    def _content(self) -> bytes:
        return self.dice.randbytes(self.dice.choice([1, 100, 70_000])) + MARK.encode()

    def _shelved(self, contents: dict[str, bytes]) -> Any:
        entry = publish_entry(
            self.world.cast.market, fields=fields(), name=f"文件{self.dice.randrange(10**9)}"
        )
        shelf = files.shelve(
            entry, **{f"f{n}": ("text/plain", text) for n, text in enumerate(contents.values())}
        )
        for place, name in enumerate(contents):
            StoredFile.objects.filter(resource=shelf, name=f"f{place}").update(name=name)
        return shelf

    def attempt(self) -> None:
        """One more try at a list or at a file."""
        self.hand.redraw(self.dice)
        number = self.dice.choice(["", *[one.number for one in self.hand.grants] * 2])
        code, grant = self.hand.met(number, None, "file")
        if code in {"", "nothing_left"}:
            all_of_it = {one.name for one in self.hand.table.fields} <= set(grant.fields if grant else ())
            code = "" if all_of_it else "cannot_divide"
        self.outcomes[code or "in"] += 1
        told = f"?grant={number}" if number else ""
        if self.dice.random() < 0.2:
            return self._listed(self._ask("get", told), code)
        name = self.dice.choice([*self.contents, *self.contents, *self._strange()])
        return self._file(name, self.dice.choice(["get", "get", "head"]), told, code)

    def _strange(self) -> list[str]:
        """Files of the other shelf, places in the storage, a name in other letters."""
        there = list(self.other.current.files.values_list("name", "file"))
        some = next(iter(self.contents))
        return [name for pair in there for name in pair] + [f"..%2F{some}", some.swapcase(), "nothing", "."]

    def _ask(self, method: str, told: str, name: str = "", **headers: str) -> Any:
        address = f"/api/v1/data/{self.hand.table.resource.code}/files/{quote(name, safe='')}{told}"
        answer = getattr(self.people["alice"], method)(address, headers=headers)
        assert set(answer.headers) <= OURS, set(answer.headers) - OURS
        for stranger in self.other.current.files.values_list("name", flat=True):
            assert stranger not in str(answer.headers)
        return answer

    def _listed(self, answer: Any, code: str) -> None:
        if code:
            return self._refused(answer, code)
        assert {one["name"]: (one["size"], one["digest"]) for one in answer.json()} == {
            name: (len(text), hashlib.sha256(text).hexdigest()) for name, text in self.contents.items()
        }
        return None

    def _refused(self, answer: Any, code: str) -> None:
        assert (answer.status_code, answer.json()["code"]) == (STATUS.get(code, 403), code), answer.content
        assert MARK.encode() not in answer.content
        assert not [name for name in self.contents if name in answer.content.decode()]

    def _file(self, name: str, method: str, told: str, code: str) -> None:
        first = self.dice.randrange(120)
        span = {
            "Range": self.dice.choice(
                [f"bytes={first}-{first + 9}", f"bytes=-{first}", "bytes=x", "bytes=0-1,3-4"]
            )
        }
        answer = self._ask(method, told, name, **(span if self.dice.random() < 0.5 else {}))
        if answer.status_code == 404 and name not in self.contents:
            assert MARK.encode() not in answer.content
            assert method == "head" or answer.json()["code"] == "not_found"
        elif code:
            assert answer.status_code == STATUS.get(code, 403), (name, code, answer.content)
            return self._refused(answer, code) if method == "get" else None
        elif answer.status_code == 416:
            assert answer["Content-Range"] == f"bytes */{len(self.contents[name])}"
        else:
            self._whole_or_part(answer, self.contents[name], method)
        return None

    def _whole_or_part(self, answer: Any, text: bytes, method: str) -> None:
        """The bytes, and a manifest that says so, to nobody else."""
        sent = b"".join(answer.streaming_content)
        wanted = text
        if answer.status_code == 206:
            first, last = map(int, answer["Content-Range"].split()[1].partition("/")[0].split("-"))
            wanted = text[first : last + 1]
        assert int(answer["Content-Length"]) == len(wanted)
        assert answer["ETag"] == f'"{hashlib.sha256(text).hexdigest()}"'
        assert sent == (b"" if method == "head" else wanted)
        address = f"/api/v1/delivery/deliveries/{answer['X-Delivery']}/"
        manifest = self.people["alice"].get(address)
        assert manifest.json()["sha256"] == hashlib.sha256(sent).hexdigest()
        assert MARK.encode() not in manifest.content
        assert self.people["charlie"].get(address).status_code == 404
