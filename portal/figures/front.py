"""The figures on the first page: what everybody may find in the catalogue, counted at most once a minute."""

import time
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Q

from catalog.models import Entry
from catalog.vocabulary import OpenType
from organizations.actors import Actor

KEPT_SECONDS = 60.0
_kept: dict[str, tuple[float, "Figures"]] = {}


@dataclass(frozen=True)
class Figures:
    """How much there is to find."""

    entries: int
    organizations: int
    open: int


def figures() -> Figures:
    """The figures, at most a minute old; kept by database, since tests have several."""
    name, now = str(connection.settings_dict["NAME"]), time.monotonic()
    counted, found = _kept.get(name, (-KEPT_SECONDS, None))
    if found is None or now - counted >= KEPT_SECONDS:
        found = count()
        _kept[name] = (now, found)
    return found


def count() -> Figures:
    """Count what somebody without an account may see: one pass over the catalogue."""
    return Figures(
        **Entry.objects.visible_to(Actor.anonymous()).aggregate(
            entries=Count("pk"),
            organizations=Count("provider", distinct=True),
            open=Count("pk", filter=Q(current__open_type=OpenType.UNCONDITIONAL)),
        )
    )


def forget() -> None:
    """Count anew at the next asking."""
    _kept.clear()
