"""A page of rows through the gateway, with mask and trail, against the bare DuckDB query."""

import json
from collections.abc import Callable
from statistics import median
from typing import Any

import duckdb
from django.core.files.storage import default_storage

from benchmarks.door import Door
from benchmarks.measuring import in_turn
from benchmarks.report import Line, Part
from benchmarks.road import ASKER
from delivery.models import Grant
from demonstration.stories import ENTERPRISES
from organizations.actors import Actor
from organizations.models import User
from organizations.tokens import issue

PAGE, ROUNDS = 100, 60
HOW = f"""A page of {PAGE} rows of the demonstration's enterprises over REST with a bearer token: grant,
mask, digest, entry in the trail, commit. The peer is DuckDB alone: the same columns of the same Parquet
file in the same order with the same `LIMIT`, on an open connection. In turn, {ROUNDS} times, medians;
no limit in this release."""


def bench() -> Part:
    grant = Grant.objects.filter(entry__current__name=ENTERPRISES, holder__in=_mine()).latest("pk")
    ways = {"gateway": _gateway(grant), "bare": _bare(grant)}
    taken = in_turn(ways, ROUNDS)
    gateway, bare = median(taken["gateway"]) * 1000, median(taken["bare"]) * 1000
    figure = f"{gateway / bare:.1f} times the bare query ({gateway:.1f} ms, {bare:.1f} ms)"
    return Part("A page of rows", HOW, (Line(f"{PAGE} rows, {len(grant.fields)} fields", figure),))


def _mine() -> frozenset[int]:
    return Actor.of(User.objects.get(username=ASKER)).organization_ids()


def _gateway(grant: Grant) -> Callable[[], object]:
    user = User.objects.get(username=ASKER)
    secret = issue(user, name="bench rows", days=1, actor=Actor.of(user).snapshot())[1]
    door, resource = Door(), grant.entry.resources.get()
    path = f"/api/v1/data/{resource.code}/rows/?page_size={PAGE}&grant={grant.number}"

    def call() -> None:
        answer = door.get(path, HTTP_AUTHORIZATION=f"Bearer {secret}")
        assert answer.status == 200, answer.body.decode()
        assert len(json.loads(answer.body)["results"]) == PAGE

    return call


def _bare(grant: Grant) -> Callable[[], list[Any]]:
    columns = ", ".join(f'"{name}"' for name in grant.fields)
    path = default_storage.path(grant.entry.resources.get().file)
    connection = duckdb.connect(":memory:")
    statement = (
        f"SELECT {columns}, file_row_number FROM read_parquet('{path}', file_row_number = true)"
        f" ORDER BY file_row_number LIMIT {PAGE + 1}"
    )
    return lambda: connection.execute(statement).fetchall()
