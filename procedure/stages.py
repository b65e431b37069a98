"""The way of a case as its page shows it: what is done, what is now, what comes; who, and by when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.translation import gettext as _

from audit.trail import Entry
from organizations.models import OrganizationName
from procedure.holders import resolve
from procedure.models import Case, WorkItem
from procedure.rulebook import StageRule
from procedure.terms import latest_end
from workdays import clock


@dataclass(frozen=True)
class Stage:
    """One stage: `tone` is past, now or empty for what is to come; `day` a date in Asia/Shanghai or None."""

    label: str
    tone: str
    holder: str
    day: date | None
    article: str
    meaning: str


def way_of(case: Case) -> list[Stage]:
    """Filing, every stage of the route, and the end; a closed case shows only the stages it reached."""
    filed = Stage(
        _("Filing"),
        "past" if case.submitted else "now",
        _who_filed(case),
        _day(case.submitted),
        "",
        "on",
    )
    stages = [filed, *_past(case), *_to_come(case)]
    if not case.is_open:
        stages.append(Stage(case.state_label, "past", "", _day(case.closed), "", "on"))
    return stages


def outlook(case: Case) -> list[tuple[StageRule, str, date]]:
    """For each stage still to come: its rule, who holds it, and when it ends at the latest."""
    start = next((item.due for item in case.open_items() if item.due), None)
    rules = case.coming()
    if start is None or not rules or rules[0].stage != case.state:
        ends = latest_end(case, rules, max(start or clock.today(), clock.today()))
    else:
        ends = [(rules[0], start), *latest_end(case, rules[1:], max(start, clock.today()))]
    return [(rule, _holders(case, rule), day) for rule, day in ends]


def _who_filed(case: Case) -> str:
    """The requester by the name that it bore when it filed; today's for what is not filed yet."""
    if case.submitted is None or case.requester is None or case.FILES != "requester":
        return _name(case, case.FILES)
    filed = Entry.objects.of_case(case.number).filter(act=f"{case.KIND}.submit", organization__gt="")
    told = filed.values_list("organization", "organization_name").first()
    same = told is None or told == (case.requester.code, case.requester.name)
    return _name(case, "requester") if told is None or same or case.requester.is_outside else told[1]


def _past(case: Case) -> list[Stage]:
    closed = [item for item in case.items if item.closed]
    names = _names_then(closed)
    stages = [(_stage(case, item, "past"), item.pk) for item in closed]
    return [replace(stage, holder=names.get(pk, stage.holder)) for stage, pk in stages]


def _names_then(closed: list[WorkItem]) -> dict[int, str]:
    """What the holders were called when they did it, where that was another name than today's; one query."""
    former = list(OrganizationName.objects.filter(organization__in={item.holder_id for item in closed}))
    return {
        item.pk: name.name
        for item in closed
        for name in former
        if name.organization_id == item.holder_id and (day := _day(item.closed)) and name.was_borne(day)
    }


def _to_come(case: Case) -> list[Stage]:
    if not case.is_open:
        return []
    ahead = {rule.stage for rule in case.coming()}
    coming = [_stage(case, item, "now") for item in case.open_items() if item.stage not in ahead]
    for rule, holder, day in outlook(case):
        now = rule.stage == case.state
        coming.append(
            Stage(
                str(case.stage_label(rule.stage)),
                "now" if now else "",
                holder,
                day,
                rule.article,
                "by" if now else "latest",
            )
        )
    return coming


def _stage(case: Case, item: WorkItem, tone: str) -> Stage:
    return Stage(
        str(case.stage_label(item.stage)),
        tone,
        item.holder.short_name or item.holder.name,
        _day(item.closed) or item.due,
        item.article,
        "on" if item.closed else "by",
    )


def _holders(case: Case, rule: StageRule) -> str:
    return "、".join(o.short_name or o.name for o in resolve(rule.holder, case))


def _name(case: Case, name: str) -> str:
    party = getattr(case, name)
    return (party.short_name or party.name) if party else ""


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.SHANGHAI).date() if moment else None
