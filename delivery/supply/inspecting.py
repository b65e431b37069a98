"""Files looked into and mounted: kind, checksum, what can be told of them cheaply (art. 3, 23)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import imagesize
from django.conf import settings
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from tinytag import TinyTag, TinyTagException

from audit.trail import Snapshot
from catalog.models import Entry
from catalog.vocabulary import Format, Status
from delivery import files
from delivery.errors import NotDigitized, NotMountable, TooManyFiles
from delivery.models import LoadMode, Resource, Stage, StoredFile, Version
from delivery.supply import archives, media
from delivery.supply.switching import Content, NewFile, Order, switch

FILE_FORMATS = frozenset({Format.DOCUMENT, Format.IMAGE, Format.AUDIO, Format.VIDEO, Format.ARCHIVE})
LISTED = 1000
LARGEST_PDF = 200 * 1024 * 1024
Named = Sequence[tuple[Path, str]]


def mount_files(entry: Entry, given: Named, actor: Snapshot, order: Order) -> Resource:
    """Mount these files, in place of those before or beside them.

    Raises NotMountable, NotDigitized, WrongType, BadArchive and TooManyFiles.
    """
    form = check_entry(entry)
    order.watch.stage(Stage.READING)
    resource = Resource.objects.select_related("current").filter(code=order.code_on(entry)).first()
    base = resource.current if resource else None
    found = {name: look_into(path, name, form) for path, name in given}
    carried = {} if order.mode == LoadMode.FULL or base is None else _carried(base)
    content = Content.of_files(list((carried | found).values()))
    if not 0 < content.rows <= settings.FILES_IN_A_RESOURCE:
        raise TooManyFiles
    return switch(entry, content, actor, order, base)


def check_entry(entry: Entry) -> str:
    """The form of the files behind the entry; a scanned document says when it was digitized (art. 23)."""
    version = entry.current
    if entry.status != Status.PUBLISHED or version is None or version.format not in FILE_FORMATS:
        raise NotMountable
    if version.scanned and version.digitized_on is None:
        raise NotDigitized
    return version.format


def _carried(base: Version) -> dict[str, NewFile]:
    """The files of the version before, which stay where they are in the storage."""
    return {stored.name: _again(stored) for stored in base.files.all()}


def _again(stored: StoredFile) -> NewFile:
    return NewFile(
        name=stored.name,
        media_type=stored.media_type,
        size=stored.size,
        digest=stored.digest,
        metadata=stored.metadata,
        file=stored.file,
    )


def look_into(path: Path, name: str, form: str) -> NewFile:
    """What the file is and holds."""
    kind = media.check(path, name, form)
    return NewFile(
        name=name,
        media_type=kind.media_type,
        size=path.stat().st_size,
        digest=files.digest_of(path),
        metadata=_METADATA[kind.form](path, kind.media_type),
        path=path,
    )


def _of_document(path: Path, media_type: str) -> dict[str, Any]:
    if media_type != "application/pdf" or path.stat().st_size > LARGEST_PDF:
        return {}
    try:
        return {"pages": len(PdfReader(path).pages)}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return {}


def _of_image(path: Path, media_type: str) -> dict[str, Any]:
    try:
        width, height = imagesize.get(path)
    except (ValueError, OSError, TypeError):
        return {}
    return {"width": int(width), "height": int(height)} if width > 0 and height > 0 else {}


def _of_recording(path: Path, media_type: str) -> dict[str, Any]:
    try:
        seconds = TinyTag.get(path, tags=False).duration
    except (TinyTagException, ValueError, OSError, IndexError, KeyError):
        return {}
    return {"seconds": round(seconds, 1)} if seconds else {}


def _of_archive(path: Path, media_type: str) -> dict[str, Any]:
    members = archives.listed(path)
    return {
        "entries": [[member.name[:300], member.size] for member in members[:LISTED]],
        "entry_count": len(members),
        "unpacked": sum(member.size for member in members),
    }


_METADATA: dict[str, Callable[[Path, str], dict[str, Any]]] = {
    Format.DOCUMENT: _of_document,
    Format.IMAGE: _of_image,
    Format.AUDIO: _of_recording,
    Format.VIDEO: _of_recording,
    Format.ARCHIVE: _of_archive,
}
