"""The journeys of the demonstration; here those of region departments, one corrected (art. 28, 29)."""

from demonstration.asking import asked
from demonstration.border_stories import border_journeys
from demonstration.change_stories import change_journeys
from demonstration.city_stories import ENTERPRISES, city_journeys
from demonstration.clock_stories import late_holiday, overdue
from demonstration.journeys import Journey, Move
from demonstration.supply_stories import supply_journeys
from demonstration.telling import CLOCKWORK
from demonstration.whole_story import deliver


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


def returned() -> Journey:
    """Returned with a complete list, corrected, and agreed."""
    fields = ["uniscid", "entname", "regstate"]
    return Journey(
        name="returned",
        title="自治区部门申请，退回补正后同意",
        entry=ENTERPRISES,
        asked=asked([*fields, "lerep", "opscope"], "社会组织年检。", "民政职责规定", "社会组织管理系统"),
        moves=(
            Move("submit", "civil.handler"),
            Move(
                "return_for_correction",
                "bureau.reviewer",
                2,
                {"missing": "一、写明具体法律条款。\n二、说明每个信息项的用途，用途不需要的请删去。"},
            ),
            Move(
                "resubmit",
                "civil.handler",
                3,
                asked(
                    fields,
                    "社会组织年检时核对其出资设立的企业是否存续。",
                    "《社会团体登记管理条例》第二十八条",
                    "社会组织管理系统",
                ),
            ),
            Move("approve", "bureau.reviewer", 1, {"opinion": "已按要求补正。"}),
            Move(
                "agree", "market.reviewer", 3, {"fields": fields, "conditions": "限年检使用。", "basis": ""}
            ),
            Move("reply", "bureau.reviewer2", 1),
        ),
    )


def lapsed() -> Journey:
    """Returned, and not corrected in time: the clock lets it lapse."""
    return Journey(
        name="lapsed",
        title="退回补正后逾期未办，申请失效",
        entry=ENTERPRISES,
        asked=asked(["uniscid", "entname"], "核对场馆承租单位。", "工作需要", "体育场馆管理系统"),
        moves=(
            Move("submit", "sport.handler"),
            Move("return_for_correction", "bureau.reviewer", 1, {"missing": "写明法律依据。"}),
            Move("lapse", CLOCKWORK, 6),
        ),
    )


def journeys() -> dict[str, Journey]:
    """Every journey of the demonstration by its name."""
    own = region_agreed(), region_refused(), region_not_conforming(), returned(), lapsed(), overdue()
    return {
        story.name: story
        for story in (*own, *city_journeys(), *border_journeys(), *change_journeys(), *supply_journeys())
    }


def all_journeys() -> dict[str, Journey]:
    """Every journey that can be driven, also those that the demonstration does not keep."""
    return journeys() | {story.name: story for story in (deliver(), late_holiday())}
