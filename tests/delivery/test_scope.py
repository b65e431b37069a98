"""No field outside the grant in any form, filter, order, count, error, header or log line, at random.

`SCOPE_EXAMPLES=100000 pytest tests/delivery/test_scope.py` asks as often as that.
"""

import logging
import os
import random
from collections.abc import Iterator

import pytest

from tests.delivery.scope.answers import Ears
from tests.delivery.scope.trial import Trial

EXAMPLES = int(os.environ.get("SCOPE_EXAMPLES", "400"))
SEED = int(os.environ.get("SCOPE_SEED", "20261124"))
TABLE_LASTS = 120


@pytest.fixture
def ears() -> Iterator[Ears]:
    root, heard = logging.getLogger(), Ears()
    level = root.level
    root.addHandler(heard)
    root.setLevel(logging.DEBUG)
    yield heard
    root.removeHandler(heard)
    root.setLevel(level)


@pytest.fixture
def trial(world, tmp_path) -> Trial:
    return Trial(world, random.Random(SEED), tmp_path)


@pytest.mark.article("44")
def test_it_answers_within_the_grant_and_says_nothing_beyond_it(trial, ears):
    for example in range(EXAMPLES):
        if example % TABLE_LASTS == 0:
            trial.deal()
        trial.attempt()
    trial.look_through_the_trail()
    assert ears.told == []
    assert {"rows", "counts", "spoilt filters", "grant_over", "several_grants"} <= set(trial.outcomes)
    print(trial.outcomes)
