"""Duties of a post that nobody holds: administrators and authority are told (art. 9, 10)."""

from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q

from organizations.models import Post, StandIn
from organizations.querysets import covering
from procedure.escalation import Missing, write
from procedure.reminders import Level
from workdays import clock

Seat = tuple[int, str]
"""An organization and a post."""

# From one seat to the next along the index of the inbox: as many probes as there are seats, not items.
_SEATS = """
WITH RECURSIVE seat AS (
    (SELECT holder_id, post FROM procedure_workitem WHERE closed IS NULL ORDER BY holder_id, post LIMIT 1)
    UNION ALL
    SELECT following.* FROM seat CROSS JOIN LATERAL (
        SELECT i.holder_id, i.post FROM procedure_workitem i
        WHERE i.closed IS NULL AND (i.holder_id, i.post) > (seat.holder_id, seat.post)
        ORDER BY i.holder_id, i.post LIMIT 1
    ) following
)
SELECT holder_id, post FROM seat
"""
_UNTOLD = f"""
SELECT i.id, {Level.UNATTENDED}, i.due
FROM unnest(%(holders)s::bigint[], %(posts)s::text[]) seat (holder_id, post)
JOIN procedure_workitem i ON i.holder_id = seat.holder_id AND i.post = seat.post AND i.closed IS NULL
WHERE NOT EXISTS (
    SELECT FROM procedure_escalation e WHERE e.item_id = i.id AND e.level = {Level.UNATTENDED}
)
ORDER BY i.id
"""  # noqa: S608 - the level is a constant


def tell_of_unattended() -> int:
    """Tell, once for each duty, that nobody holds its post today; says of how many."""
    alone = sorted(seats_with_duties() - attended(clock.today()))
    return write(_untold(alone)) if alone else 0


def seats_with_duties() -> set[Seat]:
    """Every post of an organization that has an open duty."""
    with connection.cursor() as cursor:
        cursor.execute(_SEATS)
        return set(cursor.fetchall())


def attended(on: date) -> set[Seat]:
    """Every post that somebody who can sign in holds or covers on that day."""
    covered = StandIn.objects.filter(covering(on), post=OuterRef("pk"), user__is_active=True)
    posts = Post.objects.in_force(on).filter(Q(user__is_active=True) | Exists(covered))
    return set(posts.values_list("organization_id", "kind"))


def _untold(seats: list[Seat]) -> list[Missing]:
    holders, posts = (list(column) for column in zip(*seats, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, {"holders": holders, "posts": posts})
        return list(cursor.fetchall())
