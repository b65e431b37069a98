"""Journeys of a bundle, an entry that changes midway, and a requester that is merged (art. 21, 28)."""

from demonstration import events
from demonstration.asking import agreed, asked
from demonstration.city_stories import ENTERPRISES
from demonstration.journeys import Journey, Move
from demonstration.telling import CLOCKWORK

HOMES = "公共租赁住房保障对象信息"


def bundle() -> Journey:
    """Three entries of three providers asked for with one form; each is decided alone."""
    fields = ["uniscid", "entname", "regstate"]
    return Journey(
        name="bundle",
        title="一次申请三个目录，各成一件、分别办理",
        entry=ENTERPRISES,
        asked=asked(
            fields,
            "审核就业困难人员认定和吸纳就业补贴：核对用人单位登记状态、毕业生学历和残疾等级。",
            "《中华人民共和国就业促进法》第五十二条",
            "就业援助管理系统",
        ),
        beside={
            "普通高等学校毕业生学历信息": ["certificate_no", "graduate", "level", "graduated"],
            "残疾人两项补贴信息": ["id_number", "person_name", "grade"],
        },
        moves=(
            Move("submit", "hr.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": "用途明确，一并通过。"}, together=True),
            Move("agree", "market.reviewer", 2, agreed(fields, "限就业援助审核使用。")),
            Move("reply", "bureau.reviewer2", 1),
        ),
    )


def entry_changes() -> Journey:
    """The provider stops collecting a field while it reviews; it falls out before the next step (21)."""
    left = ["id_number", "mode", "from_date", "to_date"]
    return Journey(
        name="entry-changes",
        title="办理途中目录移除一个信息项，该项退出申请",
        entry=HOMES,
        before=events.as_at_first(HOMES),
        asked=asked(
            [*left, "rent"],
            "低保复核时排查重复享受住房保障的家庭。",
            "《社会救助暂行办法》第十三条",
            "低保核对系统",
        ),
        moves=(
            Move("submit", "civil.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": ""}),
            Move("目录变更", CLOCKWORK, 1, happens=events.entry_loses("rent")),
            Move("agree", "housing.reviewer", 2, agreed(left, "限低保复核比对使用。")),
            Move("reply", "bureau.reviewer2", 1),
        ),
    )


def requester_merged() -> Journey:
    """A reform merges the requester while the provider reviews; the case goes on in the successor's name."""
    fields = ["uniscid", "entname", "regstate", "regcap"]
    return Journey(
        name="merged",
        title="办理途中需求部门并入其他部门，由承接部门继续",
        entry=ENTERPRISES,
        before=events.a_trade_centre,
        asked=asked(
            fields,
            "核对投标企业的登记状态，不再要求提交营业执照。",
            "《中华人民共和国招标投标法实施条例》第五条",
            "公共资源交易平台",
        ),
        moves=(
            Move("submit", "trade.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": ""}),
            Move("机构合并", CLOCKWORK, 1, happens=events.is_merged),
            Move("agree", "market.reviewer", 2, agreed(fields, "限招标投标核验使用。")),
            Move("reply", "bureau.reviewer2", 1),
        ),
        reads="reform.handler",
    )


def change_journeys() -> tuple[Journey, ...]:
    return bundle(), entry_changes(), requester_merged()
