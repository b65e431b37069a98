"""Text files as departments have them: UTF-8, GB18030 and UTF-16 told apart, and made UTF-8 (art. 23)."""

import codecs
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from delivery.errors import Unreadable

CHUNK = 1 << 20
UTF_8 = "utf-8"
MARKS = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNKNOWN = _("The file is text neither in UTF-8 nor in GB18030 nor in UTF-16. Save it as UTF-8 and try again.")


def encoding_of(path: Path, *, thorough: bool = False) -> str:
    """The encoding of the file. UTF-8 is believed by the beginning, unless the whole is to be read.

    Raises Unreadable when it is none that we know.
    """
    head = _head(path)
    for mark, name in MARKS:
        if head.startswith(mark):
            return _proved(path, name)
    if b"\0" in head:
        return _proved(path, "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be")
    if not thorough and _begins_in_utf_8(head):
        return UTF_8
    return next((name for name in (UTF_8, "gb18030") if _reads(path, name)), "") or _proved(path, "")


def _begins_in_utf_8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder(UTF_8)().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def in_utf_8(path: Path, made: Path, *, thorough: bool = False) -> Path:
    """The file itself when it is UTF-8, or a copy that is."""
    encoding = encoding_of(path, thorough=thorough)
    if encoding == UTF_8:
        return path
    with made.open("w", encoding=UTF_8, newline="") as copy:
        for piece in _pieces(path, encoding):
            copy.write(piece)
    return made


def _head(path: Path) -> bytes:
    with path.open("rb") as content:
        return content.read(CHUNK)


def _proved(path: Path, encoding: str) -> str:
    if not encoding or not _reads(path, encoding):
        raise Unreadable(UNKNOWN)
    return encoding


def _reads(path: Path, encoding: str) -> bool:
    try:
        return all("\0" not in piece for piece in _pieces(path, encoding))
    except UnicodeError:
        return False


def _pieces(path: Path, encoding: str) -> Iterator[str]:
    """The text piece by piece; a character cut by the end of a piece goes into the next."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            yield decoder.decode(chunk).removeprefix("\ufeff")
    yield decoder.decode(b"", final=True)
