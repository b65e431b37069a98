"""Web, worker and beat as supervised parts."""

import http.client
import sys
from collections.abc import Mapping

from embedded.environment import BASE, WORKER_READY, Choices
from embedded.part import Part

CELERY = [sys.executable, "-m", "celery", "--app", "config"]
WORKER = ["--loglevel", "INFO", "--include", "embedded.readiness", "--without-mingle", "--without-gossip"]


def worker(choices: Choices, environment: Mapping[str, str]) -> Part:
    """Celery's worker; ready once it takes tasks."""
    mark = choices.var / "run" / WORKER_READY
    return Part(
        name="worker",
        command=[*CELERY, "worker", *WORKER, "--concurrency", environment.get("WORKER_CONCURRENCY", "2")],
        environment=environment,
        log=choices.var / "log" / "worker.log",
        ready=mark.exists,
        before=lambda: mark.unlink(missing_ok=True),
        directory=BASE,
        patience=30.0,
    )


def web(choices: Choices, environment: Mapping[str, str]) -> Part:
    """gunicorn; ready once it answers, whatever the state of the others."""
    return Part(
        name="web",
        command=[sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "config.wsgi"],
        environment={**environment, "HOST": choices.host, "PORT": str(choices.port)},
        log=choices.var / "log" / "web.log",
        ready=lambda: answers(choices.near, choices.port),
        directory=BASE,
    )


def beat(choices: Choices, environment: Mapping[str, str]) -> Part:
    """Celery's clockwork; its notes of the last runs may be lost, the sweep finds what is due."""
    notes = choices.var / "run" / "beat"
    return Part(
        name="beat",
        command=[*CELERY, "beat", "--loglevel", "INFO", "--schedule", str(notes), "--pidfile", ""],
        environment=environment,
        log=choices.var / "log" / "beat.log",
        directory=BASE,
    )


def answers(host: str, port: int) -> bool:
    """Whether anything but a server error comes back from `/livez`."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", "/livez")
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()
