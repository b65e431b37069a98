"""The description of the REST interface is valid, and every answer is as it says, whoever asks for what."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, GenerationMode
from schemathesis import Case as Example
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks
from schemathesis.specs.openapi.schemas import OpenApiSchema

from audit.models import Leaf
from audit.trail import Snapshot
from config.wsgi import application
from notifications.models import Notice
from organizations.tokens import issue
from procedure.models import Case, WorkItem
from tests.browser.world import REFUSAL, Furnished, transactional_db, world
from tests.sharing.requests import ASKED, FIELDS
from workdays import clock

__all__ = ["transactional_db", "world"]

ADDRESS = "/api/v1/openapi.yaml"
PEOPLE = {"the handler of hr": "alice", "the bureau's reviewer": "betty", "anyone": ""}
ROOMS = [
    "audit",
    "city-procedures",
    "catalog",
    "data",
    "delivery",
    "me",
    "notifications",
    "organization-changes",
    "organizations",
    "posts",
    "quality",
    "saved-filters",
    "sharing",
    "work-items",
    "workdays",
]
CONFORMANCE = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
CHECKS = [*CONFORMANCE, checks.negative_data_rejection, checks.missing_required_header]
REQUESTS = "/api/v1/sharing/requests/"
BEGINNING: list[tuple[str, str, dict[str, Any]]] = [
    ("alice", "submit", {}),
    ("betty", "approve", {"opinion": "用途明确。"}),
]
ENDS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "granted": ("bob", "agree", {"fields": FIELDS[:2], "basis": "注册资本无须核验。"}),
    "refused": ("bob", "decline", REFUSAL),
}
FEW = 4
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]


@pytest.fixture(scope="module")
def interface(world: Furnished) -> OpenApiSchema:
    """The description as the portal itself serves it."""
    schema = schemathesis.openapi.from_wsgi(ADDRESS, application)
    schema.config.generation.with_security_parameters = False
    return schema


@pytest.fixture(scope="module")
def headers(world: Furnished) -> dict[str, dict[str, str]]:
    """With what each of the people calls."""
    return {name: bearing(world, who) for name, who in PEOPLE.items()}


def bearing(world: Furnished, who: str) -> dict[str, str]:
    """The headers of a program of this person; of nobody without a name."""
    if not who:
        return {}
    _token, secret = issue(getattr(world.cast, who), name="contract", days=1, actor=Snapshot())
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Callable[..., None]:
    """Tries one operation with some examples, always the same ones."""
    many = request.config.getoption("--contract-examples", default=None) or FEW

    def run(operation: APIOperation, mode: GenerationMode, act: Callable[[Example], None]) -> None:
        once = given(case=operation.as_strategy(generation_mode=mode))(act)
        always = settings(
            max_examples=many,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=SLOW,
        )
        try:
            always(once)()
        except Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE  # nothing that one can send would be wrong

    return run


def test_it_is_generated_without_a_warning(world: Furnished, tmp_path) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "openapi.yaml"))


def test_it_is_tried_in_every_room(interface: OpenApiSchema) -> None:
    assert {room_of(operation) for operation in operations(interface)} == set(ROOMS)


@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("room", ROOMS)
def test_it_answers_as_described(interface, headers, tried, room, person, mode) -> None:
    def act(case: Example) -> None:
        case.call_and_validate(headers=headers[person], checks=checks_of(case))

    for operation in operations(interface, room):
        tried(operation, mode, act)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("room", ROOMS)
def test_it_answers_as_described_of_real_things(interface, headers, world, tried, room, person) -> None:
    def about(told: dict[str, str]) -> Callable[[Example], None]:
        def act(case: Example) -> None:
            case.path_parameters = told
            case.headers = {**case.headers, **version_of(told)}
            case.call_and_validate(headers=headers[person], checks=CONFORMANCE)

        return act

    for operation in operations(interface, room):
        for told in things(world, operation.path):
            tried(operation, GenerationMode.POSITIVE, about(told))


def checks_of(case: Example) -> list[Any]:
    """An empty parameter is no mistake: it says nothing, as a browser's form sends it."""
    return CONFORMANCE if "" in dict(case.query).values() else CHECKS


def operations(interface: OpenApiSchema, room: str = "") -> Iterator[APIOperation]:
    for found in interface.get_all_operations():
        if not room or room_of(found.ok()) == room:
            yield found.ok()


def room_of(operation: APIOperation) -> str:
    return operation.path.removeprefix("/api/v1/").partition("/")[0]


def things(world: Furnished, path: str) -> Iterator[dict[str, str]]:
    """What the parameters of an address may stand for; nothing for an address without parameters."""
    for name, known in known_things(world).items():
        if path.startswith(f"/api/v1/{name}/") and "{" in path:
            first, *others = re.findall(r"{(\w+)}", path)
            yield from ({first: str(one)} | dict.fromkeys(others, "none") for one in known)


def known_things(world: Furnished) -> dict[str, list[Any]]:
    number = {name: case.number for name, case in world.cases.items()}
    return {
        "audit/entries": [Leaf.objects.get(position=0).entry_id],
        "catalog/entries": [world.world.entry.code, world.open_entry.code],
        "catalog/submissions": [number["submission"], number["submitted"]],
        "data": [world.resource.code],
        "delivery/emergency-stops": [number["emergency"]],
        "delivery/grants": [world.grant.number],
        "delivery/suspensions": [number["suspension"]],
        "notifications": list(Notice.objects.shown_to(world.cast.alice).values_list("pk", flat=True)[:1]),
        "organizations": [world.cast.hr.code],
        "sharing/requests": [number[state] for state in ("draft", "provider_review", "granted")],
        "work-items": list(WorkItem.objects.order_by("pk").values_list("pk", flat=True)[:2]),
    }


def version_of(told: dict[str, str]) -> dict[str, str]:
    """The version of the case as it is now."""
    case = Case.objects.filter(number=told.get("number")).first()
    return {"If-Match": f'"{case.version}"'} if case else {}


@pytest.mark.parametrize("end", ENDS)
def test_it_answers_as_described_along_the_main_job(interface, world, end) -> None:
    told: dict[str, str] = {}
    until = (clock.today() + timedelta(days=365)).isoformat()
    opened = {**ASKED, "entry": world.world.entry.code, "until": until}
    for who, step, body in [("alice", "", opened), *BEGINNING, ENDS[end], ("boris", "reply", {})]:
        operation = interface[f"{REQUESTS}{{number}}/steps/{step}/" if step else REQUESTS]["POST"]
        case = operation.Case(
            path_parameters=told, body=body, headers=version_of(told), media_type="application/json"
        )
        answer = case.call_and_validate(headers=bearing(world, who), checks=CONFORMANCE)
        assert answer.status_code == (200 if step else 201)
        told = {"number": answer.json()["number"]}
    assert answer.json()["state"] == end
