"""Values between the address, DuckDB and the answer, type by type: typed when bound, plain when delivered."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import FieldType
from delivery.columns import WIDEST, Column
from delivery.errors import BadQuestion
from workdays.clock import SHANGHAI

LONGEST_VALUE = 2_000
MOST_VALUES = 200
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
NO_TEXT = _("The value is too long or has characters that are no text.")
IN_ORDER = ("eq", "ne", "gt", "gte", "lt", "lte", "in")
OPERATORS: dict[str, tuple[str, ...]] = {
    FieldType.STRING: (*IN_ORDER, "contains"),
    FieldType.TEXT: (*IN_ORDER, "contains"),
    FieldType.INTEGER: IN_ORDER,
    FieldType.DECIMAL: IN_ORDER,
    FieldType.DATE: IN_ORDER,
    FieldType.DATETIME: IN_ORDER,
    FieldType.BOOLEAN: ("eq", "ne"),
}
TRUTH = {"true": True, "1": True, "false": False, "0": False}


def parsed(column: Column, operator: str, text: str, parameter: str) -> tuple[Any, ...]:
    """The typed values of a filter: one, or several for `in`. BadQuestion never quotes the value."""
    if len(text) > LONGEST_VALUE or UNSTORABLE.search(text):
        raise BadQuestion(parameter, "bad_value", NO_TEXT)
    pieces = text.split(",") if operator == "in" else [text]
    if len(pieces) > MOST_VALUES:
        raise BadQuestion(parameter, "too_many", _("List at most 200 values."))
    try:
        values = tuple(READ[column.type](piece) for piece in pieces)
    except (ValueError, KeyError, InvalidOperation, OverflowError):
        raise BadQuestion(parameter, "bad_value", EXPECTED[column.type]) from None
    if not all(_comparable(value, column) for value in values):
        raise BadQuestion(parameter, "out_of_range", _("The number has more digits than can be compared."))
    return values


def _comparable(value: Any, column: Column) -> bool:
    """Whether DuckDB finds a decimal type that holds both the value and the column."""
    if not isinstance(value, Decimal):
        return True
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    whole = max(value.adjusted() + 1, column.width - column.decimals)
    return whole + max(-exponent, column.decimals) <= WIDEST


def _integer(text: str) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,19}", text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError
    return int(text)


def _decimal(text: str) -> Decimal:
    """Plain digits; more than DuckDB can hold is no value of any column."""
    if not re.fullmatch(r"[+-]?[0-9]*\.?[0-9]*", text) or len(re.sub(r"\D", "", text)) > WIDEST:
        raise ValueError
    return Decimal(text)


def _moment(text: str) -> datetime:
    """The wall clock of Asia/Shanghai, as stored; without an offset that is what was meant."""
    given = datetime.fromisoformat(text.replace(" ", "+") if re.search(r"T.* \d\d:?\d\d$", text) else text)
    return given.astimezone(SHANGHAI).replace(tzinfo=None) if given.tzinfo else given


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError
    return date.fromisoformat(text)


READ: dict[str, Callable[[str], Any]] = {
    FieldType.STRING: str,
    FieldType.TEXT: str,
    FieldType.INTEGER: lambda text: _integer(text.strip()),
    FieldType.DECIMAL: lambda text: _decimal(text.strip()),
    FieldType.DATE: lambda text: _day(text.strip()),
    FieldType.DATETIME: lambda text: _moment(text.strip()),
    FieldType.BOOLEAN: lambda text: TRUTH[text.strip().lower()],
}
EXPECTED: Mapping[str, Any] = {
    FieldType.STRING: _("Give a text."),
    FieldType.TEXT: _("Give a text."),
    FieldType.INTEGER: _("Give a whole number."),
    FieldType.DECIMAL: _("Give a decimal number."),
    FieldType.DATE: _("Give a date as year-month-day."),
    FieldType.DATETIME: _("Give a date and time, such as 2026-11-24T08:30:00+08:00."),
    FieldType.BOOLEAN: _("Give true or false."),
}


def delivered(value: Any) -> Any:
    """The value as JSON tells it: ISO dates, moments with their offset, decimals as text."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=SHANGHAI).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return format(value, "f") if isinstance(value, Decimal) else value
