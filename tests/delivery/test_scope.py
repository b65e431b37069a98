"""No field outside the grant in any form, filter, order, count, error, header or log line, at random.

`SCOPE_EXAMPLES=100000 pytest tests/delivery/test_scope.py` asks as often as that.
"""

import logging
import os
import random
from collections.abc import Iterator

import pytest

from delivery.models import ApiSource, Resource, ResourceKind
from tests.delivery.scope import portal
from tests.delivery.scope.answers import Ears
from tests.delivery.scope.departments import Services
from tests.delivery.scope.shelves import Shelves
from tests.delivery.scope.trial import Trial
from tests.delivery.upstream import running
from workdays import clock

EXAMPLES = int(os.environ.get("SCOPE_EXAMPLES", "300"))
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


@pytest.fixture
def services(world, socket_enabled) -> Iterator[Services]:
    with running() as server:
        resource = Resource.objects.create(
            code=f"{world.entry.code}-3", entry=world.entry, kind=ResourceKind.API, loaded_at=clock.now()
        )
        address = f"http://localhost:{server.server_port}/base"
        source = ApiSource(resource=resource, base_url=address, paths=["/v1/*"], methods=["GET"], timeout=9)
        source.allow_private, source.max_bytes = True, 1024 * 1024
        source.save()
        yield Services(world, random.Random(SEED), server, source)


@pytest.mark.article("44")
def test_it_hands_over_of_a_service_s_answer_what_is_granted_at_each_depth(services, ears):
    for _example in range(EXAMPLES // 5):
        services.attempt()
    assert ears.told == []
    assert {"spoilt", "200 applicati", "500 applicati"} <= set(services.outcomes)


@pytest.mark.article("44")
def test_it_hands_out_files_of_the_granted_shelf_alone(world, ears):
    shelves = Shelves(world, random.Random(SEED))
    for example in range(EXAMPLES // 5):
        if example % TABLE_LASTS == 0:
            shelves.fill()
        shelves.attempt()
    assert ears.told == []
    assert {"in", "cannot_divide", "wrong_mode"} <= set(shelves.outcomes)


@pytest.mark.article("42", "44")
def test_it_shows_on_the_pages_of_a_grant_what_that_grant_has(trial, ears):
    trial.redraws = False  # what was read before tells of the fields that the grant had then
    for _table in range(max(1, EXAMPLES // 1000)):
        trial.deal()
        for _example in range(20):
            trial.attempt()
        assert portal.looked_at(trial) > len(portal.LISTS)
    assert ears.told == []
