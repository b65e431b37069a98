"""Archives looked into before anybody unpacks them: names, sizes, bombs (art. 3, 23)."""

import gzip
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from delivery.errors import BadArchive, Unreadable, filled

CHUNK = 1 << 20
SMALL = 10 * 1024 * 1024  # below this no ratio harms anybody
NO_ARCHIVE = _("The archive cannot be read: it is damaged, encrypted, or of a kind not taken here.")
TOO_MANY = _("The archive holds more than %(most)s files. Divide it.")
TOO_LARGE = _("Unpacked, the archive would hold more than %(most)s MB. Divide it.")
BOMB = _("The archive unpacks to more than %(most)s times its size, as archives do that are made to do harm.")
ESCAPES = _("The archive holds a name that leads out of its own folder, or a link. Pack it anew without it.")
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive, with its size when unpacked."""

    name: str
    size: int


def check_unpacks_sanely(path: Path) -> None:
    """For an Excel workbook: a ZIP file that is no bomb. Raises Unreadable or BadArchive."""
    if not zipfile.is_zipfile(path):
        raise Unreadable(NO_ARCHIVE)
    listed(path)


def listed(path: Path) -> list[Member]:
    """All files in the archive, once every name and size is found harmless. Raises BadArchive."""
    members: list[Member] = []
    unpacked, packed = 0, path.stat().st_size
    try:
        for member in _members(path):
            _check_name(member.name)
            members.append(member)
            unpacked += member.size
            _check_sizes(len(members), unpacked, packed)
    except DAMAGED:
        raise BadArchive(NO_ARCHIVE) from None
    return members


def _check_name(name: str) -> None:
    inside, windows = PurePosixPath(name), PureWindowsPath(name)
    if inside.is_absolute() or windows.drive or windows.root or ".." in {*inside.parts, *windows.parts}:
        raise BadArchive(ESCAPES)
    if "\0" in name or not name.strip():
        raise BadArchive(ESCAPES)


def _check_sizes(count: int, unpacked: int, packed: int) -> None:
    if count > settings.ARCHIVE_FILES:
        raise BadArchive(filled(TOO_MANY, {"most": settings.ARCHIVE_FILES}))
    if unpacked > settings.ARCHIVE_BYTES:
        raise BadArchive(filled(TOO_LARGE, {"most": settings.ARCHIVE_BYTES // 1024**2}))
    if unpacked > max(SMALL, packed * settings.ARCHIVE_RATIO):
        raise BadArchive(filled(BOMB, {"most": settings.ARCHIVE_RATIO}))


def _members(path: Path) -> Iterator[Member]:
    if zipfile.is_zipfile(path):
        yield from _zipped(path)
    elif _is_gzip(path) and not _is_tar(path):
        yield from _gzipped(path)
    else:
        yield from _tarred(path)


def _zipped(path: Path) -> Iterator[Member]:
    """As the directory of the archive states them; an unpacker stops at what is stated."""
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.external_attr >> 28 == 0xA:  # a symbolic link
                raise BadArchive(ESCAPES)
            if not info.is_dir():
                yield Member(info.filename, info.file_size)


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as content:
        return content.read(2) == b"\x1f\x8b"


def _is_tar(path: Path) -> bool:
    try:
        with tarfile.open(path):
            return True
    except DAMAGED:
        return False


def _tarred(path: Path) -> Iterator[Member]:
    """A compressed tape has to be unpacked to be read, so what runs through is counted as it runs."""
    with tarfile.open(path, "r|*") as archive:
        for info in archive:
            if info.issym() or info.islnk() or info.isdev():
                raise BadArchive(ESCAPES)
            if info.isfile():
                yield Member(info.name, info.size)


def _gzipped(path: Path) -> Iterator[Member]:
    size, packed = 0, path.stat().st_size
    with gzip.open(path) as content:
        while chunk := content.read(CHUNK):
            size += len(chunk)
            _check_sizes(1, size, packed)
    yield Member(path.name, size)
