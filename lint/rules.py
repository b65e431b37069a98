"""The rules. Each looks at one module's syntax tree and yields the lines that break it."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
BARRED_NAMES = {"utils", "helpers", "services", "selectors", "misc"}
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
CLOCKS = {"workdays/clock.py", "audit/context.py"}
TIME_READERS = {("timezone", "now"), ("timezone", "localdate"), ("datetime", "now"), ("date", "today")}


@dataclass(frozen=True)
class Module:
    """One file: its path from the top of the project, its text and its tree."""

    path: PurePosixPath
    text: str
    tree: ast.Module
    steps: frozenset[str]

    @property
    def is_test(self) -> bool:
        return self.path.parts[0] in {"tests", "benchmarks"}


Broken = Iterator[tuple[int, str]]
Rule = Callable[[Module], Broken]


def calls(module: Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def states_move_by_steps(module: Module) -> Broken:
    """Only steps change a state, with lock and trail; tests may create rows that rest in one."""
    for node in ast.walk(module.tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(t, ast.Attribute) and t.attr == "state" for t in targets):
            yield node.lineno, "G001 a state is assigned; take a step instead"  # type: ignore[attr-defined]
    for call in () if module.is_test else calls(module):
        writes = isinstance(call.func, ast.Attribute) and call.func.attr in {
            "create",
            "update",
            "bulk_create",
        }
        if writes and any(keyword.arg == "state" for keyword in call.keywords):
            yield call.lineno, "G001 a state is written; take a step instead"


def steps_go_through_the_engine(module: Module) -> Broken:
    """Calling a step's method skips the lock, the policy, the clocks and the trail."""
    if module.is_test:
        return
    for call in calls(module):
        if isinstance(call.func, ast.Attribute) and call.func.attr in module.steps:
            yield call.lineno, f"G002 step {call.func.attr} is called directly; use take()"


def sentences_are_whole(module: Module) -> Broken:
    """An f-string has no entry in the catalogues, so its sentence is never translated."""
    for call in calls(module):
        named = isinstance(call.func, ast.Name) and call.func.id in GETTEXT
        if named and any(isinstance(argument, ast.JoinedStr) for argument in call.args):
            yield call.lineno, "G003 f-string inside gettext; use named places"


def one_clock(module: Module) -> Broken:
    """Rules read the time from `workdays.clock` only, so that it can be simulated."""
    if module.is_test or str(module.path) in CLOCKS:
        return
    for call in calls(module):
        function = call.func
        named = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
        if named and (function.value.id, function.attr) in TIME_READERS and not call.args:  # type: ignore[attr-defined]
            yield call.lineno, "G004 the time is read outside workdays.clock"


def modules_are_named_for_what_they_hold(module: Module) -> Broken:
    """A drawer named for nothing in particular fills with everything."""
    if module.path.stem in BARRED_NAMES:
        yield 1, f"G005 {module.path.stem} says nothing of what it holds"


def short_enough_to_read(module: Module) -> Broken:
    """Files up to 400 lines, functions up to 50."""
    if module.text.count("\n") > LONGEST_FILE:
        yield 1, f"G006 more than {LONGEST_FILE} lines; split by meaning"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION:
            yield node.lineno, f"G007 {node.name} has more than {LONGEST_FUNCTION} lines"


RULES: tuple[Rule, ...] = (
    states_move_by_steps,
    steps_go_through_the_engine,
    sentences_are_whole,
    one_clock,
    modules_are_named_for_what_they_hold,
    short_enough_to_read,
)
