"""Reads the environment once, and fails loudly with a sentence that says what to set."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent.parent
env = environ.Env()


def text(name: str, default: str | None = None) -> str:
    """One setting as text; without a default it must be set."""
    value = env.str(name, default=default)
    if value is None:
        raise ImproperlyConfigured(f"Set {name} in the environment: see docs/settings.md.")
    return value


def database(name: str, default: str = "") -> dict[str, Any]:
    """A PostgreSQL database from a URL such as `postgres://user:secret@host/name`."""
    url = text(name, default or None)
    if not url.startswith(("postgres://", "postgresql://")):
        raise ImproperlyConfigured(f"{name} must be a postgres:// address; it starts with {url[:12]!r}.")
    return dict(env.db_url_config(url))


def broker(url: str) -> str:
    """The address as Celery wants it: `unix://` becomes `redis+socket://`."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"
