"""What templates of every room may say: articles, dates, due dates, fields of forms, addresses."""

from datetime import date, datetime
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField, BoundWidget
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from portal import words
from portal.deadlines import Deadline, explanation
from portal.deadlines import deadline as chip_of

register = template.Library()
CHECKS = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect)


@register.filter
def article(cited: str) -> str:
    """`29(2)` as 第 29 条（二）."""
    return words.article(cited)


@register.filter
def short_date(value: date | datetime | None) -> str:
    """11 月 23 日; with the year when it is not this year."""
    return words.short_date(value)


@register.filter
def named_day(value: date | datetime | None) -> str:
    """11 月 23 日 星期一."""
    return words.named_day(value)


@register.filter
def short_moment(value: datetime | None) -> str:
    """11 月 17 日 10:22."""
    return words.short_moment(value)


@register.filter
def weekday(value: date | datetime | None) -> str:
    """星期一."""
    return words.weekday(value)


@register.filter
def due_tone(value: date | datetime | None, closed: Any = False) -> str:
    """`done`, `late`, `near` or `calm`: the class of a due chip."""
    return words.due_tone(value, closed=bool(closed))


@register.filter
def due_words(value: date | datetime | None, closed: Any = False) -> str:
    """还有 2 个工作日."""
    return words.due_words(value, closed=bool(closed))


@register.simple_tag
def deadline(of: Any, due: Any, closed: Any, provisional: Any, explain: str) -> Deadline | None:
    """The chip behind `components/deadline.html`; what a page leaves out is empty."""
    day = due or getattr(of, "due", None)
    if not day:
        return None
    moves = bool(provisional or getattr(of, "provisional", False))
    return chip_of(day, closed=bool(closed), provisional=moves, explain=explain or explanation(of))


@register.simple_tag
def address(name: str, *arguments: Any) -> str:
    """Like `url`, but empty where the portal has no such page."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def turn(context: template.Context, page: int, parameter: str = "") -> str:
    """The address of another page of the same list, filters kept."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query[parameter or "page"] = str(page)
    return f"?{query.urlencode()}"


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """A single box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def dressed(field: BoundField) -> SafeString:
    """The field's widget with Bootstrap's classes; Django adds the aria attributes."""
    widget = field.field.widget
    return field.as_widget(
        attrs={"class": f"{widget.attrs.get('class', '')} {_class_of(widget)}{_invalid(field)}".strip()}
    )


@register.filter
def choices(field: BoundField) -> list[BoundWidget]:
    """The boxes or buttons of a field that is a set of them."""
    field.field.widget.attrs.setdefault("class", f"form-check-input{_invalid(field)}")
    return list(field.subwidgets)


def _class_of(widget: forms.Widget) -> str:
    if isinstance(widget, CHECKS):
        return "form-check-input"
    return "form-select" if isinstance(widget, forms.Select) else "form-control"


def _invalid(field: BoundField) -> str:
    return " is-invalid" if field.errors else ""
