"""A published entry with a mounted table, and those who use, keep and oversee it."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from delivery.models import Resource
from delivery.supply.mounting import OPERATOR, mount
from organizations.models import User
from procedure.engine import begin, take
from quality.models import QualityIssue
from tests.procedure.doors import Pages, Rest, plain
from tests.sharing.conftest import ROWS, storage, world
from tests.sharing.requests import World

__all__ = ["storage", "world"]

MONDAY = "2026-11-23T10:00:00+08:00"
FAULT: dict[str, Any] = {
    "fault": "accuracy",
    "description": "第 2 行注册资本与公示系统不一致。",
    "found_on": "2026-11-23",
}


@pytest.fixture
def monday(db: None) -> Iterator[Any]:
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def resource(monday: Any, storage: Any, world: World) -> Resource:
    return mount(world.entry, iter(ROWS), OPERATOR)


class IssuePages(Pages):
    """Issues in the browser."""

    def report(self, entry: Any, **said: Any) -> Any:
        return self.client.post("/quality/issues/new/", plain({"entry": entry, **FAULT, **said}))


class IssueRest(Rest):
    """Issues over REST."""

    done = 200

    def report(self, entry: Any, **said: Any) -> Any:
        return self.post("/api/v1/quality/issues/", {"entry": entry.code, **FAULT, **said})

    def take(self, case: Any, step: str, *, seen: Any = None, **particulars: Any) -> Any:  # type: ignore[override]
        seen = f'"{case.version}"' if seen is None else seen
        place = "duties" if case.kind == "update_duty" else "issues"
        return self.post(
            f"/api/v1/quality/{place}/{case.number}/steps/{step}/", particulars, **{"If-Match": str(seen)}
        )


DOORS = [IssuePages, IssueRest]


@pytest.fixture(params=DOORS, ids=["pages", "rest"])
def door(request: pytest.FixtureRequest) -> Callable[[User], Any]:
    return request.param


def reported(world: World, resource: Resource | None = None, **said: Any) -> QualityIssue:
    """An issue as alice reports it."""
    told = FAULT | {"found_on": date(2026, 11, 23)} | said
    return begin(QualityIssue, actor=world.actor("alice"), entry=world.entry, resource=resource, **told)


def step(world: World, case: Any, name: str, who: str, **particulars: Any) -> Any:
    return take(case, name, actor=world.actor(who), seen=case.version, **particulars)
