"""Journeys of cities: to a region department, to another city, within one city (art. 30, 31)."""

from demonstration.asking import agreed, asked
from demonstration.journeys import Journey, Move
from demonstration.supply import ROWS

ENTERPRISES = "企业登记基本信息"
LIFTS = "南宁市电梯困人救援记录"
CRANES = "柳州市建筑起重机械备案信息"


def city_to_region() -> Journey:
    """Article 30 from the request to the feedback: the first read starts its clock."""
    fields = ["uniscid", "entname", "enttype", "regstate"]
    return Journey(
        name="city_to_region",
        title="市级部门向自治区部门申请，使用后反馈",
        entry=ENTERPRISES,
        asked=asked(
            fields,
            "办理人才购房补贴时核对申请人所在单位的登记状态，不再要求提交营业执照。",
            "《南宁市人才购房补贴实施细则》第八条",
            "南宁市人才服务系统",
        ),
        moves=(
            Move("submit", "nanning.hr.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": "用途明确，信息项与用途相符。"}),
            Move("agree", "market.reviewer", 2, agreed(fields, "限人才购房补贴审核使用。")),
            Move("reply", "bureau.reviewer2", 1),
            Move(ROWS, "nanning.hr.handler", 3),
            Move(
                "feed_back",
                "nanning.hr.handler",
                4,
                {
                    "used": "已核验申请单位登记状态，每个工作日约四十次。",
                    "evaluation": "数据完整、更新及时，建议增加登记机关。",
                    "rating": "good",
                },
            ),
        ),
    )


def city_to_city() -> Journey:
    """Article 30(2): the other city's authority decides, after its department's opinion."""
    fields = ["reg_code", "place", "called", "arrived", "cause", "keeper"]
    return Journey(
        name="city_to_city",
        title="市级部门向其他市申请，对方市大数据主管部门审核",
        entry=LIFTS,
        asked=asked(
            [*fields, "caller"],
            "制定老旧住宅电梯更新计划时，对比两市电梯故障原因和救援用时。",
            "《特种设备安全监察条例》第三十一条",
            "柳州市住宅电梯更新管理系统",
        ),
        moves=(
            Move("submit", "liuzhou.handler"),
            Move("approve", "bureau.reviewer", 2, {"opinion": ""}),
            Move(
                "opine", "nanning.market.reviewer", 1, {"opinion": "可以共享，报警电话与用途无关，不宜提供。"}
            ),
            Move(
                "agree",
                "nanning.authority",
                1,
                agreed(
                    fields,
                    "仅用于电梯更新评估，不得公示小区名称。",
                    "报警电话属个人信息，依据《个人信息保护法》第六条最小必要原则不予共享。",
                ),
            ),
            Move("reply", "bureau.reviewer2", 2),
        ),
    )


def same_city() -> Journey:
    """Article 31: within one city, by the default procedure."""
    fields = ["reg_code", "place", "called", "cause", "keeper"]
    return Journey(
        name="same_city",
        title="同市部门之间申请，按默认流程办理",
        entry=LIFTS,
        asked=asked(
            fields,
            "评估老旧小区加装和更新电梯的需要。",
            "《南宁市住宅电梯安全条例》第二十六条",
            "南宁市老旧小区改造管理系统",
        ),
        moves=(
            Move("submit", "nanning.handler"),
            Move("approve", "nanning.authority", 1, {"opinion": "符合本市调度要求。"}),
            Move("agree", "nanning.market.reviewer", 2, agreed(fields, "限老旧小区改造使用。")),
            Move("reply", "nanning.authority2", 1),
        ),
    )


def own_procedure() -> Journey:
    """Article 31: Liuzhou's own procedure has no city review; the provider reviews at once."""
    fields = ["filing_no", "machine", "site", "contractor", "passed"]
    return Journey(
        name="own_procedure",
        title="同市部门之间申请，按柳州市自行制定的程序办理",
        entry=CRANES,
        asked=asked(
            [*fields, "foreman"],
            "开展起重机械制造、检验环节安全检查时，核对在用设备的备案和检测情况。",
            "《特种设备安全监察条例》第五十条",
            "柳州市特种设备安全监管系统",
        ),
        moves=(
            Move("submit", "liuzhou.market.handler"),
            Move(
                "agree",
                "liuzhou.reviewer",
                2,
                agreed(
                    fields,
                    "限特种设备安全检查使用。",
                    "现场负责人电话属个人信息，与用途无关，依据《个人信息保护法》第六条不予共享。",
                ),
            ),
            Move("reply", "liuzhou.authority", 1),
        ),
    )


def city_journeys() -> tuple[Journey, ...]:
    return city_to_region(), city_to_city(), same_city(), own_procedure()
