"""The days of a notice as people type them: a date, off or worked, and a name, one day on a line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from workdays.counting import Mark

OFF = frozenset({"off", "休", "放假", "休息"})
WORKED = frozenset({"worked", "班", "上班"})
MOST_LINES = 120
LONGEST_NAME = 100
LONGEST_SHOWN = 40
SENTENCES = {
    "bad_line": _("Line %(line)d: write a date, then “off” or “worked”, then a name: “%(text)s”."),
    "bad_date": _("Line %(line)d: “%(text)s” is not a date; write it as 2027-04-09."),
    "bad_word": _("Line %(line)d: after the date write “off” or “worked”, not “%(text)s”."),
    "long_name": _("Line %(line)d: the name is too long: “%(text)s”."),
    "twice": _("Line %(line)d: the day %(text)s stands twice."),
    "outside_year": _(
        "Line %(line)d: %(text)s lies neither in the notice's year nor in the December before."
    ),
}


@dataclass(frozen=True)
class Line:
    """One line that was understood; `number` counts from 1, empty lines included."""

    number: int
    date: date
    mark: Mark


def read(text: str) -> list[Line]:
    """Every line as a day; raises ValidationError with one error for each line that is wrong."""
    rows = [(number, row.strip()) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    if len(rows) > MOST_LINES:
        raise ValidationError(
            _("A notice has at most %(most)d days."), code="too_many", params={"most": MOST_LINES}
        )
    lines: list[Line] = []
    wrong: list[ValidationError] = []
    for number, row in rows:
        try:
            lines.append(_line(number, row))
        except ValidationError as error:
            wrong.append(error)
    wrong += _twice(lines)
    if wrong:
        raise ValidationError(wrong)
    return lines


def marks(lines: Iterable[Line]) -> dict[date, Mark]:
    """The days of a notice."""
    return {line.date: line.mark for line in lines}


def written(days: dict[date, Mark]) -> str:
    """The days as lines that `read` understands."""
    return "\n".join(
        f"{day.isoformat()} {'worked' if mark.working else 'off'} {mark.name}".strip()
        for day, mark in sorted(days.items())
    )


def error(code: str, line: int, text: object) -> ValidationError:
    """What is wrong with a line, in words that name it."""
    shown = str(text) if len(str(text)) <= LONGEST_SHOWN else f"{str(text)[:LONGEST_SHOWN]}…"
    return ValidationError(SENTENCES[code], code=code, params={"line": line, "text": shown})


def _line(number: int, row: str) -> Line:
    parts = row.split(maxsplit=2)
    if len(parts) == 1:
        raise error("bad_line", number, row)
    day, word, name = _date(number, parts[0]), parts[1].lower(), parts[2] if len(parts) > 2 else ""
    if word not in OFF | WORKED:
        raise error("bad_word", number, parts[1])
    if len(name) > LONGEST_NAME:
        raise error("long_name", number, name)
    return Line(number, day, Mark(working=word in WORKED, name=name))


def _date(number: int, text: str) -> date:
    try:
        if len(text) == len("2027-04-09"):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise error("bad_date", number, text)


def _twice(lines: Iterable[Line]) -> Iterator[ValidationError]:
    seen: set[date] = set()
    for line in lines:
        if line.date in seen:
            yield error("twice", line.number, line.date.isoformat())
        seen.add(line.date)
