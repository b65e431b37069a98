"""What a city has chosen, and the rule set that follows from it, as TOML over the Measures (art. 31)."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from procedure.rulebook import RouteRule, RuleBook, StageRule
from rulemaking.law import (
    ARTICLE,
    CITY_REVIEW,
    HOLDERS,
    ORDER,
    PROCEDURE,
    REVIEW_ARTICLE,
    SAME_CITY,
    SOURCE,
    TO_CITY,
    TO_REGION,
)

Turns = tuple[tuple[str, "Turn | None"], ...]


@dataclass(frozen=True)
class Turn:
    """One stage as the city arranges it: which post, and within how many working days."""

    post: str
    days: int


@dataclass(frozen=True)
class Arrangement:
    """A city's procedure: its stages within the city, and reviews before the routes of article 30."""

    provider_review: Turn
    city_review: Turn | None = None
    reply: Turn | None = None
    region_review: Turn | None = None
    other_city_review: Turn | None = None
    draft_days: int = 30

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> "Arrangement":
        """From the flat particulars of a form; a stage without days is left out."""
        turns: dict[str, Any] = {name: _turn(given, name) for name in TURNS}
        return cls(**turns, draft_days=given["draft_days"])

    def flat(self) -> dict[str, Any]:
        """As the form takes it."""
        told: dict[str, Any] = {"draft_days": self.draft_days}
        for name in TURNS:
            turn: Turn | None = getattr(self, name)
            told |= {f"{name}_days": turn.days, f"{name}_post": turn.post} if turn else {}
        return told

    @property
    def within(self) -> Turns:
        """The stages within the city, in their order."""
        return tuple((stage, getattr(self, stage)) for stage in ORDER)

    @property
    def before(self) -> Turns:
        """The reviews before the routes of article 30, by route."""
        return (TO_REGION, self.region_review), (TO_CITY, self.other_city_review)


TURNS = tuple(field.name for field in fields(Arrangement) if field.name != "draft_days")


def text_of(arrangement: Arrangement, base: RuleBook, *, city: str, version: int, title: str) -> str:
    """The rule set of that version as TOML; it rules the city's routes and leaves the rest to `base`."""
    head = {
        "name": f"{city}-{version}",
        "title": title,
        "over": base.digest,
        "city": city,
        "version": version,
    }
    return "\n".join([*_pairs(head), *(line for rule in _routes(arrangement, base) for line in _laid(rule))])


def _turn(given: Mapping[str, Any], name: str) -> Turn | None:
    days = given.get(f"{name}_days")
    return Turn(str(given.get(f"{name}_post") or "reviewer"), int(days)) if days else None


def _routes(arrangement: Arrangement, base: RuleBook) -> Iterator[RouteRule]:
    default = base.route(PROCEDURE, SAME_CITY)
    chosen = tuple(_ruled(stage, turn, default) for stage, turn in arrangement.within if turn)
    beside = tuple(rule for rule in default.stages if rule.aside or rule.in_state)
    yield replace(default, stages=(*chosen, *beside), draft_days=arrangement.draft_days)
    for route, turn in arrangement.before:
        if turn:
            laid = base.route(PROCEDURE, route)
            first = _ruled(CITY_REVIEW, turn, laid, article=REVIEW_ARTICLE)
            yield replace(laid, stages=(first, *laid.stages))


def _ruled(stage: str, turn: Turn, default: RouteRule, article: str = ARTICLE) -> StageRule:
    """The stage as the city rules it; what it may not decide is as in the set below."""
    known = default.stage(stage)
    then = known.then if known else ""
    return StageRule(stage, HOLDERS[stage], turn.post, turn.days, "working", article, SOURCE, then=then)


def _laid(rule: RouteRule) -> Iterator[str]:
    yield f"\n[{rule.procedure}.{rule.route}]"
    yield from _pairs({"title": rule.title, "article": rule.article, "draft_days": rule.draft_days})
    for stage in rule.stages:
        yield f"\n[[{rule.procedure}.{rule.route}.stages]]"
        yield from _pairs(vars(stage))


def _pairs(values: Mapping[str, Any]) -> Iterator[str]:
    """Lines of TOML; what is empty is left out. A text is written as JSON writes it, which TOML reads."""
    for name, value in values.items():
        if value not in (None, "", False):
            yield f"{name} = {json.dumps(value, ensure_ascii=False)}"
