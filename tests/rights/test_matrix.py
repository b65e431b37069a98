"""Everybody knocks at every endpoint and takes every step: the table says what comes of it (art. 2-11)."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine

from portal.documents.relations import Somebody
from portal.documents.rights import Row, endpoints, steps
from tests.rights.addresses import BODIES_SENT
from tests.rights.knocking import SIGN_IN, Crowd
from tests.rights.town import Town, found, particulars

DOORS = ("/cases/{}/steps/{}/", "/api/v1/{}/{}/steps/{}/")
PREFIXES = {
    "submission": "catalog/submissions",
    "share_request": "sharing/requests",
    "quality_issue": "quality/issues",
    "update_duty": "quality/duties",
    "suspension": "delivery/suspensions",
    "emergency_stop": "delivery/emergency-stops",
}
DONE = {"page": "302", "rest": "200"}


@pytest.fixture(autouse=True)
def tuesday(settings, tmp_path: Path) -> Iterator[None]:
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.DEMONSTRATION = True
    settings.STORAGES = settings.STORAGES | {"default": default}
    logging.disable(logging.CRITICAL)
    with time_machine.travel("2026-11-24T02:00:00+08:00", tick=False):
        yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def crowd(db: None) -> Crowd:
    return Crowd(found())


def wrong_answers(crowd: Crowd, row: Row) -> list[tuple[str, ...]]:
    method, address = row.call.split()
    address, body = address.format(**crowd.town.things), BODIES_SENT.get(row.call)
    sent = body(crowd.town) if callable(body) else body
    answers = {one: crowd.knock(one, method, address, sent) for one in row.tried_by()}
    return [
        (row.call, one.name, row.answer(one), was) for one, was in answers.items() if was != row.answer(one)
    ]


@pytest.mark.article("5", "9", "10", "11")
@pytest.mark.parametrize("half", range(2))
@pytest.mark.parametrize("api", [False, True], ids=["pages", "rest"])
def test_it_answers_everybody_at_every_endpoint_as_the_table_says(crowd, api, half):
    rows = [row for row in endpoints() if ("/api/v1/" in row.call) is api][half::2]
    wrong = [" | ".join(said) for row in rows for said in wrong_answers(crowd, row)]
    assert not wrong, "\n".join(wrong)


def step_taken(crowd: Crowd, row: Row, one: Somebody, door: str) -> str:
    case = crowd.town.cases[row.about]
    pages, rest = DOORS
    prefix = PREFIXES[case.KIND]
    address = (
        pages.format(case.number, row.call) if door == "page" else rest.format(prefix, case.number, row.call)
    )
    told = particulars(crowd.town, case, row.call)
    answer = crowd.knock(one, "POST", address, told, seen=case.version)
    return "done" if answer == DONE[door] else answer


def doors_for(crowd: Crowd, row: Row, one: Somebody, turn: int) -> list[str]:
    """Both where the step is taken, for the rest one or the other; the clock's steps have no REST address."""
    if by_the_clock(crowd.town, row):
        return ["page"]
    return list(DONE) if row.answer(one) == "done" else [list(DONE)[turn % 2]]


def by_the_clock(town: Town, row: Row) -> bool:
    declared: Any = town.cases[row.about].step(row.call)
    return declared.by.__name__ == "the_clock"


def wrong_steps(crowd: Crowd, row: Row) -> Iterator[tuple[str, ...]]:
    for turn, one in enumerate(row.tried_by()):
        for door in doors_for(crowd, row, one, turn):
            was = step_taken(crowd, row, one, door)
            if was != row.answer(one):
                yield row.about, row.call, door, one.name, row.answer(one), was


@pytest.mark.article("29(2)", "29(3)", "29(4)", "30(1)", "30(2)", "30(3)", "35", "36")
@pytest.mark.parametrize("quarter", range(4))
def test_it_lets_everybody_take_each_step_as_the_table_says(crowd, quarter):
    rows = steps()[quarter::4]
    wrong = [" | ".join(said) for row in rows for said in wrong_steps(crowd, row)]
    assert not wrong, "\n".join(wrong)


def test_it_knows_what_asking_to_sign_in_is():
    assert {row.answer(one) for row in steps() for one in row.tried_by() if one.name == "anonymous"} == {
        SIGN_IN
    }
