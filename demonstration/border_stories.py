"""Journeys across the region's border, and of a need that no entry covers yet (art. 6(1), 35, 36)."""

from typing import Any

from demonstration.asking import agreed, asked, today
from demonstration.journeys import Journey, Move


def exchange(direction: str, document: str, summary: str) -> dict[str, Any]:
    """One letter to or from the body outside, on the simulated day."""
    return {"on": today, "direction": direction, "document": document, "summary": summary}


def external() -> Journey:
    """Article 36: the Bureau applies to a ministry on behalf of a region department, and obtains the data."""
    return Journey(
        name="external",
        title="自治区部门申请国家部委数据，由自治区大数据发展局对外申请",
        asked=asked(
            [],
            "核对在桂参保单位在区外的登记状态，防止重复享受稳岗补贴。",
            "《失业保险条例》第十条",
            "稳岗补贴审核系统",
        )
        | {
            "need": "在桂参保单位的区外分支机构登记信息\n统一社会信用代码、名称、登记状态",
            "provider": "CN-MARKET",
        },
        moves=(
            Move("submit", "hr.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": "同意对外申请。"}),
            Move(
                "record_exchange",
                "bureau.reviewer",
                2,
                exchange("sent", "桂数函〔2026〕118号", "申请共享区外分支机构登记信息。"),
            ),
            Move(
                "record_exchange",
                "bureau.reviewer2",
                9,
                exchange("received", "市监信函〔2026〕52号", "同意共享三个信息项。"),
            ),
            Move(
                "obtained",
                "bureau.reviewer2",
                1,
                {"document": "市监信函〔2026〕52号", "conditions": "限稳岗补贴审核使用，不得转供。"},
            ),
        ),
    )


def external_city() -> Journey:
    """Article 36 for a city: its authority reviews first; the other province does not share."""
    return Journey(
        name="external_city",
        title="市级部门申请外省数据，对方不予共享",
        asked=asked(
            [],
            "核对在粤务工返乡人员的参保情况，办理创业补贴。",
            "《南宁市返乡创业扶持办法》第五条",
            "南宁市就业创业服务系统",
        )
        | {"need": "广东省返乡务工人员参保记录", "provider": "GD-HR"},
        moves=(
            Move("submit", "nanning.hr.handler"),
            Move("approve", "nanning.authority", 1, {"opinion": "用途属实。"}),
            Move("approve", "bureau.reviewer", 2, {"opinion": ""}),
            Move(
                "record_exchange",
                "bureau.reviewer",
                1,
                exchange("sent", "桂数函〔2026〕121号", "申请共享返乡务工人员参保记录。"),
            ),
            Move(
                "not_obtained",
                "bureau.reviewer",
                8,
                {"ground": "rights", "basis": "粤人社函〔2026〕77号：涉及个人信息，建议由本人授权查询。"},
            ),
        ),
    )


def external_in() -> Journey:
    """Article 6(1): the Bureau registers what another province asks for."""
    fields = ["id_number", "person_name", "scheme", "pay_state", "paid_months"]
    return Journey(
        name="external_in",
        title="外省向我区申请，由自治区大数据发展局登记",
        entry="养老保险参保信息",
        asked=asked(
            fields,
            "办理养老保险关系跨省转移接续时核对参保情况（来函：粤人社函〔2026〕63号）。",
            "《城镇企业职工基本养老保险关系转移接续暂行办法》第八条",
            "广东省社会保险信息系统",
        )
        | {"requester": "GD-HR"},
        moves=(
            Move("submit", "bureau.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": "来函手续齐全。"}),
            Move("agree", "hr.reviewer", 4, agreed(fields, "限转移接续业务逐人核验。")),
            Move("reply", "bureau.reviewer2", 1),
        ),
    )


def need() -> Journey:
    """A need that no entry covered: a provider is named, links its entry, and the route runs (35)."""
    fields = ["uniscid", "traname", "oploc", "regstate"]
    return Journey(
        name="need",
        title="目录中没有的数据：确定提供部门，编制目录后继续办理",
        asked=asked(
            [],
            "核对申请一次性创业补贴的经营者是否仍在经营。",
            "《就业补助资金管理办法》第九条",
            "就业创业服务系统",
        )
        | {"need": "小微经营主体的存续情况\n名称、经营场所、登记状态"},
        moves=(
            Move("submit", "hr.handler"),
            Move("name_provider", "bureau.reviewer", 2, {"provider": "GX-MARKET"}),
            Move(
                "link_entry", "market.steward", 6, {"entry": "个体工商户登记信息", "fields": ",".join(fields)}
            ),
            Move("approve", "bureau.reviewer", 1, {"opinion": ""}),
            Move("agree", "market.reviewer", 3, agreed(fields, "限创业补贴审核使用。")),
            Move("reply", "bureau.reviewer2", 1),
        ),
    )


def border_journeys() -> tuple[Journey, ...]:
    return external(), external_city(), external_in(), need()
