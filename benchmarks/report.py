"""What was measured: a table for the terminal and `docs/benchmarks.md`."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"
OUTCOME = {True: "kept", False: "BROKEN", None: ""}


@dataclass(frozen=True)
class Line:
    """One figure. `limit` says in words what it is held against; `kept` is None where nothing limits it."""

    what: str
    figure: str
    limit: str = ""
    kept: bool | None = None


@dataclass(frozen=True)
class Part:
    """One bench: its title, how it was measured, and its figures."""

    title: str
    how: str
    lines: tuple[Line, ...]


def printed(part: Part) -> str:
    """The part as text for a terminal."""
    widths = [max(len(cell) for cell in column) for column in zip(*map(_cells, part.lines), strict=True)]
    rows = ("  ".join(c.ljust(w) for c, w in zip(_cells(line), widths, strict=True)).rstrip() for line in part.lines)
    return "\n".join([part.title, *(f"  {row}" for row in rows), ""])


def write(parts: Iterable[Part], seconds: float) -> None:
    """Write the document anew."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    machine = f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    head = HEAD.format(on=date.today().isoformat(), machine=machine, seconds=seconds)
    DOCUMENT.write_text("\n".join([head, *map(_section, parts)]), encoding="utf-8")


HEAD = """# Benchmarks

Written by `make bench ARGS=--write`; figures of {on} ({machine}; {seconds:.0f} seconds in all).
Only ratios within one run are held against a limit; milliseconds are of that machine and for orientation.
`make bench` exits 1 when a limit is broken. None of this runs in the tests.
"""


def _section(part: Part) -> str:
    rows = "\n".join(f"| {' | '.join(_cells(line))} |" for line in part.lines)
    return f"## {part.title}\n\n{part.how}\n\n| What | Figure | Limit | |\n| --- | ---: | --- | --- |\n{rows}\n"


def _cells(line: Line) -> tuple[str, str, str, str]:
    return line.what, line.figure, line.limit, OUTCOME[line.kept]
