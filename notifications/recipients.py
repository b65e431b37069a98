"""Whom an entry concerns: people in the posts of the organizations that it tells (art. 5, 9, 11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from audit.models import Entry
from notifications.seats import DESK, Directory, Seat
from organizations.models import PostKind
from procedure.models import Case, WorkItem
from procedure.rulebook import BadRules
from procedure.rules import book_of

POSTS_TOLD = "posts_told"
"""A particular by which an act names the posts that it tells; without it the rules below hold."""

TO_THE_HOLDER = ("remind", "urge")
"""Acts that speak to whoever holds the duty."""
URGENT = (*TO_THE_HOLDER, "escalate", "unattended")
"""Acts that wait on whom they reach, whatever he holds."""


@dataclass(frozen=True)
class Duty:
    """A work item as far as it matters here."""

    holder: str
    stage: str
    post: str
    is_open: bool


@dataclass(frozen=True)
class Recipient:
    """A person, the seat in which the entry concerns him, and whether that post has to act."""

    seat: Seat
    asks: bool


class Recipients:
    """Answers for a batch of entries, from a handful of queries made at the start."""

    def __init__(self, entries: Iterable[Entry], cases: Mapping[str, Case], on: date) -> None:
        entries = list(entries)
        numbers = {entry.case for entry in entries if entry.case}
        self._cases = cases
        self._duties = duties(numbers)
        self.directory = Directory({code for entry in entries for code in self._concerned(entry)}, on)
        self._stewards = set(stewards(numbers))

    def of(self, entry: Entry) -> list[Recipient]:
        """Everybody once, in the first seat that fits, the own before a covered one; never who acted."""
        found: dict[int, Recipient] = {}
        for seat, asks in sorted(self._seats(entry), key=lambda one: (not one[1], one[0].is_covered)):
            if seat.user.username != entry.person:
                found.setdefault(seat.user.pk, Recipient(seat, asks))
        return list(found.values())

    def _seats(self, entry: Entry) -> Iterator[tuple[Seat, bool]]:
        for code in sorted(self._concerned(entry)):
            posts, asks = self._posts(entry, code)
            yield from ((seat, asks) for seat in self.directory.people(code, posts))

    def _concerned(self, entry: Entry) -> set[str]:
        """Whom the step tells, and whoever has got a duty by it."""
        stages = stages_entered(entry, self._cases.get(entry.case))
        return {*entry.tells, *(d.holder for d in self._duties.get(entry.case, []) if d.stage in stages)}

    def _posts(self, entry: Entry, code: str) -> tuple[frozenset[str], bool]:
        """The posts told in that organization, and whether they have to act."""
        urgent = begins(entry.act, URGENT)
        if named := named_posts(entry):
            return named, urgent
        if opened := self._opened(entry, code):
            return opened, True
        if held := self._held(entry, code) if begins(entry.act, TO_THE_HOLDER) else None:
            return held, True
        steward = {PostKind.STEWARD} if (entry.case, code) in self._stewards else set()
        return frozenset(DESK | steward), urgent

    def _opened(self, entry: Entry, code: str) -> frozenset[str]:
        """The posts that hold the duties which the step has opened there."""
        stages = stages_entered(entry, self._cases.get(entry.case))
        return frozenset(duty.post for duty in self._of(entry, code) if duty.stage in stages)

    def _held(self, entry: Entry, code: str) -> frozenset[str]:
        """The posts with duties in the case, the open ones if there are any."""
        mine = self._of(entry, code)
        still = frozenset(duty.post for duty in mine if duty.is_open)
        return still or frozenset(duty.post for duty in mine)

    def _of(self, entry: Entry, code: str) -> list[Duty]:
        told = {code, self.directory.today(code)}
        return [duty for duty in self._duties.get(entry.case, []) if duty.holder in told]


def begins(act: str, words: tuple[str, ...]) -> bool:
    """Is the act's own name, without its room's, one of these?"""
    return act.rpartition(".")[2].startswith(words)


def named_posts(entry: Entry) -> frozenset[str]:
    """The posts that the act itself names; others than ours are nothing."""
    named = entry.particulars.get(POSTS_TOLD) if isinstance(entry.particulars, dict) else None
    return (
        frozenset(str(post) for post in named if post in PostKind.values)
        if isinstance(named, list)
        else frozenset()
    )


def stages_entered(entry: Entry, case: Case | None) -> frozenset[str]:
    """The stages whose duties opened because the step moved the case; none when it stayed in its state."""
    before, after = (said if isinstance(said, dict) else {} for said in (entry.before, entry.after))
    state = after.get("state", "")
    if case is None or not state or state == before.get("state"):
        return frozenset()
    try:
        rules = book_of(case.rules_id).route(case.kind, case.route).of_state(state)
    except BadRules:
        return frozenset({state})
    return frozenset(rule.stage for rule in rules)


def duties(cases: Iterable[str]) -> dict[str, list[Duty]]:
    """All duties of these cases by the case's number, in one query."""
    rows = WorkItem.objects.filter(case__number__in=cases, holder__isnull=False).order_by("pk")
    found: dict[str, list[Duty]] = {}
    for number, holder, stage, post, closed in rows.values_list(
        "case__number", "holder__code", "stage", "post", "closed"
    ):
        found.setdefault(number, []).append(Duty(holder, stage, post, closed is None))
    return found


def stewards(cases: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The cases, each with an organization whose steward has acted in it: he is told how it goes on."""
    rows = Entry.objects.filter(case__in=cases, post=PostKind.STEWARD).order_by()
    yield from rows.values_list("case", "organization").distinct()
