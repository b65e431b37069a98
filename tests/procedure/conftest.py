"""Share requests stand in for every kind of case: the engine is tested on a real one."""

import pytest

from tests.sharing.requests import World, build_world


@pytest.fixture
def world(db) -> World:
    return build_world()
