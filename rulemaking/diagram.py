"""A rule set as people look at it: the flow of each route, and what differs from another set (art. 31)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from organizations.models import PostKind
from procedure.models import kinds
from procedure.rulebook import RouteRule, RuleBook, StageRule
from rulemaking.law import HOLDER_LABELS, PROCEDURE, ROUTES, SAME_CITY


@dataclass(frozen=True)
class Box:
    """One stage in the picture; `by` counts the working days from filing to its end, at the latest."""

    stage: str
    label: str
    holder: str
    post: str
    days: int | None
    by: int
    article: str
    source: str
    is_of_city: bool
    may_refuse: bool
    may_return: bool


@dataclass(frozen=True)
class Flow:
    """The boxes of one route, and whether its last stage gives the answer itself."""

    route: str
    label: str
    boxes: tuple[Box, ...]
    draft_days: int | None
    correction_days: int | None

    @property
    def days(self) -> int:
        return self.boxes[-1].by

    @property
    def sentence(self) -> str:
        """The picture in words."""
        return _("From filing to the answer it takes %(days)d working days at most, in %(stages)s.") % {
            "days": self.days,
            "stages": ngettext("%(count)d stage", "%(count)d stages", len(self.boxes))
            % {"count": len(self.boxes)},
        }


@dataclass(frozen=True)
class Difference:
    """One line of a comparison: what it is about, as it is, as it would be."""

    route: str
    label: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        return self.old != self.new


def flows(book: RuleBook, *, every: bool = False) -> list[Flow]:
    """The routes that this set lays for the city; with `every` also those that it leaves as they are."""
    rules = [book.route(PROCEDURE, route) for route in ROUTES]
    return [flow_of(rule) for rule in rules if every or rule.route == SAME_CITY or _is_of_city(rule)]


def flow_of(rule: RouteRule) -> Flow:
    ends = list(accumulate(stage.days or 0 for stage in rule.order))
    boxes = tuple(_box(stage, end) for stage, end in zip(rule.order, ends, strict=True))
    returned = rule.stage("returned")
    return Flow(
        rule.route, str(ROUTES[rule.route]), boxes, rule.draft_days, returned.days if returned else None
    )


def differences(old: RuleBook, new: RuleBook) -> list[Difference]:
    """Line by line over all routes; of a route that stays as it is only how long it takes."""
    return [line for route in ROUTES for line in _compared(_route(old, route), _route(new, route))]


def _compared(old: Flow, new: Flow) -> list[Difference]:
    lines = list(_differences(old, new))
    return lines if any(line.differs for line in lines) else [_altogether(old, new)]


def _altogether(old: Flow, new: Flow) -> Difference:
    return Difference(new.label, _("Altogether"), _days(old.days), _days(new.days))


def _differences(old: Flow, new: Flow) -> Iterator[Difference]:
    labels = dict.fromkeys((box.stage, box.label) for box in (*_in_order(old, new),))
    for stage, label in labels:
        yield Difference(new.label, label, _told(old, stage), _told(new, stage))
    yield _altogether(old, new)
    if new.route == SAME_CITY:
        yield Difference(new.label, _("Drafts rest"), _days(old.draft_days), _days(new.draft_days))


def _in_order(old: Flow, new: Flow) -> list[Box]:
    """The stages of both, each at its place in the longer one."""
    longer, shorter = sorted((old.boxes, new.boxes), key=len, reverse=True)
    known = {box.stage for box in longer}
    return [*longer, *(box for box in shorter if box.stage not in known)]


def _route(book: RuleBook, route: str) -> Flow:
    return flow_of(book.route(PROCEDURE, route))


def _told(flow: Flow, stage: str) -> str:
    box = next((box for box in flow.boxes if box.stage == stage), None)
    return f"{box.holder} · {box.post} · {_days(box.days)}" if box else pgettext("stage", "none")


def _days(count: int | None) -> str:
    return ngettext("%(count)d working day", "%(count)d working days", count or 0) % {"count": count or 0}


def _is_of_city(rule: RouteRule) -> bool:
    return any(stage.source == "city" for stage in rule.stages)


def _box(stage: StageRule, end: int) -> Box:
    kind: Any = kinds()[PROCEDURE]
    may = {step.name for step in kind.steps() if stage.stage in step.sources}
    return Box(
        stage=stage.stage,
        label=str(kind.stage_label(stage.stage)),
        holder=str(HOLDER_LABELS.get(stage.holder, stage.holder)),
        post=str(PostKind(stage.post).label),
        days=stage.days,
        by=end,
        article=stage.article,
        source=stage.source,
        is_of_city=stage.source == "city",
        may_refuse=bool(may & {"refuse", "decline", "overrule"}),
        may_return="return_for_correction" in may,
    )
