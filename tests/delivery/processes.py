"""Processes of one's own on the test's database: a small web server, and workers that are killed."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.core.files.storage import default_storage

from config.environment import BASE
from tests.notifications.postbox import free_port

PATIENCE = 20
SERVING = """
import django
from django.conf import settings
settings.ROOT_URLCONF = "tests.delivery.small_server"
django.setup()
from tests.delivery.small_server import serve
serve({port})
"""


def environment(database: str, **given: str) -> dict[str, str]:
    """As this process, on that database and the storage of the test."""
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    kept = json.dumps({"location": str(default_storage.location)})  # type: ignore[attr-defined]
    own = {"DATABASE_URL": url, "STORAGE_OPTIONS": kept, "DJANGO_SETTINGS_MODULE": "config.settings"}
    return {**os.environ, **own, "PYTHONPATH": str(BASE), **given}


@contextmanager
def server(database: str) -> Iterator[str]:
    """The portal in a process of its own; its address."""
    port = free_port()
    running = subprocess.Popen(
        [sys.executable, "-c", SERVING.format(port=port)], env=environment(database), stderr=subprocess.PIPE
    )
    try:
        wait_for(lambda: running.poll() is not None or listening(port))
        assert running.poll() is None, running.stderr and running.stderr.read().decode()
        yield f"http://127.0.0.1:{port}"
    finally:
        running.kill()
        running.communicate()


def killed_while(database: str, work: str, begun: object, **given: str) -> None:
    """Start a worker on this work, and kill it with SIGKILL once it has begun."""
    program = f"import django\ndjango.setup()\n{work}"
    running = subprocess.Popen([sys.executable, "-c", program], env=environment(database, **given))
    try:
        wait_for(begun)
    finally:
        running.send_signal(signal.SIGKILL)
        ended = running.wait(PATIENCE)
    assert ended == -signal.SIGKILL


def listening(port: int) -> bool:
    """Whether somebody answers on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_for(said: object) -> None:
    """Until it is true; a test that waits longer than twenty seconds has failed."""
    end = time.monotonic() + PATIENCE
    while not said():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
