"""What was measured: a table for the terminal and `docs/benchmarks.md`."""

import os
import platform
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from workdays import clock

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

    @property
    def is_kept(self) -> bool:
        return not any(line.kept is False for line in self.lines)


def printed(part: Part) -> str:
    """The part as text for a terminal."""
    rows = [_cells(line) for line in part.lines]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
    return "\n".join([part.title, *(f"  {line}" for line in lines), ""])


def write(parts: Iterable[Part], seconds: float) -> None:
    """Write the document anew."""
    DOCUMENT.parent.mkdir(exist_ok=True)
    python = f"Python {platform.python_version()}"
    machine = f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, {python}"
    head = HEAD.format(on=clock.today().isoformat(), machine=machine, seconds=seconds)
    DOCUMENT.write_text("\n".join([head, *map(_section, parts)]), encoding="utf-8")


HEAD = """# Benchmarks

Written by `make bench ARGS=--write`; figures of {on} ({machine}; {seconds:.0f} seconds in all).
Only ratios within one run are held against a limit; milliseconds are of that machine and for orientation.
`make bench` exits 1 when a limit is broken. None of this runs in the tests.
"""


def _section(part: Part) -> str:
    rows = "\n".join(f"| {' | '.join(_cells(line))} |" for line in part.lines)
    head = "| What | Figure | Limit | |\n| --- | ---: | --- | --- |"
    return f"## {part.title}\n\n{part.how}\n\n{head}\n{rows}\n"


def _cells(line: Line) -> tuple[str, str, str, str]:
    return line.what, line.figure, line.limit, OUTCOME[line.kept]
