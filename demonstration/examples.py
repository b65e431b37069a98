"""Requests that stand in the portal from the start, so that every inbox has something in it."""

from django.db import transaction

from demonstration.asking import asked
from demonstration.journeys import Journey, Move, travel
from demonstration.stories import journeys
from sharing.models import ShareRequest
from workdays import calendar, clock

REQUESTS: tuple[tuple[str, str, str, int, int], ...] = (
    # entry, who asks, for which system, how many steps are taken, how many working days ago it began
    ("学籍基本信息", "hr.handler", "就业援助管理系统", 1, 4),
    ("低保对象信息", "medicare.handler", "医疗救助结算系统", 1, 2),
    ("养老保险参保信息", "civil.handler", "低保核对系统", 1, 1),
    ("水质自动监测", "water.handler", "河湖长制信息平台", 2, 6),
    ("旅游景区客流量", "transport.handler", "假日运输调度系统", 2, 3),
    ("企业登记基本信息", "tax.handler", "新办纳税人套餐", 2, 1),
)
OPENINGS = {"submit": {}, "approve": {"opinion": "用途明确。"}}


@transaction.atomic
def establish() -> int:
    """Tell the stories and leave some requests on their way; nothing when there are requests already."""
    if ShareRequest.objects.exists():
        return 0
    days = calendar.current()
    for story in journeys().values():
        list(travel(story, days.add(clock.today(), -story.ago)))
    for entry, who, system, steps, ago in REQUESTS:
        list(travel(_on_its_way(entry, who, system, steps), days.add(clock.today(), -ago)))
    return ShareRequest.objects.count()


def _on_its_way(entry: str, who: str, system: str, steps: int) -> Journey:
    from catalog.models import Entry

    found = Entry.objects.published().get(current__name=entry)
    fields = [row.name for row in found.version.fields.order_by("position") if row.share_type != "withheld"][
        :6
    ]
    particulars = asked(fields, "履行法定职责，核对办事对象的信息。", "部门职责规定（三定方案）", system)
    moves = (Move("submit", who), Move("approve", "bureau.reviewer", 1, OPENINGS["approve"]))
    return Journey(f"{entry}-{who}", entry, particulars, moves[:steps], entry)
