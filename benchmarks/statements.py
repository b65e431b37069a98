"""How many SQL statements a step takes, for every step of route REGION."""

from benchmarks.recording import recorded
from benchmarks.report import Line, Part
from benchmarks.road import ROAD, SIDE_STEPS, Stop, brought_to, ready
from procedure.engine import take
from procedure.models import Case
from workdays import calendar

MOST = 12
HOW = """Statements sent to PostgreSQL inside `take`: lock, check, step, closing and opening of work
items, trail. BEGIN and COMMIT are not counted; the calendar is in memory, as it is at work."""
STATES = ("draft", "conformance_review", "provider_review", "reply")


def bench() -> Part:
    calendar.current()
    stops = [*zip(STATES, ROAD, strict=True), *SIDE_STEPS]
    lines = (_line(brought_to(state), stop) for state, stop in stops)
    return Part("SQL statements of a step", HOW, tuple(lines))


def _line(case: Case, stop: Stop) -> Line:
    acting, particulars = ready(case, stop)
    with recorded() as found:
        take(case, stop.step, actor=acting, seen=case.version, **particulars)
    return Line(f"{stop.step} ({stop.who})", str(len(found)), f"at most {MOST}", len(found) <= MOST)
