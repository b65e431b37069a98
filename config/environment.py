"""Reads the environment once, and fails loudly with a sentence that says what to set."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

BASE = Path(__file__).resolve().parent.parent
env = environ.Env()
MAIL_SCHEMES = ("smtp://", "smtp+tls://", "smtp+ssl://", "consolemail://", "filemail://")
FILES = "django.core.mail.backends.filebased.EmailBackend"


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


def mail(url: str, folder: Path) -> dict[str, Any]:
    """Django's mail settings from an address like `smtp+tls://user:secret@host:587`; without one, files."""
    if not url:
        return {"EMAIL_BACKEND": FILES, "EMAIL_FILE_PATH": str(folder)}
    if not url.startswith(MAIL_SCHEMES):
        raise ImproperlyConfigured(f"EMAIL_URL must be an smtp:// address; it starts with {url[:12]!r}.")
    return dict(env.email_url_config(url))
