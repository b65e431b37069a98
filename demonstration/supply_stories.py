"""Journeys of a supply that is stopped: misuse, hearing, resumption, termination, emergencies (art. 45)."""

from collections.abc import Mapping
from typing import Any

from delivery.models import EmergencyStop, Suspension
from demonstration.asking import agreed, asked
from demonstration.journeys import Episode, Journey, Move
from demonstration.supply import ROWS
from demonstration.telling import CLOCKWORK

ENTERPRISES = "企业登记基本信息"
FIELDS = ["uniscid", "entname", "regstate"]
MISUSE: Mapping[str, Any] = {
    "ground": "system",
    "evidence": "调用日志抽查发现，数据被批量导入未经授权的企业招商系统，用于电话招商。",
    "scope": "grant",
    "fields_concerned": ["entname"],
    "to_do": "立即停止使用，删除招商系统中的副本，说明接触过数据的人员。",
}
LEAK: Mapping[str, Any] = {
    "ground": "leak",
    "evidence": "监测发现有账号在非工作时间批量拉取数据，疑似外泄，正在核查。",
}


def granted(name: str, title: str, who: str, system: str, then: Episode, ago: int = 20) -> Journey:
    """A request that was granted and used, and what then happens to its supply."""
    return Journey(
        name=name,
        title=title,
        entry=ENTERPRISES,
        asked=asked(FIELDS, "办理业务时核对企业登记状态。", "部门职责规定（三定方案）", system),
        moves=(
            Move("submit", who),
            Move("approve", "bureau.reviewer", 1, {"opinion": "用途明确。"}),
            Move("agree", "market.reviewer", 3, agreed(FIELDS, "仅限业务办理时逐条核验。")),
            Move("reply", "bureau.reviewer2", 1),
        ),
        reads=who,
        follows=(then,),
        ago=ago,
    )


def misuse_resumed() -> Journey:
    """The user is heard and mends its ways; the supply goes on under conditions that it accepts."""
    who = "culture.handler"
    moves = (
        Move("suspend", "market.reviewer", 1),
        Move(ROWS, who),
        Move("respond", who, 1, {"position": "系误将接口用于招商系统，已停用并删除副本，责任人已约谈。"}),
        Move(
            "resume",
            "bureau.reviewer",
            2,
            {"decision": "整改到位，恢复供数。", "conditions": "每季度报送一次使用清单。"},
        ),
        Move(ROWS, who, 1),
    )
    return granted(
        "suspended-resumed",
        "超范围使用，暂停供数，听取说明后附条件恢复",
        who,
        "文化市场综合执法系统",
        Episode(moves, Suspension, MISUSE),
    )


def misuse_terminated() -> Journey:
    """The user was heard and the fault is grave: the authority ends the grant."""
    who = "commerce.handler"
    moves = (
        Move("suspend", "market.reviewer", 1),
        Move("respond", who, 2, {"position": "数据已提供给合作企业使用，认为属于正常业务往来。"}),
        Move("terminate", "bureau.reviewer", 2, {"decision": "未经许可向第三方提供数据，终止授权。"}),
        Move(ROWS, who),
    )
    said = {
        **MISUSE,
        "ground": "passed_on",
        "evidence": "合作企业的宣传材料引用了登记数据，经核对来自该部门的接口。",
        "to_do": "收回已提供的数据，说明提供的对象和范围。",
    }
    return granted(
        "suspended-terminated",
        "擅自提供给第三方，暂停供数后终止授权",
        who,
        "商贸流通管理系统",
        Episode(moves, Suspension, said),
    )


def under_review() -> Journey:
    """A suspension that stands under review in the demonstration."""
    moves = (
        Move("suspend", "market.reviewer"),
        Move("respond", "hr.handler", 1, {"position": "已停止调用，正在排查导入招商系统的经过。"}),
    )
    return granted(
        "suspended",
        "暂停供数，主管部门正在审核",
        "hr.handler",
        "劳动监察指挥系统",
        Episode(moves, Suspension, MISUSE),
        ago=7,
    )


def emergency_confirmed() -> Journey:
    """The authority gives leave; after five working days the supply resumes."""
    who = "tax.handler"
    moves = (
        Move("stop", "market.reviewer", 1),
        Move(ROWS, who),
        Move("confirm", "bureau.reviewer", 1, {"decision": "情况紧急，同意先行停供。"}),
        Move("end_stop", CLOCKWORK, 5),
        Move(ROWS, who),
    )
    return granted(
        "emergency-confirmed",
        "疑似泄露，紧急停供，主管部门确认，期满恢复",
        who,
        "税源管理系统",
        Episode(moves, EmergencyStop, LEAK),
    )


def emergency_lapsed() -> Journey:
    """Nobody gives leave within a working day: the supply resumes by itself."""
    who = "audit.handler"
    moves = (Move("stop", "market.reviewer", 1), Move("lapse", CLOCKWORK, 2), Move(ROWS, who))
    return granted(
        "emergency-lapsed",
        "紧急停供未获确认，自动恢复",
        who,
        "审计数据分析平台",
        Episode(moves, EmergencyStop, LEAK),
    )


def supply_journeys() -> tuple[Journey, ...]:
    return misuse_resumed(), misuse_terminated(), under_review(), emergency_confirmed(), emergency_lapsed()
