"""A thousand tamperings with two hundred entries, each found and located with heads kept outside."""

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random

import pytest

from audit.canonical import COLUMNS
from tests.audit.sealed_files import EVERY, Line, heads_of, leaf, leaves_of, signer, text_of, trail, written
from verifier.files import verify_trail
from verifier.findings import Finding

MANY = 200
OURS, THEIRS = signer(), signer()
LINES = trail([leaf(position, text_of(position + 1)) for position in range(MANY)], OURS)
KEPT = heads_of(LINES)
KEY: Line = {"key": OURS.key.text, "endorsement": ""}
FOREIGN: Line = {"key": THEIRS.key.text, "endorsement": ""}
Tampering = Callable[[list[Line], int, Random], list[Line]]


def changed(line: Line, column: str, chance: Random) -> None:
    entry = json.loads(str(line["text"]))
    entry[column] = f"{entry[column]}{chance.randrange(10)}"
    line["text"] = json.dumps(entry, ensure_ascii=False)


def renumbered(leaves: list[Line]) -> list[Line]:
    return [{**line, "position": position} for position, line in enumerate(leaves)]


def with_old_heads(leaves: list[Line]) -> list[Line]:
    """The leaves as they are now, with the heads that were signed before, each where its size says."""
    lines: list[Line] = [LINES[0], KEY]
    for number, line in enumerate(leaves, start=1):
        lines.append(line)
        if number % EVERY == 0 and number <= MANY:
            lines.append({"head": KEPT[number // EVERY - 1].text})
    lines += [{"head": note.text} for note in KEPT[len(leaves) // EVERY :]]
    return [*lines, {"leaves": len(leaves), "waiting": 0}]


def change_text(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    changed(leaves[place], chance.choice(COLUMNS), chance)
    return with_old_heads(leaves)


def change_text_and_hash(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    changed(leaves[place], chance.choice(COLUMNS), chance)
    leaves[place] = leaf(place, str(leaves[place]["text"]))
    return with_old_heads(leaves)


def change_hash(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    leaves[place]["hash"] = chance.randbytes(32).hex()
    return with_old_heads(leaves)


def delete_entry(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    del leaves[place]["text"]
    return with_old_heads(leaves)


def delete_line(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    return with_old_heads(leaves[:place] + leaves[place + 1 :])


def delete_and_renumber(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    return with_old_heads(renumbered(leaves[:place] + leaves[place + 1 :]))


def insert(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    new = leaf(place, text_of(1_000 + chance.randrange(1_000)))
    return with_old_heads(renumbered([*leaves[:place], new, *leaves[place:]]))


def insert_twice(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    return with_old_heads([*leaves[: place + 1], deepcopy(leaves[place]), *leaves[place + 1 :]])


def swap(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    other = place ^ 1
    leaves[place], leaves[other] = leaves[other], leaves[place]
    return with_old_heads(leaves)


def swap_and_renumber(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    other = place ^ 1
    leaves[place], leaves[other] = leaves[other], leaves[place]
    return with_old_heads(renumbered(leaves))


def cut_tail(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    """With all heads over what is cut: only a head kept outside tells."""
    return trail(leaves[:place], OURS)


def rewrite_and_sign(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    """By somebody who holds the key of the installation."""
    leaves[place] = leaf(place, text_of(chance.randrange(1_000, 2_000)))
    return trail(leaves, OURS)


def sign_with_another_key(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    """Nothing but one head is signed anew; the key is published as if it were the next."""
    lines = trail(leaves, OURS, keys=[KEY, FOREIGN])
    theirs = trail(leaves, THEIRS)
    spot = [number for number, line in enumerate(lines) if "head" in line][place // EVERY]
    lines[spot] = theirs[spot - 1]
    return lines


def rewrite_under_another_key(leaves: list[Line], place: int, chance: Random) -> list[Line]:
    """By somebody who has made a key of his own and taken ours away."""
    leaves[place] = leaf(place, text_of(chance.randrange(1_000, 2_000)))
    return trail(leaves, THEIRS)


EXACT: list[Tampering] = [change_text, change_hash, delete_entry, delete_line, cut_tail]
NEAR: list[Tampering] = [
    change_text_and_hash, delete_and_renumber, insert, insert_twice, swap, swap_and_renumber,
    rewrite_and_sign, sign_with_another_key, rewrite_under_another_key,
]  # fmt: skip
TIMES = 72
"""Of each: over a thousand in all."""


def found(tampering: Tampering, number: int) -> tuple[int, Finding]:
    """Where it was done, and the first fault that is told."""
    chance = Random(f"{tampering.__name__} {number}")
    place = chance.randrange(MANY)
    lines = tampering(deepcopy(leaves_of(LINES)), place, chance)
    verdict = verify_trail(written(lines), kept=KEPT)
    assert verdict.first is not None, (tampering.__name__, place)
    return place, verdict.first


def test_it_finds_nothing_where_nothing_was_done():
    verdict = verify_trail(written(LINES), kept=KEPT)
    assert (verdict.findings, verdict.size, verdict.heads) == ([], MANY, MANY // EVERY)


@pytest.mark.article("42")
@pytest.mark.parametrize("tampering", EXACT)
def test_it_names_the_very_entry(tampering):
    for number in range(TIMES):
        place, first = found(tampering, number)
        assert first.first == place, (number, first)


@pytest.mark.article("42")
@pytest.mark.parametrize("tampering", NEAR)
def test_it_names_the_entries_between_two_heads(tampering):
    for number in range(TIMES):
        place, first = found(tampering, number)
        last = max(first.first, first.last)
        assert first.first // EVERY == last // EVERY == place // EVERY, (number, place, first)


def test_they_are_more_than_a_thousand():
    assert len(EXACT + NEAR) * TIMES >= 1_000


@pytest.mark.parametrize("column", COLUMNS)
def test_it_notices_a_change_of_any_column(column):
    leaves = deepcopy(leaves_of(LINES))
    changed(leaves[57], column, Random(1))
    verdict = verify_trail(written(with_old_heads(leaves)), kept=KEPT)
    assert [(fault.kind, fault.first) for fault in verdict.findings] == [("changed", 57)]
    assert "58 号记录" in verdict.lines(0)[1]
    assert "entry 58" in verdict.lines(1)[1]
