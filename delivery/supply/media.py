"""What kind of file it is: told by its content, and compared with its name (art. 3, 23)."""

import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

import puremagic
from django.utils.translation import gettext_lazy as _

from catalog.vocabulary import Format
from delivery.errors import Unreadable, WrongType, filled
from delivery.supply.encodings import encoding_of
from refusals.tree import FieldError, Sentence

HEAD = 8192
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TEXT = "text/plain"
NOT_TAKEN = _("Files of this kind are not taken here.")
OTHER = _("The content is not what the ending of the name says: found %(found)s.")
NOT_HERE = _("The entry holds files of another form (%(form)s); this one is %(found)s.")
EMPTY = _("The file is empty.")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


@dataclass(frozen=True, slots=True)
class Kind:
    """A media type that is taken, the form it belongs to, and the endings it goes under."""

    media_type: str
    form: str
    endings: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    kind.media_type: kind
    for kind in (
        Kind("application/pdf", Format.DOCUMENT, (".pdf",)),
        Kind(WORD, Format.DOCUMENT, (".docx",)),
        Kind(EXCEL, Format.DOCUMENT, (".xlsx",)),
        Kind(SLIDES, Format.DOCUMENT, (".pptx",)),
        Kind("application/ofd", Format.DOCUMENT, (".ofd",)),
        Kind("application/vnd.oasis.opendocument.text", Format.DOCUMENT, (".odt",)),
        Kind("application/vnd.oasis.opendocument.spreadsheet", Format.DOCUMENT, (".ods",)),
        Kind("application/vnd.oasis.opendocument.presentation", Format.DOCUMENT, (".odp",)),
        Kind("application/x-ole-storage", Format.DOCUMENT, (".doc", ".xls", ".ppt", ".wps", ".et")),
        Kind("application/rtf", Format.DOCUMENT, (".rtf",)),
        Kind(TEXT, Format.DOCUMENT, (".txt", ".md", ".csv", ".json", ".geojson")),
        Kind("image/png", Format.IMAGE, (".png",)),
        Kind("image/jpeg", Format.IMAGE, (".jpg", ".jpeg")),
        Kind("image/gif", Format.IMAGE, (".gif",)),
        Kind("image/webp", Format.IMAGE, (".webp",)),
        Kind("image/tiff", Format.IMAGE, (".tif", ".tiff")),
        Kind("image/bmp", Format.IMAGE, (".bmp",)),
        Kind("audio/mpeg", Format.AUDIO, (".mp3",)),
        Kind("audio/wav", Format.AUDIO, (".wav",)),
        Kind("audio/flac", Format.AUDIO, (".flac",)),
        Kind("audio/ogg", Format.AUDIO, (".ogg", ".oga", ".opus")),
        Kind("audio/mp4", Format.AUDIO, (".m4a",)),
        Kind("video/mp4", Format.VIDEO, (".mp4", ".m4v")),
        Kind("video/quicktime", Format.VIDEO, (".mov",)),
        Kind("video/webm", Format.VIDEO, (".webm", ".mkv")),
        Kind("video/x-msvideo", Format.VIDEO, (".avi",)),
        Kind("application/zip", Format.ARCHIVE, (".zip",)),
        Kind("application/x-tar", Format.ARCHIVE, (".tar",)),
        Kind("application/gzip", Format.ARCHIVE, (".gz", ".tgz")),
        Kind("application/x-bzip2", Format.ARCHIVE, (".tbz2", ".bz2")),
        Kind("application/x-xz", Format.ARCHIVE, (".txz", ".xz")),
    )
}
SAME = {
    "audio/x-wav": "audio/wav",
    "audio/wave": "audio/wav",
    "audio/vnd.wave": "audio/wav",
    "audio/x-flac": "audio/flac",
    "application/ogg": "audio/ogg",
    "audio/x-m4a": "audio/mp4",
    "video/x-m4v": "video/mp4",
    "video/avi": "video/x-msvideo",
    "application/x-gzip": "application/gzip",
    "application/x-zip-compressed": "application/zip",
    "image/x-ms-bmp": "image/bmp",
    "text/rtf": "application/rtf",
}
MARKS = (
    (0, OLE, "application/x-ole-storage"),
    (8, b"WAVE", "audio/wav"),
    (4, b"ftypqt  ", "video/quicktime"),
    (4, b"ftypM4A ", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
)
OFFICE = (("word/", WORD), ("xl/", EXCEL), ("ppt/", SLIDES))


def check(path: Path, name: str, form: str) -> Kind:
    """The kind of the file, which its name and the entry's form both bear out. Raises WrongType."""
    kind = kind_of(path)
    if kind is None:
        raise _wrong(name, NOT_TAKEN)
    if PurePosixPath(name).suffix.lower() not in kind.endings:
        raise _wrong(name, filled(OTHER, {"found": kind.media_type}))
    if kind.form != form:
        raise _wrong(name, filled(NOT_HERE, {"form": Format(form).label, "found": Format(kind.form).label}))
    return kind


def check_given(given: IO[bytes], form: str) -> None:
    """The same at the door, for a file that a form has brought: refused before it waits for a worker."""
    with tempfile.NamedTemporaryFile() as copy:
        shutil.copyfileobj(given, copy)
        copy.flush()
        check(Path(copy.name), str(given.name), form)
    given.seek(0)


def kind_of(path: Path) -> Kind | None:
    """By its first bytes, a look into a ZIP file, or because all of it is text; None for anything else."""
    with path.open("rb") as content:
        head = content.read(HEAD)
    if not head:
        raise _wrong(path.name, EMPTY)
    if zipfile.is_zipfile(path) and head.startswith(b"PK"):
        return KINDS[_in_zip(path)]
    return KINDS.get(_by_bytes(head)) or _as_text(path, head)


def _by_bytes(head: bytes) -> str:
    """By the marks that puremagic confuses, then by what it makes of the beginning."""
    for start, mark, media_type in MARKS:
        if head[start:].startswith(mark):
            return media_type
    try:
        guesses = [guess.mime_type for guess in puremagic.magic_string(head)]
    except (puremagic.PureError, ValueError):
        return ""
    return next(
        (known for known in (SAME.get(g, g) for g in guesses) if known in KINDS and known != TEXT), ""
    )


def _in_zip(path: Path) -> str:
    """Office files are ZIP files with certain members."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        if "OFD.xml" in names:
            return "application/ofd"
        if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
            told = archive.read("mimetype").decode("ascii", "replace").strip()
            return told if told in KINDS else "application/zip"
    if "[Content_Types].xml" not in names:
        return "application/zip"
    return next(
        (kind for folder, kind in OFFICE if any(n.startswith(folder) for n in names)), "application/zip"
    )


def _as_text(path: Path, head: bytes) -> Kind | None:
    """Text that is no page for a browser: those could be made to act there."""
    if b"\0" in head or head.lstrip().lower().startswith((b"<", b"%!", b"#!", b"mz")):
        return None
    try:
        encoding_of(path, thorough=True)
    except Unreadable:
        return None
    return KINDS[TEXT]


def _wrong(name: str, sentence: Sentence) -> WrongType:
    return WrongType([FieldError(name, "wrong_type", sentence)])
