"""What is brought to the door: counted while it arrives, kept until the load has read it (art. 23)."""

import base64
import binascii
import hashlib
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from delivery.errors import NotWhole, OutOfTime, TooLarge
from delivery.files import FOLDER, Finished
from delivery.supply.workbench import storage_watched
from refusals.tree import FieldError, Invalid

CHUNK = 1 << 18
WAITING = settings.VAR / "incoming"
KEPT = f"{FOLDER}/incoming"
LONGEST_NAME = 200
UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
BAD_NAME = _(
    'A file name has 1 to 200 characters, none of them / \\ : * ? " < > |, and does not begin with a dot.'
)
SLOW = _("The upload took longer than %(seconds)s seconds. Try again on a faster line, or divide the file.")


@dataclass(frozen=True, slots=True)
class Brought:
    """One file in the storage, waiting to be read."""

    name: str
    file: str
    size: int
    digest: str

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def name_of(given: str) -> str:
    """The name as it may be kept. Raises Invalid for one that leads elsewhere."""
    name = given.strip()
    if not 1 <= len(name) <= LONGEST_NAME or UNFIT.search(name) or name.startswith("."):
        raise Invalid([FieldError("name", "bad_name", BAD_NAME)])
    return name


def take(
    read: Callable[[int], bytes], name: str, *, announced: int | None = None, digest: str = ""
) -> Brought:
    """Read until the end, within the limits of size and time, and keep it.

    Raises TooLarge, OutOfTime, and NotWhole when length or digest differ from what was announced.
    """
    name = name_of(name)
    if announced is not None and announced > settings.UPLOAD_BYTES:
        raise TooLarge
    with storage_watched(), _waiting() as copy:
        size, found = _copied(read, copy)
        if (announced is not None and size != announced) or (digest and digest != found):
            raise NotWhole
        copy.flush()
        return Brought(name, _kept(Path(copy.name), name), size, found)


def digest_announced(header: str) -> str:
    """The SHA-256 in a `Content-Digest` header (RFC 9530) in hexadecimal digits; empty without one."""
    if not (found := re.search(r"sha-256=:([A-Za-z0-9+/=]+):", header)):
        return ""
    try:
        return base64.b64decode(found.group(1), validate=True).hex()
    except binascii.Error:
        raise NotWhole from None


@contextmanager
def _waiting() -> Iterator[IO[bytes]]:
    WAITING.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=WAITING, delete=False) as copy:
        try:
            yield copy
        finally:
            Path(copy.name).unlink(missing_ok=True)


def _copied(read: Callable[[int], bytes], copy: IO[bytes]) -> tuple[int, str]:
    size, digest, ends = 0, hashlib.sha256(), time.monotonic() + settings.UPLOAD_SECONDS
    while chunk := read(CHUNK):
        size += len(chunk)
        if size > settings.UPLOAD_BYTES:
            raise TooLarge
        if time.monotonic() > ends:
            raise OutOfTime(SLOW % {"seconds": settings.UPLOAD_SECONDS})
        digest.update(chunk)
        copy.write(chunk)
    return size, digest.hexdigest()


def _kept(path: Path, name: str) -> str:
    """In the storage under a name of ours, so that no name from outside becomes a path."""
    suffix = PurePosixPath(name).suffix.lower()
    suffix = suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""
    with path.open("rb") as content:
        return default_storage.save(f"{KEPT}/{secrets.token_hex(16)}{suffix}", Finished(path, content))


def fetch(file: str, path: Path) -> Path:
    """A copy of what was brought, on this machine."""
    with storage_watched(), default_storage.open(file, "rb") as content, path.open("wb") as copy:
        shutil.copyfileobj(content, copy)
    return path
