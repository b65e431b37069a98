"""A supply from request to end: used, a fault corrected, stopped, resumed, over (art. 29, 42, 44, 45)."""

from collections.abc import Mapping
from typing import Any

from delivery.models import Resource, Suspension
from delivery.subscription.expiry import DAYS_BEFORE
from demonstration.asking import agreed, asked
from demonstration.city_stories import ENTERPRISES
from demonstration.journeys import Episode, Journey, Move
from demonstration.supply import ENDS, KEY, LOAD, ROWS, SUBSCRIBE, Supply
from demonstration.telling import CLOCKWORK
from quality.models import QualityIssue
from workdays import calendar, clock

WHO, STEWARD = "emergency.handler", "market.steward"
FIELDS = ["uniscid", "entname", "regstate"]
LASTS = 45
"""Working days from the draft to the last day of the grant."""
SAME_ROW = {"uniscid": None}


def last_day() -> str:
    return calendar.current().add(clock.today(), LASTS).isoformat()


def the_day_before() -> str:
    return calendar.current().add(clock.today(), -1).isoformat()


def newest_version() -> str:
    """The number of the data's version that is in place."""
    resource = Resource.objects.get(entry__current__name=ENTERPRISES)
    return str(resource.versions.latest("number").number)


def what_is_wrong(supply: Supply) -> str:
    return (
        f"统一社会信用代码 {supply.row['uniscid']} 的企业已办理注销登记，数据中登记状态仍为“存续”。"
        "现场检查时经核对企业出示的注销通知书发现。"
    )


FAULT: Mapping[str, Any] = {
    "fault": "accuracy",
    "fields": ["regstate"],
    "description": what_is_wrong,
    "found_on": lambda _supply: the_day_before(),
}
MISUSE: Mapping[str, Any] = {
    "ground": "system",
    "evidence": "读取记录抽查发现，数据被导入未经授权的安全培训报名系统，用于推送培训通知。",
    "scope": "grant",
    "fields_concerned": ["entname"],
    "to_do": "立即停止使用，删除报名系统中的副本，说明接触过数据的人员。",
}


def request() -> tuple[Move, ...]:
    return (
        Move("submit", WHO),
        Move("approve", "bureau.reviewer", 1, {"opinion": "用途明确，信息项与用途相符。"}),
        Move("agree", "market.reviewer", 2, agreed(FIELDS, "限危险化学品企业安全监管使用。")),
        Move("reply", "bureau.reviewer2", 1),
    )


def use() -> Episode:
    """Articles 42 and 44: the duties, a key for the system, and rows with it."""
    return Episode(
        (Move(SUBSCRIBE, WHO, 1), Move(KEY, WHO), Move(ROWS, WHO, particulars={"regstate": "存续"}))
    )


def fault() -> Episode:
    """Article 29(5): reported within two working days, corrected by a new version, and accepted."""
    said = {"explanation": "登记机关已核准注销，变更未同步，现已更正。", "version": newest_version}
    moves = (
        Move("report", WHO, 1),
        Move(LOAD, STEWARD, 2, {"regstate": "注销"}),
        Move("correct", STEWARD, 0, said),
        Move("accept_answer", WHO, 1),
        Move(ROWS, WHO, 0, SAME_ROW),
    )
    return Episode(moves, QualityIssue, FAULT)


def misuse() -> Episode:
    """Article 45: stopped, heard, resumed under a condition that the user accepts."""
    decision = {"decision": "整改到位，恢复供数。", "conditions": "恢复后一个月内报送使用情况。"}
    moves = (
        Move("suspend", "market.reviewer", 3),
        Move(ROWS, WHO),
        Move("respond", WHO, 1, {"position": "系误将接口用于培训报名系统，已停用并删除副本，责任人已约谈。"}),
        Move("resume", "bureau.reviewer", 2, decision),
        Move(SUBSCRIBE, WHO, 1),
        Move(ROWS, WHO),
    )
    return Episode(moves, Suspension, MISUSE)


def end(elapsed: int) -> Episode:
    """Article 44: told ten working days before, over on the day after the last, and no row any more."""
    moves = (
        Move(ENDS, CLOCKWORK, LASTS - DAYS_BEFORE - elapsed),
        Move(ROWS, WHO, DAYS_BEFORE),
        Move(ENDS, CLOCKWORK, 1),
        Move(ROWS, WHO),
    )
    return Episode(moves)


def deliver() -> Journey:
    """One story from the request to the last refusal; its days lie ahead, for the data was loaded today."""
    before = use(), fault(), misuse()
    elapsed = sum(move.after for moves in (request(), *(one.moves for one in before)) for move in moves)
    needs = asked(
        FIELDS,
        "核对危险化学品经营许可证持证企业的登记状态，不再要求企业提交营业执照。",
        "《危险化学品安全管理条例》第三十五条",
        "危险化学品安全监管系统",
    )
    return Journey(
        name="deliver",
        title="授权、用数、纠错、违规停供、听取说明、恢复、到期",
        entry=ENTERPRISES,
        asked=needs | {"until": last_day},
        moves=request(),
        follows=(*before, end(elapsed)),
        ago=-1,
    )
