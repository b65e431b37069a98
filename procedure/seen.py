"""Duties as far as their reader may know them: what a case keeps back, its duties keep back too (29(4))."""

from collections.abc import Iterable, Sequence

from organizations.actors import Actor
from procedure.models import Case, WorkItem, kinds


def duties_seen(items: Sequence[WorkItem], actor: Actor) -> list[WorkItem]:
    """The duties; in a case that keeps something back, the one that was open before. A query a kind."""
    shown = {case.pk: case for case in _kept_back(items, actor)}
    return [_seen(item, shown) for item in items]


def _kept_back(items: Iterable[WorkItem], actor: Actor) -> Iterable[Case]:
    known, by_kind = kinds(), dict[str, set[int]]()
    for item in items:
        kind = known.get(item.case.kind)
        if kind and item.stage in kind.MAY_KEEP_BACK:
            by_kind.setdefault(item.case.kind, set()).add(item.case_id)
    for name, pks in by_kind.items():
        rows = known[name].objects.kept_back_from(actor).with_parties().filter(pk__in=pks)
        yield from (case.as_seen_by(actor) for case in rows)


def _seen(item: WorkItem, shown: dict[int, Case]) -> WorkItem:
    case = shown.get(item.case_id)
    if case is None:
        return item
    before = case.open_items()[0]
    before.case = item.case
    return before
