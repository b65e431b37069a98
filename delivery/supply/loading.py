"""Loads from the queue to the switch: taken up once, watched, fenced, told when they fail (art. 23, 38)."""

import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from logging import getLogger
from pathlib import Path
from typing import Any

from celery.exceptions import OperationalError
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from audit.trail import Snapshot, record
from catalog.models import Entry
from delivery import files
from delivery.errors import Cancelled
from delivery.models import Load, LoadStatus, Origin, Source
from delivery.supply import incoming, inspecting, mounting, pulling
from delivery.supply.incoming import Brought
from delivery.supply.switching import Order
from delivery.supply.watcher import Watcher
from organizations.actors import Actor
from organizations.models import PostKind
from refusals.tree import FieldError, Refusal, TryAgain
from workdays import clock

logger = getLogger(__name__)
FOLDER = settings.VAR / "loads"
UNEXPECTED = _("The load failed for a reason that the portal did not expect. The operator has been told.")


class Unexpected(Refusal):
    """A fault of ours: its cause stands in the log, not on the page."""

    code = "unexpected"
    status = 500
    sentence = UNEXPECTED


def bring(entry: Entry, actor: Actor, brought: Sequence[Brought], order: Order) -> Load:
    """Queue what was brought; a worker takes it up once this transaction stands."""
    snapshot = mounting.signature(entry, actor)
    given = [one.as_json() for one in brought]
    return queue(entry, snapshot, order, given=given)


def queue(
    entry: Entry,
    snapshot: Snapshot,
    order: Order,
    *,
    given: Sequence[dict[str, Any]] = (),
    source: Source | None = None,
) -> Load:
    load = Load.objects.create(
        entry=entry,
        code=order.code_on(entry),
        title=order.title,
        mode=order.mode,
        key=list(order.key),
        origin=order.origin,
        source=source,
        given=list(given),
        actor=asdict(snapshot),
        created=clock.now(),
    )
    send(load.pk)
    return load


def send(pk: int) -> None:
    """Tell the workers after commit; when the broker is away the sweep tells them later."""
    from delivery.supply.tasks import load  # which reads this module

    def tell() -> None:
        try:
            load.delay(pk)
        except OperationalError as away:
            logger.warning("No broker for load %s: %s", pk, type(away).__name__)

    transaction.on_commit(tell)


def perform(pk: int) -> None:
    """Do the whole load, if it still waits and nobody else has it."""
    if (load := take_up(pk)) is None:
        return
    try:
        with folder_of(load) as folder, Watcher(load) as watch:
            run(load, folder, watch)
    except TryAgain as refusal:
        if load.attempts >= settings.LOAD_ATTEMPTS:
            fail(load, refusal)
        else:
            put_back(load)
        return
    except Refusal as refusal:
        fail(load, refusal)
    except Exception:
        logger.exception("Load %s failed", load.pk)
        fail(load, Unexpected())
    drop_given(load)


def take_up(pk: int) -> Load | None:
    """The load as ours from now on; None when it no longer waits."""
    now, token = clock.now(), secrets.token_hex(8)
    taken = Load.objects.filter(pk=pk, status=LoadStatus.QUEUED).update(
        status=LoadStatus.RUNNING, holder=token, attempts=F("attempts") + 1, started=now, heard=now, percent=0
    )
    if not taken:
        return None
    return Load.objects.select_related("entry__current", "entry__provider", "source").get(pk=pk)


@contextmanager
def folder_of(load: Load) -> Iterator[Path]:
    """A folder of this attempt alone, gone when it ends; the sweep removes what a killed worker left."""
    folder = FOLDER / f"{load.pk}-{load.holder}"
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(load: Load, folder: Path, watch: Watcher) -> None:
    """Table or files, brought or fetched, to the switch."""
    snapshot = Snapshot(**load.actor)
    order = Order(
        code=load.code,
        mode=load.mode,
        key=tuple(load.key),
        title=load.title,
        origin=load.origin,
        source=load.name,
        watch=watch,
    )
    if load.source is not None and load.origin == Origin.PULL:
        given = pulling.fetch(load.source, mounting.columns_of(load.entry), folder / "fetched.csv", watch)
        mounting.mount_file(load.entry, given, snapshot, order, folder)
        return
    paths = [incoming.fetch(one["file"], folder / f"given-{n}") for n, one in enumerate(load.given)]
    if mounting.is_table(load.entry):
        mounting.mount_file(load.entry, paths[0], snapshot, order, folder)
    else:
        named = list(zip(paths, (one["name"] for one in load.given), strict=True))
        inspecting.mount_files(load.entry, named, snapshot, order)


def put_back(load: Load) -> None:
    """Let it wait again; the sweep sends it in a while."""
    ours = Load.objects.filter(pk=load.pk, holder=load.holder, status=LoadStatus.RUNNING)
    ours.update(status=LoadStatus.QUEUED, holder="", heard=clock.now())


def fail(load: Load, refusal: Refusal) -> None:
    """Close it with the reason, and tell the provider; what was there before is still supplied."""
    state = LoadStatus.CANCELLED if isinstance(refusal, Cancelled) else LoadStatus.FAILED
    rejected = [list(row) for row in getattr(refusal, "rows", ())]
    with transaction.atomic():
        ours = Load.objects.filter(pk=load.pk, holder=load.holder, status=LoadStatus.RUNNING)
        if not ours.update(
            status=state,
            reason=refusal.code,
            errors=_errors(refusal),
            rejected=rejected,
            finished=clock.now(),
            made=[],
        ):
            return
        tell_of_failure(load, refusal.code, state)


def tell_of_failure(load: Load, reason: str, state: str) -> None:
    """In the trail, and by notice to the provider's stewards and handlers."""
    act = "delivery.load_cancelled" if state == LoadStatus.CANCELLED else "delivery.load_failed"
    told = {"reason": reason, "name": load.name, "load": load.pk, "origin": load.origin}
    tells = (load.entry.provider.code,) if state == LoadStatus.FAILED else ()
    posts = {"posts_told": [PostKind.STEWARD.value, PostKind.HANDLER.value]} if tells else {}
    record(
        act,
        actor=Snapshot.clock(),
        subject=load.code,
        article="23",
        particulars=told | posts,
        tells=tells,
    )


def _errors(refusal: Refusal) -> list[dict[str, Any]]:
    errors = refusal.errors or [FieldError("", refusal.code, refusal.sentence)]
    return [
        {"field": error.field, "code": error.code, "detail": in_both_languages(error.sentence)}
        for error in errors
    ]


def in_both_languages(sentence: Any) -> dict[str, str]:
    """The sentence as either reader will want it: what is stored cannot be translated later."""
    told = {}
    for language, _label in settings.LANGUAGES:
        with translation.override(language):
            told[language] = str(sentence)
    return told


def drop_given(load: Load) -> None:
    """What was brought has been read, or cannot be: it is not kept beside the version."""
    for one in load.given:
        files.drop(one["file"])


def cancel(load: Load, actor: Actor) -> None:
    """A waiting load ends at once, a running one at its next breath; one that has ended stays as it is."""
    mounting.signature(load.entry, actor)
    with transaction.atomic():
        held = Load.objects.select_for_update(no_key=True).get(pk=load.pk)
        if held.status == LoadStatus.RUNNING:
            Load.objects.filter(pk=held.pk).update(wants_cancel=True)
        elif held.status == LoadStatus.QUEUED:
            changed = {"status": LoadStatus.CANCELLED, "reason": Cancelled.code, "finished": clock.now()}
            Load.objects.filter(pk=held.pk).update(**changed)
            tell_of_failure(load, Cancelled.code, LoadStatus.CANCELLED)
            transaction.on_commit(lambda: drop_given(held))
        else:
            raise Cancelled(_("The load has ended already."))
