"""A sealed trail as the portal exports it, made without a database."""

import json
from datetime import UTC, datetime, timedelta

from audit.canonical import COLUMNS
from audit.signing import Signer, made, read
from verifier.files import TRAIL
from verifier.merkle import Frontier, leaf_hash
from verifier.notes import Head, Note

START = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = 20
"""How many entries lie between two heads."""
Line = dict[str, object]


def signer() -> Signer:
    return Signer("guishu.trail", read(made()))


def text_of(number: int) -> str:
    """An entry with something in every column."""
    columns: dict[str, object] = {name: f"{name} {number}" for name in COLUMNS}
    columns |= {"id": number, "at": f"2026-01-01T00:{number // 60:02}:{number % 60:02}", "tells": ["GX-HR"]}
    return json.dumps(columns, ensure_ascii=False)


def leaf(position: int, text: str) -> Line:
    return {
        "position": position,
        "entry": position + 1,
        "hash": leaf_hash(text.encode()).hex(),
        "text": text,
    }


def head(tree: Frontier, by: Signer) -> Note:
    at = START + timedelta(minutes=tree.size)
    return by.sign(Head(by.name, tree.size, tree.root(), at).body)


def trail(leaves: list[Line], by: Signer, *, keys: list[Line] | None = None) -> list[Line]:
    """The leaves with a head after each twenty, signed anew."""
    tree, lines = Frontier(), []
    for one in leaves:
        tree.extend([bytes.fromhex(str(one["hash"]))])
        lines.append(one)
        if tree.size % EVERY == 0:
            lines.append({"head": head(tree, by).text})
    told = keys if keys is not None else [{"key": by.key.text, "endorsement": ""}]
    opening: Line = {"format": TRAIL, "size": len(leaves), "partial": False}
    return [opening, *told, *lines, {"leaves": len(leaves), "waiting": 0}]


def leaves_of(lines: list[Line]) -> list[Line]:
    return [line for line in lines if "position" in line]


def heads_of(lines: list[Line]) -> list[Note]:
    return [Note.parse(str(line["head"])) for line in lines if "head" in line]


def written(lines: list[Line]) -> list[str]:
    return [json.dumps(line, ensure_ascii=False) + "\n" for line in lines]
