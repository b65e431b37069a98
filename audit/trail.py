"""Writes the trail: one entry for each act, in the act's own transaction (art. 5, 42, 43)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Required, TypedDict, Unpack

from django.db import DEFAULT_DB_ALIAS, transaction

from audit import context, digests, normal
from audit.models import Entry, Particular, Pending, Purpose
from audit.writing import Insert, InsertWhere

__all__ = ["Entry", "Snapshot", "record", "record_where"]

ENTRIES, PENDING = Insert(Entry), Insert(Pending)
ALONE = InsertWhere(
    ENTRIES, "INSERT INTO audit_pending (entry_id, purpose, created) SELECT id, 'seal', at FROM entry"
)


@dataclass(frozen=True)
class Snapshot:
    """Who acted, as text: username and name, organization's code and name, post, and for whom he stood in."""

    person: str = ""
    person_name: str = ""
    organization: str = ""
    organization_name: str = ""
    post: str = ""
    standing_in_for: str = ""

    @classmethod
    def clock(cls) -> "Snapshot":
        """The calendar as an actor. No post held by a person is called so."""
        return cls(post="clock")

    @classmethod
    def anonymous(cls) -> "Snapshot":
        """Somebody who did not sign in."""
        return cls()

    def columns(self) -> dict[str, str]:
        """The entry's columns, each cut to what it holds."""
        return {name: normal.text(str(value))[: width(name)] for name, value in asdict(self).items()}


class What(TypedDict, total=False):
    """What an entry tells besides its act."""

    actor: Required[Snapshot]
    case: str
    subject: str
    article: str
    before: Any
    after: Any
    particulars: Mapping[str, Any] | None
    tells: Iterable[str]


def width(column: str) -> int:
    """How many characters the column holds."""
    return getattr(Entry._meta.get_field(column), "max_length", None) or 0


def record(act: str, *, personal: Mapping[str, str] | None = None, **what: Unpack[What]) -> Entry:
    """Write one entry, to be sealed and, if it tells somebody, told; two INSERTs, a third for personal texts.

    Raises TransactionManagementError outside a transaction: an act and its entry stand or fall together.
    """
    if not transaction.get_connection(DEFAULT_DB_ALIAS).in_atomic_block:
        raise transaction.TransactionManagementError(f"Record {act!r} in the transaction of the act itself.")
    texts = {name: (digests.salt(), str(value)) for name, value in (personal or {}).items()}
    entry = described(act, **what)
    entry.personal = {name: digests.of(*salted) for name, salted in texts.items()}
    ENTRIES.write([entry])
    purposes = [Purpose.SEAL, Purpose.NOTIFY] if entry.tells else [Purpose.SEAL]
    PENDING.write([Pending(entry=entry, purpose=p, created=entry.at) for p in purposes])
    keep_apart(entry, texts)
    return entry


def record_where(condition: tuple[str, Sequence[Any]], act: str, **what: Unpack[What]) -> Entry | None:
    """Write one entry that is all of its act, if the condition, a SELECT with its values, has an answer.

    One statement: condition and entry stand in one transaction, the caller's or its own. None without answer.
    """
    entry = described(act, **what)
    if entry.tells:
        raise ValueError(f"{act!r} tells somebody: record it in a transaction.")
    return entry if ALONE.write(entry, *condition) else None


def described(
    act: str,
    *,
    actor: Snapshot,
    case: str = "",
    subject: str = "",
    article: str = "",
    before: Any = None,
    after: Any = None,
    particulars: Mapping[str, Any] | None = None,
    tells: Iterable[str] = (),
) -> Entry:
    """The entry of an act, of this moment and this request, not yet written."""
    return Entry(
        at=context.now(),
        act=act,
        **actor.columns(),
        case=case,
        subject=subject,
        article=article,
        before=normal.plain(before),
        after=normal.plain(after),
        particulars=normal.plain(particulars or {}),
        tells=sorted(set(tells)),
        address=context.address(),
        request_id=context.request_id(),
    )


def keep_apart(entry: Entry, texts: Mapping[str, tuple[str, str]]) -> None:
    """Store the personal texts beside the entry, where they can be erased."""
    if texts:
        Particular.objects.bulk_create(
            Particular(entry=entry, name=name, salt=salt, text=text) for name, (salt, text) in texts.items()
        )
