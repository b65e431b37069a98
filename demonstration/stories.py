"""The journeys of the demonstration: who asks whom for what, and how it goes on (art. 29)."""

from datetime import date, timedelta
from typing import Any

from demonstration.journeys import Journey, Move
from workdays import clock

ENTERPRISES = "企业登记基本信息"


def in_a_year() -> date:
    return clock.today() + timedelta(days=365)


def asked(fields: list[str], purpose: str, basis: str, system: str) -> dict[str, Any]:
    """Particulars of a request, for a year."""
    return {
        "fields": fields,
        "purpose": purpose,
        "legal_basis": basis,
        "system": system,
        "mode": "api",
        "until": in_a_year().isoformat(),
    }


def region_agreed() -> Journey:
    """Article 29 from the request to the rows: agreed for some of the fields."""
    return Journey(
        name="region",
        title="自治区部门申请，提供部门同意部分信息项",
        entry=ENTERPRISES,
        asked=asked(
            ["uniscid", "entname", "enttype", "estdate", "regcap"],
            "办理企业参保登记时核对登记信息，不再要求企业提交营业执照复印件。",
            "《中华人民共和国社会保险法》第五十七条",
            "社会保险经办系统",
        ),
        moves=(
            Move("submit", "hr.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": "用途明确，信息项与用途相符。"}),
            Move(
                "agree",
                "market.reviewer",
                3,
                {
                    "fields": ["uniscid", "entname", "enttype", "estdate"],
                    "conditions": "仅限参保登记核验，不得转给第三方。",
                    "basis": "注册资本与参保登记无关，依据《个人信息保护法》第六条最小必要原则不予共享。",
                },
            ),
            Move("reply", "bureau.reviewer2", 1),
        ),
        reads="hr.handler",
    )


def region_refused() -> Journey:
    """Article 29(3): the provider does not agree, with ground and basis; the Bureau passes it on."""
    return Journey(
        name="region-refused",
        title="自治区部门申请，提供部门不同意",
        entry=ENTERPRISES,
        asked=asked(
            ["uniscid", "entname", "dom"],
            "开展校外培训机构摸底。",
            "《校外培训行政处罚暂行办法》第四条",
            "校外培训监管平台",
        ),
        moves=(
            Move("submit", "edu.handler"),
            Move("approve", "bureau.reviewer", 2, {"opinion": ""}),
            Move(
                "decline",
                "market.reviewer",
                5,
                {
                    "ground": "beyond_purpose",
                    "basis": "申请的企业范围超出教育部门的监管对象，缺少法定职责依据。",
                },
            ),
            Move("reply", "bureau.reviewer", 2),
        ),
    )


def region_not_conforming() -> Journey:
    """Article 29(2): the conformance review fails; the request is refused at once."""
    return Journey(
        name="region-not-conforming",
        title="自治区部门申请，规范性审查未通过",
        entry=ENTERPRISES,
        asked=asked(["uniscid", "entname"], "工作需要。", "无", "待定"),
        moves=(
            Move("submit", "civil.handler"),
            Move(
                "refuse",
                "bureau.reviewer",
                1,
                {"ground": "purpose", "basis": "未写明办理何种事项，也未写明法律依据。"},
            ),
        ),
    )


def journeys() -> dict[str, Journey]:
    """Every journey by its name."""
    return {story.name: story for story in (region_agreed(), region_refused(), region_not_conforming())}
