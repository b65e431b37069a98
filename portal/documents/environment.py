"""`docs/settings.md`: every setting that is read from the environment, found in the code that reads it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.documents.markdown import document, table
from portal.documents.meanings import MEANINGS

TOP = Path(__file__).resolve().parent.parent.parent
READ_BY = {"text": "text", "database": "database address"}
TYPES = {
    "bool": "yes or no",
    "int": "whole number",
    "float": "number",
    "list": "list with commas",
    "json": "JSON",
    "str": "text",
}
SECTION = "# ---"
INTRODUCTION = """\
The portal reads its settings once, when it starts, and stops with a sentence when one is missing or wrong.
Yes is `1`, `true`, `yes` or `on`. `make run` fills in the stores' addresses, the secret, `ALLOWED_HOSTS` and
`DEMONSTRATION=1` when they are not given; any of them can be given to it."""


@dataclass(frozen=True)
class Setting:
    """One variable of the environment: its type, its default as code (empty: it must be set), its section."""

    name: str
    type: str
    default: str
    required: bool
    section: str
    remark: str

    @property
    def meaning(self) -> str:
        """What it is for: our words, else the comment that stands above it."""
        return MEANINGS.get(self.name) or self.remark


def pages() -> Iterator[tuple[str, str]]:
    """The one page."""
    yield "settings.md", page()


def page() -> str:
    parts = [part for section, found in _by_section().items() for part in (f"## {section}", _table(found))]
    return document("# Settings", INTRODUCTION, *parts)


def settings_read() -> list[Setting]:
    """Every setting: of the portal, of its web server, of the launcher; each name once."""
    found = [
        *_in_module(TOP / "config" / "settings.py", ""),
        *_in_module(TOP / "config" / "gunicorn.py", "Web server"),
        *_in_module(TOP / "embedded" / "environment.py", "`make run`"),
        *_in_module(TOP / "embedded" / "portal_parts.py", "`make run`"),
    ]
    first: dict[str, Setting] = {}
    for setting in found:
        first.setdefault(setting.name, setting)
    return list(first.values())


def _by_section() -> dict[str, list[Setting]]:
    sections: dict[str, list[Setting]] = {}
    for setting in settings_read():
        sections.setdefault(setting.section, []).append(setting)
    return sections


def _table(found: list[Setting]) -> str:
    rows = (
        [
            f"`{s.name}`",
            s.type,
            "must be set" if s.required else f"`{s.default}`" if s.default else "empty",
            s.meaning,
        ]
        for s in found
    )
    return table(["Name", "Type", "Default", "What for"], rows)


def _in_module(path: Path, section: str) -> Iterator[Setting]:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    for statement in ast.parse(source).body:
        calls = (node for node in ast.walk(statement) if isinstance(node, ast.Call))
        for call in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
            if kind := _type_read(call):
                here = section or _section_above(lines, call.lineno)
                yield _setting(call, kind, here, _comment_above(lines, call.lineno))


def _type_read(call: ast.Call) -> str:
    """How the call reads the environment; empty when it does not."""
    name, function = call.args[0] if call.args else None, call.func
    if not (isinstance(name, ast.Constant) and isinstance(name.value, str) and name.value.isupper()):
        return ""
    if isinstance(function, ast.Name):
        return READ_BY.get(function.id, "")
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return TYPES.get(function.attr, "") if function.value.id == "env" else _looked_up(function.attr)
    return "text" if isinstance(function, ast.Attribute) and function.attr == "get" else ""


def _looked_up(method: str) -> str:
    return "text" if method == "get" else ""


def _setting(call: ast.Call, kind: str, section: str, remark: str) -> Setting:
    name, *rest = call.args
    given = [*rest, *(keyword.value for keyword in call.keywords if keyword.arg == "default")]
    default = _as_written(given[0]) if given else ""
    assert isinstance(name, ast.Constant)
    required = not given and section not in {"`make run`", "Web server"}
    return Setting(str(name.value), kind, default, required, section, remark)


def _as_written(node: ast.expr) -> str:
    """A default as it is in the code; a plain text without quotes, and an empty list or text as nothing."""
    if isinstance(node, ast.Call) and _type_read(node):
        node = node.args[0]  # the value of another setting
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    written = ast.unparse(node)
    return "" if written in {"[]", "''"} else written


def _section_above(lines: list[str], number: int) -> str:
    title = next((line for line in reversed(lines[:number]) if line.startswith(SECTION)), "")
    return title.strip("# -") or "General"


def _comment_above(lines: list[str], number: int) -> str:
    """The remark at the end of the line, or the lines of comment right above it."""
    same = lines[number - 1].partition("  # ")[2]
    above = []
    for line in reversed(lines[: number - 1]):
        if not line.lstrip().startswith("#") or line.startswith(SECTION):
            break
        above.append(line.strip("# "))
    return same or " ".join(reversed(above))
