"""A published entry of the market authority, and requests for it at each stage."""

import pytest

from tests.sharing.requests import World, build_world


@pytest.fixture
def world(db) -> World:
    return build_world()
