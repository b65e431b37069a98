"""Remembers for which content a step was last done, so that a second start does only what has changed."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path

NOT_CODE = {".git", ".venv", "node_modules", "var", "tests", "docs", "benchmarks", "static", "__pycache__"}
CODE = {".py", ".toml", ".csv", ".json", ".po", ".txt", ".sql"}


class Stamps:
    """A small file: step -> digest of what it was done for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.done: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}

    def fresh(self, step: str, digest: str) -> bool:
        """Whether the step was done for just this."""
        return self.done.get(step) == digest

    def mark(self, step: str, digest: str) -> None:
        """Remember that the step has been done for this."""
        self.done[step] = digest
        self.path.write_text(json.dumps(self.done, indent=1))


def digest_of_code(base: Path, *more: str) -> str:
    """Changes when any program, rule, text or shipped data of ours, or a pinned package, changes."""
    return _digest(_code(base), *more)


def digest_of_assets(base: Path) -> str:
    """Changes when a style sheet, script or picture changes, ours or a package's."""
    locks = [base / "package-lock.json", base / "requirements" / "base.txt"]
    ours = (
        path for folder in ("static", *_rooms(base)) for path in (base / folder).rglob("*") if path.is_file()
    )
    return _digest(path for path in [*locks, *ours] if path.exists())


def _rooms(base: Path) -> list[str]:
    """The static folders of the rooms; `var/static` is what is made of them."""
    return [
        f"{path.parent.name}/static" for path in base.glob("*/static") if path.parent.name not in NOT_CODE
    ]


def _code(base: Path) -> Iterator[Path]:
    for folder, below, files in os.walk(base):
        below[:] = [name for name in below if name not in NOT_CODE and not name.startswith(".")]
        yield from (Path(folder, name) for name in files if Path(name).suffix in CODE)


def _digest(paths: Iterator[Path], *more: str) -> str:
    digest = hashlib.sha256("\0".join(more).encode())
    for path in sorted(paths):
        digest.update(f"\0{path}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
