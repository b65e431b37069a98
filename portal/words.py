"""How dates, due dates and articles are written for people."""

import re
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from refusals.tree import Refusal
from workdays import clock
from workdays.page import calendar_of_page

SOON = (gettext_noop("Due today"), gettext_noop("Due tomorrow"))
NUMERALS = "〇一二三四五六七八九十"
ONE_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\))?$")


def is_chinese() -> bool:
    """Whether the page is being written in Chinese."""
    return (get_language() or "zh").startswith("zh")


def article(cited: str) -> str:
    """`29(2)` as 第 29 条（二）, `33` as 第 33 条; several stand with commas between them."""
    parts = [part.strip() for part in re.split(r"[,;、]", str(cited or "")) if part.strip()]
    return ("、" if is_chinese() else ", ").join(_one_article(part) for part in parts)


def _one_article(cited: str) -> str:
    found = ONE_ARTICLE.match(cited)
    if not found:
        return cited
    number, item = found.groups()
    if item is None:
        return _("Article %(number)s") % {"number": number}
    return _("Article %(number)s(%(item)s)") % {
        "number": number,
        "item": _numeral(int(item)) if is_chinese() else item,
    }


def _numeral(number: int) -> str:
    """1 to 99 in Chinese: 一, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    if not tens:
        return NUMERALS[ones]
    return (NUMERALS[tens] if tens > 1 else "") + "十" + (NUMERALS[ones] if ones else "")


def as_date(value: date | datetime) -> date:
    """The day in Guangxi of a moment; a date is itself."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def short_date(value: date | datetime | None) -> str:
    """11 月 23 日 (23 Nov); with the year when it is not this year."""
    if value is None:
        return ""
    day = as_date(value)
    this_year = day.year == clock.today().year
    if is_chinese():
        return f"{day.month} 月 {day.day} 日" if this_year else f"{day.year} 年 {day.month} 月 {day.day} 日"
    return date_format(day, "j M" if this_year else "j M Y")


def named_day(value: date | datetime | None) -> str:
    """11 月 23 日 星期一 (Monday, 23 Nov)."""
    if value is None:
        return ""
    day, name = short_date(value), weekday(value)
    return f"{day} {name}" if is_chinese() else f"{name}, {day}"


def short_moment(value: datetime | None) -> str:
    """11 月 17 日 10:22."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{short_date(local)} {local:%H:%M}"


def weekday(value: date | datetime | None) -> str:
    """星期一 (Monday)."""
    return date_format(as_date(value), "l") if value is not None else ""


def working_days_left(due: date) -> int | None:
    """Net working days from today to `due`, negative when it is past; None outside the calendar."""
    try:
        return calendar_of_page().between(clock.today(), due)
    except Refusal:
        return None


def due_tone(value: date | datetime | None, closed: bool = False) -> str:
    """`done`, `late`, `near` (today, or one working day left) or `calm`."""
    if closed:
        return "done"
    if value is None:
        return ""
    due, today = as_date(value), clock.today()
    if due < today:
        return "late"
    left = working_days_left(due)
    return "near" if left is not None and left <= 1 else "calm"


def due_words(value: date | datetime | None, closed: bool = False) -> str:
    """逾期 1 个工作日, 今天到期, 明天到期, 还有 2 个工作日."""
    if closed:
        return _("Done")
    if value is None:
        return ""
    due = as_date(value)
    away = (due - clock.today()).days
    if away < 0:
        return _overdue(working_days_left(due))
    return _(SOON[away]) if away < len(SOON) else _later(due)


def _later(due: date) -> str:
    left = working_days_left(due)
    if not left:
        return _("Due %(day)s") % {"day": short_date(due)}
    return ngettext("%(days)d working day left", "%(days)d working days left", left) % {"days": left}


def _overdue(left: int | None) -> str:
    """A day off may lie between: then it is late by no working day, but late."""
    if not left:
        return _("Overdue")
    return ngettext("%(days)d working day overdue", "%(days)d working days overdue", -left) % {"days": -left}
