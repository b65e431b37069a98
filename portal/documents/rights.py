"""`docs/permission-matrix.md`: every endpoint and step, and what it answers whom (art. 2-6, 9-11, 29-31).

The table is data: `rights.csv` for endpoints, `steps.csv` for the steps of cases. A test knocks at every
endpoint as everybody; an endpoint or a step that the table does not name fails it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.documents.markdown import document, table
from portal.documents.relations import OTHERS, RELATIONS, SPECIAL, Somebody, everybody, meant

HERE = Path(__file__).parent
SOME = "requester bureau provider_authority.reviewer for_bureau stand_in_over without_post filer anonymous"
FEW = "requester.handler bureau.reviewer.seated admin_system citizen anonymous"
SIDES = (
    "provider.seated bureau.reviewer bureau.auditor requester.handler requester.reviewer requester.auditor "
    "provider_authority.reviewer provider_authority.supervisor other_city.reviewer department.steward "
    "for_requester for_bureau filer for_filer admin_system citizen anonymous"
)
AMONG = {"all": "*", "sides": SIDES, "some": SOME, "few": FEW, "least": "citizen anonymous"}
INTRODUCTION = """\
What each endpoint answers, for each post in each relation to a case, tried in full by `tests/rights/`. In the
case a department of one city asks a department of another one (article 30); `region department` is a
stranger to it, except in `provider_review`, where it is the provider. `200`, `201`, `204`, `207` and `302` (a
page that leads on) are done; `sign-in` asks to sign in first (302 on pages, 401 over REST); `403` is another
post, `404` a case or thing that is none of one's business, `409` a case that has moved on, `422` an
empty form."""
STEPS = """\
Both doors, page and REST, answer alike: done is 302 on pages and 200 over REST. Whoever filed the case does
not decide it, nor does a stand-in of his (four eyes). Steps of the clock are offered to nobody."""
COLUMNS = [*RELATIONS, *OTHERS]


@dataclass(frozen=True)
class Row:
    """One endpoint or step, who is to try it, and what each is answered: the first selector that fits."""

    call: str
    about: str
    among: str
    outcomes: tuple[tuple[str, str], ...]

    def answer(self, somebody: Somebody) -> str:
        """What the table says for this one."""
        return next(status for status, who in self.outcomes if meant(who, somebody))

    def tried_by(self) -> list[Somebody]:
        """Everybody whom the row is about."""
        return [one for one in everybody() if meant(AMONG[self.among], one)]


def endpoints() -> list[Row]:
    """The calls: method and address, with the names of things in braces."""
    return [Row(said["call"], "", said["among"], outcomes(said["outcomes"])) for said in _read("rights.csv")]


def steps() -> list[Row]:
    """The steps, each in the states in which it is tried."""
    signed_out = (("sign-in", "anonymous"),)
    return [
        Row(said["step"], said["case"], "all", signed_out + outcomes(said["outcomes"]))
        for said in _read("steps.csv")
    ]


def outcomes(said: str) -> tuple[tuple[str, str], ...]:
    """`200 bureau; 404 *` as pairs."""
    pairs = (part.strip().partition(" ") for part in said.split(";"))
    return tuple((status, who.strip()) for status, _space, who in pairs)


def pages() -> Iterator[tuple[str, str]]:
    """The one page."""
    yield "permission-matrix.md", page()


def page() -> str:
    head = [*RELATIONS.values(), *OTHERS.values()]
    return document(
        "# Permission matrix",
        INTRODUCTION,
        "## Pages and REST",
        table(["Call", *head], ([f"`{row.call}`", *_cells(row)] for row in endpoints())),
        "## Steps of cases",
        STEPS,
        table(["State", "Step", *head], ([f"`{r.about}`", f"`{r.call}`", *_cells(r)] for r in steps())),
    )


def _cells(row: Row) -> list[str]:
    return [_cell(row, [one for one in row.tried_by() if _column(one) == name]) for name in COLUMNS]


def _column(one: Somebody) -> str:
    relation = one.name.partition(".")[0]
    if relation in RELATIONS or relation in OTHERS:
        return relation
    return "without_post" if "without_post" in SPECIAL[one.name].split() else "stand_in"


def _cell(row: Row, people: list[Somebody]) -> str:
    """One status for all, or each with the people who get it."""
    found: dict[str, list[str]] = {}
    for one in people:
        found.setdefault(row.answer(one), []).append(one.name.rpartition(".")[2].replace("_", " "))
    if len(found) < 2:
        return next(iter(found), "–")
    most = max(found, key=lambda status: len(found[status]))
    named = [f"{status} {', '.join(names)}" for status, names in found.items() if status != most]
    return "; ".join([*named, f"else {most}"])


def _read(name: str) -> list[dict[str, Any]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
