"""The one draft of a city's procedure: kept as it is typed, published whole, or done away with (art. 31).

Who writes names the revision that he has open, 0 for none; a colleague's text is never overwritten or lost.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from organizations.actors import Actor
from organizations.models import Division
from procedure.particulars import errors_of
from refusals.tree import Conflict, FieldError, NotFound, PreconditionRequired
from rulemaking import making, policy
from rulemaking.forms import DraftForm, ProcedureForm
from rulemaking.models import CityProcedure
from workdays import clock

LONGEST_TYPED = 1_000
"""Longer than any field may be: what is cut off here stays too long to be published."""


class DraftMoved(Conflict):
    """A colleague saved the draft meanwhile."""

    code = "draft_moved"
    sentence = _(
        "A colleague has saved this draft since you opened it. Open it again, so that nothing is lost."
    )


class RevisionMissing(PreconditionRequired):
    """A draft is changed only by who says what he has read."""

    code = "version_missing"
    sentence = _("Say which revision of the draft you read: send it as If-Match; “0” when there is none.")


def of_city(city: str) -> CityProcedure | None:
    """The draft that lies there, with its author."""
    drafts = CityProcedure.objects.of_city(city).drafts()
    found: CityProcedure | None = drafts.select_related("city", "written_by").first()
    return found


def find(city: str) -> CityProcedure:
    """The draft; raises NotFound when none lies there."""
    found = of_city(city)
    if found is None:
        raise NotFound
    return found


def save(city: Division, *, actor: Actor, typed: Mapping[str, str], seen: int | None) -> CityProcedure:
    """Keep what was typed as it stands, wrong or right. Raises DraftMoved."""
    held = policy.capacity(actor, city.pk)
    with transaction.atomic():
        making.hold(city.pk)
        draft = of_city(city.pk) or CityProcedure(city=city, revision=0)
        _require_seen(draft.revision, seen)
        draft.arrangement = {name: str(text)[:LONGEST_TYPED] for name, text in typed.items()}
        draft.written_by, draft.written_at = making.person(actor), clock.now()
        draft.revision += 1
        draft.save()
        making.write("draft", draft, actor, held, told=False)
    return draft


def discard(city: Division, *, actor: Actor, seen: int | None) -> None:
    """Do away with the draft; what stood in it stays in the trail. Raises NotFound or DraftMoved."""
    held = policy.capacity(actor, city.pk)
    with transaction.atomic():
        making.hold(city.pk)
        draft = find(city.pk)
        _require_seen(draft.revision, seen)
        making.write("discard", draft, actor, held, told=False)
        draft.delete()


def enact(city: Division, *, actor: Actor, replaces: int, seen: int | None) -> making.Enacted:
    """Publish the draft as it lies there. Raises NotFound, DraftMoved, and what `making.enact` raises."""
    policy.capacity(actor, city.pk)
    with transaction.atomic():
        making.hold(city.pk)
        draft = find(city.pk)
        _require_seen(draft.revision, seen)
        given = ProcedureForm({**draft.arrangement, "replaces": replaces}, origin=city, actor=actor).cleaned()
        return making.enact(city, actor=actor, given=given)


def require_unmoved(city: str, seen: int) -> None:
    """A version typed over a draft does away with that draft alone. Raises DraftMoved."""
    draft = of_city(city)
    if draft is not None and draft.revision != seen:
        raise DraftMoved


def wrong_with(draft: CityProcedure) -> list[FieldError]:
    """What still stands in the way of publishing it today."""
    form = DraftForm(draft.arrangement, origin=draft.city)
    return errors_of(form)


def typed(form: DraftForm) -> dict[str, str]:
    """What was sent, field by field, as a page would send it."""
    given: Any = form.data
    said = {name: str(given.get(name) or "") for name in form.fields}
    return said | {"from_today": "on" if said["from_today"] in {"True", "on"} else ""}


def _require_seen(revision: int, seen: int | None) -> None:
    if seen is None:
        raise RevisionMissing
    if revision != seen:
        raise DraftMoved
