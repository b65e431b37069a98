"""What a running portal tells commands of the same folder, in `VAR/run/environment.json`.

So `manage.py issue_token` works beside `make run` without any setting. The file is readable by its
owner only, and is removed when the portal stops.
"""

import json
import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
TOLD = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "DEMONSTRATION",
    "VAR",
    "ALLOWED_HOSTS",
)


def file_in(var: Path) -> Path:
    return var / "run" / "environment.json"


def tell(var: Path, environment: Mapping[str, str]) -> None:
    """Write down what commands need."""
    path = file_in(var)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
        json.dump({name: environment[name] for name in TOLD if name in environment}, file)


def forget(var: Path) -> None:
    file_in(var).unlink(missing_ok=True)


def recall(environment: MutableMapping[str, str]) -> None:
    """Take what the portal running in `VAR` told, unless a database is named already."""
    path = file_in(BASE / environment.get("VAR", "var"))
    if "DATABASE_URL" in environment or not os.access(path, os.R_OK):
        return
    for name, value in json.loads(path.read_text(encoding="utf-8")).items():
        environment.setdefault(name, value)
