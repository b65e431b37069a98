"""Files under a grant: whole or one range, marked or not, each one a delivery (art. 42, 44)."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage

from delivery.errors import CannotDivide
from delivery.gateway import deliveries, ranges, watermarks
from delivery.gateway.admission import Admission, Attempt, admit, denials_noted, knock
from delivery.gateway.deliveries import Parcel
from delivery.gateway.questions import Question
from delivery.gateway.ranges import Part
from delivery.gateway.sending import PIECE, Sending
from delivery.models import Delivery, Grant, Resource, StoredFile
from delivery.modes import Way
from organizations.actors import Actor
from refusals.tree import NotFound, TryAgain


@dataclass(frozen=True, kw_only=True)
class Download:
    """What is answered: a part or the whole of a stored file, or nothing because the asker has it already."""

    stored: StoredFile
    part: Part
    tag: str
    delivery: Delivery | None = None
    sending: Sending | None = None
    is_part: bool = False
    marked: bool = False


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the asker's headers and parameters say."""

    grant: str | None = None
    range: str | None = None
    if_range: str | None = None
    if_none_match: str | None = None
    marked: bool = False

    @classmethod
    def of(cls, parameters: Mapping[str, Any], headers: Mapping[str, str]) -> "Wish":
        return cls(
            grant=parameters.get("grant"),
            range=headers.get("Range"),
            if_range=headers.get("If-Range"),
            if_none_match=headers.get("If-None-Match"),
            marked=parameters.get("mark") == "1",
        )


def files_of(actor: Actor, code: str, number: str | None) -> list[StoredFile]:
    """The files of the current version, for whoever may take them."""
    attempt, grants = knock(actor, code)
    with denials_noted(attempt):
        admission = _admitted(attempt, grants, number)
        return list(_current(admission.resource))


def _admitted(attempt: Attempt, grants: Sequence[Grant], number: str | None) -> Admission:
    """Files cannot be cut: the grant must cover all that the entry declares. Raises CannotDivide."""
    admission = admit(attempt, grants, number, Way.FILE)
    if not admission.grant.covers_all:
        raise CannotDivide
    return admission


def _current(resource: Resource) -> Any:
    if resource.current_id is None:
        return StoredFile.objects.none()
    return StoredFile.objects.filter(resource=resource, version=resource.current_id).order_by("name")


def download(actor: Actor, code: str, name: str, wish: Wish) -> Download:
    """The file, if the grant allows it; raises as `reading.read`, RangeNotSatisfiable, NoMark."""
    attempt, grants = knock(actor, code)
    with denials_noted(attempt):
        admission = _admitted(attempt, grants, wish.grant)
        stored = _current(admission.resource).filter(name=name).first()
        if stored is None:
            raise NotFound
        return _marked(admission, stored) if wish.marked else _plain(admission, stored, wish)


def _plain(admission: Admission, stored: StoredFile, wish: Wish) -> Download:
    tag = f'"{stored.digest}"'
    whole = Part(0, stored.size - 1, stored.size)
    if ranges.is_known(wish.if_none_match, tag):
        return Download(stored=stored, part=whole, tag=tag)
    part = ranges.asked(wish.range, stored.size) if ranges.holds(wish.if_range, tag) else None
    told = {"range": part.content_range} if part else {}
    delivery = deliveries.begin(admission, _parcel(stored, told))
    sending = Sending(delivery, _pieces(stored, part or whole))
    return Download(
        stored=stored,
        part=part or whole,
        tag=tag,
        delivery=delivery,
        sending=sending,
        is_part=part is not None,
    )


def _parcel(stored: StoredFile, told: dict[str, Any], *, marked: bool = False) -> Parcel:
    return Parcel(
        way=Way.FILE,
        form=stored.media_type,
        name=stored.name,
        question=Question(columns=()),
        load=stored.digest,
        marked=marked,
        told={"file": stored.name} | told,
    )


def _pieces(stored: StoredFile, part: Part) -> Iterator[bytes]:
    """The bytes of the part, as they are asked for. Raises TryAgain when a new version took its place."""
    try:
        content = default_storage.open(stored.file, "rb")
    except FileNotFoundError:
        raise TryAgain from None
    with content:
        content.seek(part.first)
        left = part.length
        while left and (piece := content.read(min(PIECE, left))):
            left -= len(piece)
            yield piece


def _marked(admission: Admission, stored: StoredFile) -> Download:
    """A copy with who, under which grant and when written across it: another file each time, so no ranges."""
    if not watermarks.can_mark(stored.media_type):
        raise watermarks.refusal()
    delivery = deliveries.begin(admission, _parcel(stored, {"marked": True}, marked=True))
    with default_storage.open(stored.file, "rb") as content:
        made = watermarks.mark(content, stored.media_type, delivery)
    size = made.seek(0, 2)
    made.seek(0)
    tag = f'"{hashlib.file_digest(made, "sha256").hexdigest()}"'
    made.seek(0)
    part = Part(0, size - 1, size)
    sending = Sending(delivery, _copied(made))
    return Download(stored=stored, part=part, tag=tag, delivery=delivery, sending=sending, marked=True)


def _copied(made: Any) -> Iterator[bytes]:
    with made:
        while piece := made.read(PIECE):
            yield piece
