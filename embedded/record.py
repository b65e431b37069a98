"""The state of the parts, kept in `VAR/run/parts.json` for whoever asks, `/healthz` among them.

    {"launcher": 4711,
     "parts": {"worker": {"pid": 4720, "started": 1795500000.25,
                          "state": "running", "restarts": 0, "since": 1795500002.5}}}

`state` is `stopped`, `starting`, `running` or `restarting`; `pid` and `started` are null while nothing runs;
times are seconds since 1970 (UTC). Parts are `postgres` and `valkey` (only when embedded), `worker`, `web`
and `beat`. The file is replaced as a whole, and removed after an orderly stop. It is true only while a
process numbered `launcher` lives: a killed launcher leaves its last word behind.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import psutil

from embedded.orphans import end_session
from embedded.part import Part


def write(path: Path, parts: Iterable[Part], *, known: str) -> str:
    """Replace the file if it would say anything new; without parts there is none. Answers what it says."""
    described = {part.name: _describe(part) for part in parts}
    said = json.dumps({"launcher": psutil.Process().pid, "parts": described}, indent=1) if described else ""
    if not described:
        path.unlink(missing_ok=True)
    elif said != known:
        fresh = path.with_suffix(".new")
        fresh.write_text(said)
        fresh.replace(path)
    return said


def end_recorded(path: Path) -> None:
    """End the parts that a killed launcher left running."""
    if path.exists():
        for part in json.loads(path.read_text())["parts"].values():
            if part["pid"]:
                end_session(part["pid"], part["started"])
        path.unlink()


def _describe(part: Part) -> dict[str, Any]:
    return {
        "pid": part.pid,
        "started": part.started,
        "state": part.state,
        "restarts": part.restarts,
        "since": round(part.since, 3),
    }
