"""Journeys of the clocks: a duty overdue up to the top, a holiday whose notice comes late (art. 9, 10)."""

from datetime import date

from audit.sentences import tell
from audit.trail import Entry
from demonstration.asking import agreed, asked
from demonstration.city_stories import ENTERPRISES
from demonstration.journeys import Journey, Move
from demonstration.telling import CLOCKWORK, actor
from procedure.models import Case, WorkItem
from procedure.moving.explaining import explained
from procedure.moving.following import capacity, enter, follow
from procedure.sweep import sweep
from workdays.counting import Mark
from workdays.models import Authority, Notice
from workdays.notices import enter as enter_notice

FIELDS = ["uniscid", "entname", "regstate"]
FESTIVAL = {
    date(2027, 4, 9): Mark(working=False, name="壮族三月三"),
    date(2027, 4, 12): Mark(False, "壮族三月三"),
}


def swept(case: Case) -> str:
    """The sweep comes; what it said of the case, in the words of the trail."""
    said = Entry.objects.of_case(case.number)
    before = set(said.values_list("pk", flat=True))
    sweep(case)
    return "；".join(tell(entry) for entry in said.exclude(pk__in=before).order_by("pk"))


def late_notice(case: Case) -> str:
    """The Bureau enters Guangxi's notice when a duty already runs; how its date is counted now."""
    notice = Notice(
        authority=Authority.GUANGXI,
        year=2027,
        number="桂政办发〔2027〕8号",
        title="关于2027年壮族三月三放假的通知",
        source="广西壮族自治区人民政府公报",
    )
    acting = capacity(actor("bureau.reviewer"))
    follow(enter(lambda: enter_notice(notice, FESTIVAL, actor=acting)), acting)
    return why(WorkItem.objects.is_open().select_related("holder").get(case=case.pk))


def why(item: WorkItem) -> str:
    """What moved the date, and the sentence that explains it."""
    told = explained(item)
    moves = "；".join(f"{move.old} → {move.new}：{move.notice}" for move in told.moves)
    return f"{moves}。{told.count.sentence if told.count else ''}"


def overdue() -> Journey:
    """Articles 9 and 29(3): reminded, reported to the authority, then to the top; answered at last."""
    return Journey(
        name="overdue",
        title="提供部门逾期：先提醒，再报主管部门、督办人员，最后答复",
        entry=ENTERPRISES,
        asked=asked(FIELDS, "核对参赛单位的登记状态。", "《全民健身条例》第二十六条", "体育赛事管理系统"),
        moves=(
            Move("submit", "sport.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": ""}),
            Move("期限提醒", CLOCKWORK, 4, happens=swept),
            Move("逾期报告", CLOCKWORK, 2, happens=swept),
            Move("逾期升级", CLOCKWORK, 1, happens=swept),
            Move("agree", "market.reviewer", 1, agreed(FIELDS, "限赛事管理使用。")),
            Move("reply", "bureau.reviewer2", 1),
        ),
    )


def late_holiday() -> Journey:
    """A notice of 三月三 that comes when a duty already runs moves its date, and the page says why."""
    return Journey(
        name="late_holiday",
        title="办理期间补发“壮族三月三”放假通知，办理期限顺延",
        on=date(2027, 4, 6),
        entry=ENTERPRISES,
        asked=asked(FIELDS, "核对参保单位的登记状态。", "《社会保险法》第五十七条", "社会保险经办系统"),
        moves=(
            Move("submit", "hr.handler"),
            Move("approve", "bureau.reviewer", 1, {"opinion": ""}),
            Move("补录放假通知", "bureau.reviewer", 1, happens=late_notice),
            Move("agree", "market.reviewer", 4, agreed(FIELDS, "限参保登记核验。")),
            Move("reply", "bureau.reviewer2", 1),
        ),
    )
