"""A rule set read from TOML: stages, holders, days and articles of each route (art. 31, 49-51)."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

SOURCES = ("measures", "city", "ours")
UNITS = ("working", "calendar")
TYPES: Mapping[str, Any] = {"days": (int, type(None)), "expires_after": (int, type(None)), "aside": bool}
MEASURES = Path(__file__).parent / "rules" / "measures.toml"


class BadRules(ValueError):
    """A rule set that cannot be used; the sentence names the route, the stage and what is wrong."""


@dataclass(frozen=True)
class StageRule:
    """One duty: its stage, who holds it, and for how long. `days` None means no due date.

    `expires_by` is the step that the clock takes on the day after the due date, or `expires_after`
    working days after receipt. A duty beside the main one of a state names that state in `in_state`; a
    stage that only a step leads to, not the order of the route, is `aside`; `then` is a step that the
    clock may take at once.
    """

    stage: str
    holder: str
    post: str
    days: int | None
    unit: str
    article: str
    source: str
    expires_by: str = ""
    expires_after: int | None = None
    in_state: str = ""
    aside: bool = False
    then: str = ""

    @property
    def state(self) -> str:
        """The state of the case in which the duty is open."""
        return self.in_state or self.stage


@dataclass(frozen=True)
class RouteRule:
    """The stages of one route, in order; `article` is that of filing, drafts lapse after `draft_days`."""

    procedure: str
    route: str
    title: str
    stages: tuple[StageRule, ...]
    article: str = ""
    draft_days: int | None = None

    def stage(self, name: str) -> StageRule | None:
        return next((rule for rule in self.stages if rule.stage == name), None)

    def of_state(self, state: str) -> tuple[StageRule, ...]:
        """The duties that open when a case enters this state; the main one first."""
        return tuple(sorted((r for r in self.stages if r.state == state), key=lambda r: bool(r.in_state)))

    @cached_property
    def order(self) -> tuple[StageRule, ...]:
        """The stages that follow each other by themselves."""
        return tuple(rule for rule in self.stages if not rule.aside and not rule.in_state)

    def after(self, name: str) -> StageRule | None:
        """The stage that follows; the first one when `name` is not in the order of this route."""
        names = [rule.stage for rule in self.order]
        following = names.index(name) + 1 if name in names else 0
        return self.order[following] if following < len(self.order) else None

    def from_stage(self, name: str) -> tuple[StageRule, ...]:
        """The stages still to come, the named one included; all of them when it is not in the order."""
        names = [rule.stage for rule in self.order]
        return self.order[names.index(name) :] if name in names else self.order


@dataclass(frozen=True)
class RuleBook:
    """A rule set; `digest` (SHA-256 of the text) is its identity.

    That of a city names its `city` (GB/T 2260), its `version` there, and the set that it lies `over`, by
    digest: `base`, which lays every route that the city leaves alone (art. 31).
    """

    name: str
    title: str
    text: str
    routes: Mapping[tuple[str, str], RouteRule]
    over: str = ""
    city: str = ""
    version: int = 0
    base: "RuleBook | None" = None

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def every_route(self) -> Mapping[tuple[str, str], RouteRule]:
        """The routes of this set, and of the one below where this has none."""
        return {**(self.base.every_route if self.base else {}), **self.routes}

    def laid_over(self, base: "RuleBook") -> "RuleBook":
        """This set on top of that one."""
        return replace(self, base=base)

    def set_of(self, procedure: str, route: str) -> "RuleBook":
        """The set that lays this route: this one, or the one below it."""
        return self if self.base is None or (procedure, route) in self.routes else self.base

    def route(self, procedure: str, route: str) -> RouteRule:
        """The rules of one route; `BadRules` when neither this set nor the one below knows it."""
        try:
            return self.set_of(procedure, route).routes[procedure, route]
        except KeyError:
            raise BadRules(f"rule set {self.name}: no route {route} in procedure {procedure}") from None

    @classmethod
    def parse(cls, text: str) -> "RuleBook":
        """Read and check a rule set; raises `BadRules`."""
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise BadRules(f"not TOML: {error}") from error
        routes = {(rule.procedure, rule.route): rule for rule in _routes(data)}
        over, city, version = data.get("over", ""), data.get("city", ""), data.get("version", 0)
        if not (isinstance(over, str) and isinstance(city, str) and type(version) is int):
            raise BadRules("over and city are texts, version is a whole number")
        return cls(_named(data, "name"), _named(data, "title"), text, routes, over, city, version)


def measures() -> RuleBook:
    """The rule set that the repository ships."""
    return RuleBook.parse(MEASURES.read_text(encoding="utf-8"))


def _named(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise BadRules(f"{key} is missing")
    return value


def _routes(data: Mapping[str, Any]) -> Iterator[RouteRule]:
    for procedure, routes in data.items():
        if not isinstance(routes, dict):
            continue
        for route, rule in routes.items():
            yield _route(procedure, route, rule)


def _route(procedure: str, route: str, data: Any) -> RouteRule:
    where = f"{procedure}.{route}"
    listed = data.get("stages") if isinstance(data, dict) else None
    if not listed or not isinstance(listed, list):
        raise BadRules(f"{where}: no stages")
    stages = tuple(_stage(where, stage) for stage in listed)
    if len({stage.stage for stage in stages}) != len(stages):
        raise BadRules(f"{where}: a stage stands twice")
    draft_days = data.get("draft_days")
    if draft_days is not None and not (type(draft_days) is int and 1 <= draft_days <= 366):
        raise BadRules(f"{where}: draft_days is a whole number from 1 to 366")
    title, article = (str(data.get(name, "")) for name in ("title", "article"))
    return RouteRule(procedure, route, title, stages, article, draft_days)


def _stage(where: str, data: Any) -> StageRule:
    try:
        rule = StageRule(**{"days": None} | data)
    except TypeError as error:
        raise BadRules(f"{where}: {error}") from None
    for name, value in vars(rule).items():
        if not isinstance(value, TYPES.get(name, str)):
            raise BadRules(f"{where}.{rule.stage}: {name} has the wrong type")
    if rule.unit not in UNITS or rule.source not in SOURCES:
        raise BadRules(f"{where}.{rule.stage}: unit is one of {UNITS}, source one of {SOURCES}")
    for days in (rule.days, rule.expires_after):
        if days is not None and not (type(days) is int and 1 <= days <= 366):
            raise BadRules(f"{where}.{rule.stage}: days is a whole number from 1 to 366")
    if not rule.article:
        raise BadRules(f"{where}.{rule.stage}: no article")
    return rule
