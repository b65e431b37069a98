"""Ten thousand steps of share requests, random people and random days, each as the clerk's sheet says."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from catalog.publishing import publish_new
from delivery.grants import first_read
from delivery.models import Grant
from organizations.models import PostKind
from procedure.engine import begin, offered, take
from procedure.sweep import sweep
from refusals.tree import Refusal
from sharing.models import ShareRequest
from sharing.tasks import lapse_drafts
from tests.cast import seated
from tests.procedure.model import ASKER, ENDS, PROVIDER, Sheet
from tests.procedure.moving import noon
from tests.sharing.requests import ASKED, ENTERPRISES, FIELDS, build_world
from tests.sharing.scenes import NEED, TOLD, person
from workdays.models import Day

RUNS, STEPS_A_RUN = 200, 50
ROUTES = {  # who asks, whom
    "region": ("alice", "market"),
    "city_to_region": ("nora", "market"),
    "city_to_city": ("lena", "nanning_market"),
    "same_city": ("nora", "nanning_market"),
    "external": ("alice", "ministry"),
    "external_city": ("nora", "guangdong_hr"),
    "external_in": ("desk", "market"),
    "need": ("alice", "market"),
}
HOLDERS = {
    "GX-BUREAU": ["betty", "boris"],
    "GX-MARKET": ["bob"],
    "450100-MARKET": ["noah"],
    "450100-AUTH": ["nina"],
}
PEOPLE = ["alice", "nora", "lena", "desk", "bob", "noah", "nina", "betty", "boris", "stella", "charlie"]
STEPS = [step.name for step in ShareRequest.steps()]
OPEN_ENTRY = replace(
    ENTERPRISES,
    name="企业名录",
    share_type="unconditional",
    share_condition="",
    fields=tuple(replace(field, share_type="unconditional") for field in ENTERPRISES.fields[:3]),
)


STANDING = """
SELECT state, version, closed IS NULL, coalesce((
    SELECT jsonb_object_agg(stage, jsonb_build_array(h.code, due)) FROM procedure_workitem i
    JOIN organizations_organization h ON h.id = i.holder_id WHERE i.case_id = c.id AND i.closed IS NULL
), '{}'), (SELECT count(*) FROM audit_entry WHERE "case" = c.number),
(SELECT count(*) FROM delivery_grant g WHERE g.case_id = c.id)
FROM procedure_case c WHERE number = %s
"""
ACTS = st.sampled_from(["take"] * 6 + ["try"] * 3 + ["time"] * 3)
ANY_STEP, ANYBODY = st.sampled_from(STEPS), st.sampled_from(PEOPLE)
DAYS = st.sampled_from([0, 1, 1, 1, 2, 3, 5, 9, 45])


class Stage:
    """What all runs share: the cast, its people as actors, the entries, the days, and how much was done."""

    def __init__(self, clock: time_machine.Traveller) -> None:
        self.clock, self.world, self.done = clock, build_world(), 0
        seated("desk", self.world.cast.bureau, PostKind.HANDLER)
        self.actors = {who: person(who) for who in PEOPLE}
        days = Day.objects.filter(notice__replaced_by=None).order_by("-notice__authority")
        self.calendar = dict(days.values_list("date", "working"))
        self.entries = {
            (name, entry.name): publish_new(entry, getattr(self.world.cast, name))
            for name in ("market", "nanning_market")
            for entry in (ENTERPRISES, OPEN_ENTRY)
        }


class Clerk(RuleBasedStateMachine):
    """One request after another on the portal and on a sheet; after each act both must say the same."""

    stage: Stage

    @initialize(
        route=st.sampled_from(sorted(ROUTES)),
        day=st.dates(date(2017, 1, 2), date(2026, 8, 31)),
        unconditional=st.booleans(),
    )
    def opens(self, route: str, day: date, unconditional: bool) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.today = day
        self.draft(route, unconditional)

    def draft(self, route: str, unconditional: bool) -> None:
        """A draft on both sides."""
        self.who, asked = ROUTES[route]
        has_entry = not route.startswith("external_city") and route not in ("external", "need")
        self.move_to(self.today)
        entry = (
            self.stage.entries[asked, (OPEN_ENTRY if unconditional else ENTERPRISES).name]
            if has_entry
            else None
        )
        said = ASKED | {"entry": entry} if has_entry else ASKED | NEED
        cast = self.stage.world.cast
        if route == "external_in":
            said |= {"requester": cast.ministry}
        if route in ("external", "external_city"):
            said |= {"provider": getattr(cast, asked)}
        self.request = begin(ShareRequest, actor=self.stage.actors[self.who], **said)
        self.sheet = Sheet(
            route=route,
            parties=parties(self.request, cast),
            today=self.today,
            calendar=self.stage.calendar,
            unconditional=has_entry and unconditional,
            has_entry=has_entry,
        )

    def move_to(self, day: date) -> None:
        self.today = day
        self.stage.clock.move_to(noon(day))

    @precondition(lambda self: self.sheet.state in ENDS)
    @rule(route=st.sampled_from(sorted(ROUTES)), unconditional=st.booleans())
    def opens_another(self, route: str, unconditional: bool) -> None:
        self.draft(route, unconditional)
        self.compare()

    @rule(
        act=ACTS,
        choice=st.integers(0, 99),
        step=st.sampled_from(STEPS),
        who=st.sampled_from(PEOPLE),
        days=DAYS,
    )
    def goes_on(self, act: str, choice: int, step: str, who: str, days: int) -> None:
        """Mostly a lawful step; else any step by anybody, days that pass, or a first read."""
        if self.sheet.state in ENDS:
            self.draft(sorted(ROUTES)[choice % len(ROUTES)], choice % 2 == 0)
        elif act == "time":
            self.time_passes(days)
        elif act == "try":
            self.tries(step, who)
        elif self.sheet.state == "awaiting_use" and choice % 2:
            self.reads()
        else:
            self.takes(choice)
        self.compare()

    def takes(self, choice: int) -> None:
        """A lawful step by somebody whose turn it is."""
        moves = self.sheet.moves()
        step, organization = moves[choice % len(moves)]
        people = self.people_of(step, organization)
        self.attempt(step, people[choice % len(people)])

    def tries(self, step: str, who: str) -> None:
        """Any step by anybody; what is not lawful is refused and leaves no trace."""
        lawful = self.lawful()
        offers = {offer.name for offer in offered(self.request, self.stage.actors[who])}
        assert offers == {name for name, person in lawful if person == who}
        if (step, who) in lawful:
            self.attempt(step, who)
            return
        with pytest.raises(Refusal):
            self.take(step, who)

    def time_passes(self, days: int) -> None:
        """Days go by, then the sweep comes."""
        self.move_to(self.today + timedelta(days=days))
        self.sheet.today = self.today
        self.sheet.sweep()
        lapse_drafts()
        sweep()

    def reads(self) -> None:
        """The first read of the data, as the gateway tells it."""
        first_read.send(sender=Grant, grant=Grant.objects.get(case=self.request.pk))
        self.sheet.take("use_begins")

    def attempt(self, step: str, who: str) -> None:
        self.request = self.take(step, who)
        self.sheet.take(step)

    def take(self, step: str, who: str) -> ShareRequest:
        actor = self.stage.actors[who]
        return take(self.request, step, actor=actor, seen=self.request.version, **self.told(step))

    def told(self, step: str) -> dict[str, Any]:
        if step == "name_provider":
            return {"provider": self.stage.world.cast.market}
        if step == "link_entry":
            return {"entry": self.stage.world.entry, "fields": FIELDS[:2]}
        told = TOLD.get(step, {})
        fields = FIELDS[:2] if self.request.entry else []
        return told | {"fields": fields} if "fields" in told else told

    def lawful(self) -> set[tuple[str, str]]:
        return {
            (step, who)
            for step, organization in self.sheet.moves()
            for who in self.people_of(step, organization)
        }

    def people_of(self, step: str, organization: str) -> list[str]:
        if step in self.sheet.askers_steps():
            return [self.who]
        return ["stella"] if self.sheet.state == "cataloguing" else HOLDERS[organization]

    def compare(self) -> None:
        """State, version, duties with holders and dates, trail and grants, as the database has them."""
        self.stage.done += 1
        with connection.cursor() as cursor:
            cursor.execute(STANDING, [self.request.number])
            state, version, is_open, duties, written, grants = cursor.fetchone()
        sheet = self.sheet
        assert (state, version, is_open) == (sheet.state, sheet.version, sheet.state not in ENDS)
        assert json.loads(duties) == {
            name: [who, due and due.isoformat()] for name, (who, due) in sheet.duties.items()
        }
        assert (written, grants) == (sheet.written, sheet.grants)
        if version != self.request.version:
            self.request = ShareRequest.objects.with_parties().get(number=self.request.number)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)


def parties(request: ShareRequest, cast: Any) -> dict[str, str]:
    """The codes behind the names on the sheet; the Bureau keeps what a body outside asks for."""
    asking, provider = request.requester, request.provider or cast.market
    authorities = {"asker's authority": asking.authority, "provider's authority": provider.authority}
    known = {name: body.code for name, body in authorities.items() if body}
    return {ASKER: cast.bureau.code if asking.is_outside else asking.code, PROVIDER: provider.code} | known


@pytest.mark.article("29", "30", "31", "36")
def test_it_does_in_ten_thousand_steps_what_the_sheet_says(db, settings_since_2015, pytestconfig):
    runs = pytestconfig.getoption("--property-examples") or RUNS
    with time_machine.travel(noon(date(2026, 11, 23)), tick=False) as clock:
        machine = type("Staged", (Clerk,), {"stage": Stage(clock)})
        shape = settings(
            max_examples=runs,
            stateful_step_count=STEPS_A_RUN + 3,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        run_state_machine_as_test(machine, settings=shape)
    assert machine.stage.done >= runs * STEPS_A_RUN


@pytest.fixture
def settings_since_2015(settings):
    settings.MEASURES_IN_FORCE = "2015-01-01"
