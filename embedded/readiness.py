"""Imported by the Celery worker: leaves `VAR/run/worker.ready` once the worker takes tasks."""

import os
from pathlib import Path
from typing import Any

from celery.signals import worker_ready

from embedded.environment import WORKER_READY


@worker_ready.connect
def leave_mark(**kwargs: Any) -> None:
    """The launcher removes the mark before each start and waits for it."""
    Path(os.environ["VAR"], "run", WORKER_READY).touch()
