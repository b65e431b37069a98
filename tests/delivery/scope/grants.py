"""Grants at random on a table, drawn anew all the time, and what an attempt under them must be told."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from delivery.models import Grant, Subscription
from delivery.subscription import keys
from organizations.actors import Actor
from tests.delivery.factories import World
from tests.delivery.scope.tables import Table

TODAY = date(2026, 11, 24)
YEAR = timedelta(days=364)
TERMS = {
    "in force": (TODAY, TODAY + YEAR),
    "last day": (TODAY - YEAR, TODAY),
    "expired": (TODAY - YEAR, TODAY - timedelta(days=1)),
    "to come": (TODAY + timedelta(days=1), TODAY + YEAR),
}
ALLOWED = {"api": {"rows", "counts"}, "database": {"rows", "counts", "export"}, "file": {"export", "file"}}
FITS = {
    "on_demand": {"rows", "counts"},
    "download": {"export", "file"},
    "push": {"rows", "counts", "export", "file"},
}
GONE = "no_longer_there"


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A grant as it was drawn last."""

    pk: int
    number: str
    secret: str = field(repr=False)
    fields: list[str]
    mode: str
    term: str
    status: str
    accepted: bool
    way: str
    system: str

    @property
    def in_force(self) -> bool:
        return self.status == "active" and self.term in {"in force", "last day"}

    def standing(self) -> str:
        """The code of the refusal while it is not in force; empty while it is."""
        if self.status == "suspended":
            return "grant_suspended"
        if self.status == "ended" or self.term == "expired":
            return "grant_over"
        if self.term == "to come":
            return "grant_not_begun"
        return "" if self.accepted else "duties_not_accepted"


@dataclass
class Hand:
    """The grants of one organization on one table; `whole` is how often one is for all its fields."""

    table: Table
    grants: list[Drawn]
    whole: float = 0
    modes: tuple[str, ...] = ("api", "database", "database", "database", "file")

    def redraw(self, dice: random.Random) -> None:
        """One of the grants becomes another one."""
        place = dice.randrange(len(self.grants))
        before = self.grants[place]
        drawn = self.grants[place] = replace(before, **self._anything(dice, before.way))
        starts, ends = TERMS[drawn.term]
        conditions = "" if drawn.accepted else "仅限核验"
        Grant.objects.filter(pk=drawn.pk).update(
            fields=drawn.fields, mode=drawn.mode, status=drawn.status, starts=starts, ends=ends,
            system=drawn.system, conditions=conditions,
        )  # fmt: skip
        if drawn.way != before.way:
            Subscription.objects.filter(grant=drawn.pk).update(way=drawn.way)

    def _anything(self, dice: random.Random, way: str) -> dict[str, Any]:
        """Most are in force; some are for fields that the table has no more."""
        names = [one.name for one in self.table.fields]
        whole = dice.random() < self.whole
        chosen = (
            names
            if whole
            else dice.sample(names, dice.randint(1, len(names) - 1)) + [GONE] * (dice.random() < 0.1)
        )
        return {
            "fields": [GONE] if dice.random() < 0.02 else chosen,
            "mode": dice.choice(self.modes),
            "term": dice.choices(list(TERMS), [25, 5, 1, 1])[0],
            "status": dice.choices(["active", "suspended", "ended"], [25, 1, 1])[0],
            "accepted": dice.random() < 0.96,
            "way": dice.choice([*FITS, "push", *[way] * 6]),
            "system": dice.choices(["系统0", "另一系统"], [9, 1])[0],
        }

    def met(self, number: str, key: Drawn | None, way: str) -> tuple[str, Drawn | None]:
        """What an attempt is told, empty when it is let in; and the grant under which it is made."""
        own = [one for one in self._in_order() if key is None or one is key]
        own = [one for one in own if not number or one.number == number]
        current = [one for one in own if one.in_force]
        if len(current) > 1:
            return "several_grants", None
        if not own:
            return "no_grant", None
        grant = (current or own)[0]
        return grant.standing() or next(self._refusals(grant, key, way), ""), grant

    def _in_order(self) -> list[Drawn]:
        return sorted(self.grants, key=lambda one: (TERMS[one.term][1], one.pk), reverse=True)

    def _refusals(self, grant: Drawn, key: Drawn | None, way: str) -> Iterator[str]:
        kind = "export" if way.startswith("export") else way
        if key and grant.system != "系统0":
            yield "wrong_system"
        if key and kind not in FITS[grant.way]:
            yield "way_does_not_fit"
        if kind not in ALLOWED[grant.mode]:
            yield "wrong_mode"
        if not self.table.named(grant.fields):
            yield "nothing_left"


def dealt(dice: random.Random, world: World, table: Table, many: int = 3, **given: Any) -> Hand:
    """So many grants of alice's department on the table, each with a key for its system."""
    here = World(world.cast, table.resource.entry, table.resource)
    alice, hand = Actor.of(world.cast.alice), Hand(table, [], **given)
    for _grant in range(many):
        made = here.grant(table.fields[0].name, system="系统0")
        _key, secret = keys.issue(made.subscription, actor=alice, days=30)
        hand.grants.append(
            Drawn(
                pk=made.pk, number=made.number, secret=secret, fields=made.fields, mode="api",
                term="in force", status="active", accepted=True, way="on_demand", system="系统0",
            )
        )  # fmt: skip
    for _grant in range(many * 3):
        hand.redraw(dice)
    return hand
