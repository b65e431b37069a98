"""Writes the trail: one entry for each act, in the act's own transaction (art. 5, 42, 43)."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction

from audit import context, digests, normal
from audit.models import Entry, Particular, Pending, Purpose

__all__ = ["Entry", "Snapshot", "record"]


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


def width(column: str) -> int:
    """How many characters the column holds."""
    return getattr(Entry._meta.get_field(column), "max_length", None) or 0


def record(
    act: str,
    *,
    actor: Snapshot,
    case: str = "",
    subject: str = "",
    article: str = "",
    before: Any = None,
    after: Any = None,
    particulars: Mapping[str, Any] | None = None,
    personal: Mapping[str, str] | None = None,
    tells: Iterable[str] = (),
) -> Entry:
    """Write one entry, to be sealed and, if it tells somebody, told; two INSERTs, a third for personal texts.

    Raises TransactionManagementError outside a transaction: an act and its entry stand or fall together.
    """
    if not transaction.get_connection(DEFAULT_DB_ALIAS).in_atomic_block:
        raise transaction.TransactionManagementError(f"Record {act!r} in the transaction of the act itself.")
    texts = {name: (digests.salt(), str(value)) for name, value in (personal or {}).items()}
    entry = Entry.objects.create(
        at=context.now(),
        act=act,
        **actor.columns(),
        case=case,
        subject=subject,
        article=article,
        before=normal.plain(before),
        after=normal.plain(after),
        particulars=normal.plain(particulars or {}),
        personal={name: digests.of(*salted) for name, salted in texts.items()},
        tells=sorted(set(tells)),
        address=context.address(),
        request_id=context.request_id(),
    )
    purposes = [Purpose.SEAL, Purpose.NOTIFY] if entry.tells else [Purpose.SEAL]
    Pending.objects.bulk_create(Pending(entry=entry, purpose=p, created=entry.at) for p in purposes)
    keep_apart(entry, texts)
    return entry


def keep_apart(entry: Entry, texts: Mapping[str, tuple[str, str]]) -> None:
    """Store the personal texts beside the entry, where they can be erased."""
    if texts:
        Particular.objects.bulk_create(
            Particular(entry=entry, name=name, salt=salt, text=text) for name, (salt, text) in texts.items()
        )
