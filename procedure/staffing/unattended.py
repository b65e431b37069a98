"""Duties of a post that nobody holds: administrators and authority are told (art. 9, 10)."""

from datetime import date

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q

from audit.trail import Snapshot, record
from organizations.actors import Actor
from organizations.models import Post, PostKind, StandIn
from organizations.querysets import covering
from organizations.staffing import administered_by
from procedure.escalation import Missing, write
from procedure.models import Case, WorkItem
from procedure.querysets import WorkItemQuerySet
from procedure.reminders import Escalation, Level
from workdays import clock

REGAINED = "Somebody holds the post again."
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
    AND e.annulled_because <> '{REGAINED}'
)
ORDER BY i.id
"""  # noqa: S608 - the level is a constant


def tell_of_unattended() -> int:
    """Tell, once for each duty, that nobody holds its post today; says of how many.

    What was said of a post that somebody holds again is annulled, so that a later vacancy is told anew.
    """
    manned = attended(clock.today())
    _settle(manned)
    alone = sorted(seats_with_duties() - manned)
    return write(_untold(alone)) if alone else 0


def unattended_for(actor: Actor) -> WorkItemQuerySet:
    """Open duties that nobody can do today, for the administrator who fills their posts."""
    covered = StandIn.objects.filter(covering(clock.today()), post=OuterRef("pk"), user__is_active=True)
    posts = Post.objects.in_force(clock.today()).filter(Q(user__is_active=True) | Exists(covered))
    sitting = posts.filter(organization=OuterRef("holder"), kind=OuterRef("post"))
    rows = WorkItem.objects.is_open().filter(holder__in=administered_by(actor))
    found: WorkItemQuerySet = rows.filter(~Exists(sitting), case__in=Case.objects.visible_to(actor))
    return found


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


def _settle(manned: set[Seat]) -> None:
    """Annul what was said of duties whose post is held again, each with an entry that tells the same."""
    rows = Escalation.objects.standing().filter(level=Level.UNATTENDED, item__closed=None)
    for said in rows.select_related("item__case", "item__holder__authority").order_by("pk"):
        item = said.item
        if (item.holder_id, item.post) not in manned:
            continue
        with transaction.atomic():
            done = Escalation.objects.standing().filter(pk=said.pk)
            if done.update(annulled=clock.now(), annulled_because=REGAINED):
                _note_regained(item)


def _note_regained(item: WorkItem) -> None:
    above = {item.holder.code, item.holder.authority.code if item.holder.authority else item.holder.code}
    told = {
        "item": item.pk,
        "stage": item.stage,
        "holder": item.holder.code,
        "holder_name": item.holder.name,
        "posts_told": [item.post, PostKind.ADMINISTRATOR, PostKind.SUPERVISOR],
    }
    record(
        "work_item.attended",
        actor=Snapshot.clock(),
        case=item.case.number,
        article=item.article,
        particulars=told,
        tells=sorted(above),
    )


def _untold(seats: list[Seat]) -> list[Missing]:
    holders, posts = (list(column) for column in zip(*seats, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_UNTOLD, {"holders": holders, "posts": posts})
        return list(cursor.fetchall())
