"""No field outside the grant in any form, filter, order, count, error or log line, at random.

`SCOPE_EXAMPLES=100000 pytest tests/delivery/test_scope.py` asks as often as that.
"""

import json
import logging
import os
import random

import pytest

from tests.delivery.factories import NAMES, SECRET, trail
from tests.delivery.test_exports import body

EXAMPLES = int(os.environ.get("SCOPE_EXAMPLES", "400"))
OPEN = [name for name in NAMES if name != "hidden_idno"]
WORDS = [*NAMES, "hidden_idno", "HIDDEN_IDNO", "nothing", "file_row_number", '"hidden_idno"', "*"]
OPERATORS = ["", "__eq", "__gte", "__contains", "__in", "__ne", "__regex"]
VALUES = ["1", "SECRET-450", "2026-01-01", "true", "hidden_idno", "'", "%"]


def question(dice: random.Random, way: str) -> dict[str, str]:
    """Parameters of this way of taking data, many of them wrong."""
    asked = {
        dice.choice(WORDS) + dice.choice(OPERATORS): dice.choice(VALUES) for _ in range(dice.randrange(3))
    }
    some = ",".join(dice.sample(WORDS, dice.randint(1, 2)))
    if dice.random() < 0.4:
        asked["group" if way == "counts" else "fields"] = some
    if dice.random() < 0.4:
        kind = dice.choice(["distinct:", "min:", "sum:", "max:"])
        asked["measures" if way == "counts" else "ordering"] = (
            kind + dice.choice(WORDS) if way == "counts" else "-" + dice.choice(WORDS)
        )
    return asked


@pytest.mark.article("44")
def test_it_lets_nothing_out_beyond_the_grant_in_any_form(world, caplog):
    caplog.set_level(logging.DEBUG)
    dice, client = random.Random(20261124), world.client("alice")
    grants = [
        world.grant(*dice.sample(OPEN, dice.randint(1, 5)), mode=mode)
        for mode in ("database", "api")
        for _ in range(6)
    ]
    ways = ["rows", "counts", "export/csv", "export/jsonl", "export/xlsx"]
    for _example in range(EXAMPLES):
        grant, way = dice.choice(grants), dice.choices(ways, [5, 3, 2, 2, 1])[0]
        asked = question(dice, way) | {"grant": grant.number}
        answer = client.get(f"/api/v1/data/{world.resource.code}/{way}/", asked)
        told = body(answer) if answer.streaming else answer.content
        assert answer.status_code in {200, 400, 403}, (way, asked)
        assert (SECRET + "-").encode() not in told
        assert b"hidden_idno" not in told, (way, asked)
    logs = "".join(r.getMessage() for r in caplog.records if not r.name.startswith("django.db"))
    noted = json.dumps(
        [entry.particulars for act in ("delivery.read", "delivery.denied") for entry in trail(act)]
    )
    assert SECRET + "-" not in logs + noted
    assert "hidden_idno" not in noted
