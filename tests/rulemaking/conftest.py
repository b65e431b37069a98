"""Nanning's authority, its departments, and an entry of one of them."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.rulemaking.desk import Desk, build_desk

MONDAY = "2026-11-23T10:00:00+08:00"


@pytest.fixture
def monday(db: None) -> Iterator[None]:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def desk(monday: None) -> Desk:
    return build_desk()
