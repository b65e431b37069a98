"""What the children are told through the environment: the stores' addresses, the secret, `VAR`."""

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from embedded.errors import CannotStart

BASE = Path(__file__).resolve().parent.parent
WORKER_READY = "worker.ready"
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound to


@dataclass(frozen=True)
class Choices:
    """What the person who starts the portal has chosen, read from the environment once."""

    host: str
    port: int
    var: Path
    database_url: str
    redis_url: str
    demonstration: bool

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """HOST, PORT, VAR, DATABASE_URL, REDIS_URL, DEMONSTRATION, with their defaults."""
        port = given.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise CannotStart(f"PORT must be a number from 1 to 65535, not {port!r}.")
        return cls(
            host=given.get("HOST") or "127.0.0.1",
            port=int(port),
            var=(BASE / (given.get("VAR") or "var")).resolve(),
            database_url=given.get("DATABASE_URL", ""),
            redis_url=given.get("REDIS_URL", ""),
            demonstration=given.get("DEMONSTRATION", "1").lower() in {"1", "true", "yes", "on"},
        )

    @property
    def near(self) -> str:
        """The host as this machine reaches it."""
        return "127.0.0.1" if self.host in EVERYWHERE else self.host

    @property
    def address(self) -> str:
        """The portal's address in a browser."""
        return f"http://{bracketed(self.near)}:{self.port}/"


def for_children(
    given: Mapping[str, str],
    *,
    var: Path,
    database_url: str,
    owner_url: str,
    redis_url: str,
    secret: str,
    signing_key: str,
    address: str = "",
) -> dict[str, str]:
    """The environment of web, worker, beat and commands; what is given stands, the rest is filled in."""
    filled = dict(given)
    filled |= {
        "DATABASE_URL": database_url,
        "DATABASE_OWNER_URL": owner_url,
        "REDIS_URL": redis_url,
        "VAR": str(var),
    }
    filled.setdefault("SECRET_KEY", secret)
    filled.setdefault("AUDIT_SIGNING_KEY", signing_key)
    filled.setdefault("DEMONSTRATION", "1")
    if address:
        filled.setdefault("PORTAL_ADDRESS", address)
    filled.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    filled["PYTHONUNBUFFERED"] = "1"
    return filled


def as_owner(environment: Mapping[str, str]) -> dict[str, str]:
    """The same environment for migrations, which connect as the owner of the tables."""
    return {**environment, "DATABASE_URL": environment["DATABASE_OWNER_URL"]}


def hosts(choices: Choices) -> str:
    """The names the portal answers to when nothing else is set: any name when it listens everywhere."""
    return "*" if choices.host in EVERYWHERE else f"localhost,127.0.0.1,[::1],{bracketed(choices.host)}"


def secret_in(var: Path) -> str:
    """The secret of this installation, made once and kept for its user alone."""
    path = var / "secret"
    _make_once(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def new_signing_key() -> str:
    """A key for the heads of the trail: 32 bytes of chance, as base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def signing_key_in(var: Path) -> str:
    """Where this installation keeps the key that signs the heads of its trail, made once."""
    path = var / "signing-key"
    _make_once(path, new_signing_key())
    return str(path)


def _make_once(path: Path, text: str) -> None:
    """A file for its user alone; one that is there stays as it is."""
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(text)


def bracketed(host: str) -> str:
    """An IPv6 address as it stands in a URL."""
    return f"[{host}]" if ":" in host else host
