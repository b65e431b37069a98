"""Calls of a service that fail: the first brings its probe forward, several in a row are told once (47)."""

from logging import getLogger

from django.db import transaction
from kombu.exceptions import OperationalError

from audit.trail import Snapshot, record
from delivery.errors import CannotMask, ServiceBroken, ServiceTooLarge
from delivery.models import ApiSource, Outage
from organizations.kinds import PostKind
from workdays import clock

ARTICLE = "47(5)"
MOST_FAILURES = 3
"""Calls that failed, one after another, before the provider is told."""
ANSWERS = (CannotMask, ServiceTooLarge)
"""The service did answer; what it answered cannot be handed over."""
logger = getLogger(__name__)


def failed(source: ApiSource, broken: ServiceBroken) -> None:
    """Note that a call failed; the provider is told at the third in a row, once a day at most."""
    if isinstance(broken, ANSWERS) or broken.reason == "redirect":
        return
    with transaction.atomic():
        now = ApiSource.objects.select_for_update(no_key=True).get(pk=source.pk)
        now.failed_calls += 1
        now.failing_since = now.failing_since or clock.now()
        now.save(update_fields=["failed_calls", "failing_since"])
        if now.failed_calls == 1:
            transaction.on_commit(lambda: _probe_soon(now.pk))
        if now.failed_calls >= MOST_FAILURES and now.told_failing_on != clock.today():
            _tell(now, broken.reason)


def answered(source: ApiSource) -> None:
    """A call went well: whatever failed before is over. No statement where nothing had failed."""
    if source.failed_calls:
        ApiSource.objects.filter(pk=source.pk).update(failed_calls=0, failing_since=None)


def _tell(source: ApiSource, reason: str) -> None:
    """Unless its silence was told already, by a probe."""
    resource = source.resource
    ApiSource.objects.filter(pk=source.pk).update(told_failing_on=clock.today())
    if Outage.objects.filter(resource=resource, until=None, told_at__isnull=False).exists():
        return
    record(
        "delivery.calls_fail",
        actor=Snapshot.clock(),
        subject=resource.code,
        article=ARTICLE,
        particulars={
            "calls": source.failed_calls,
            "since": source.failing_since,
            "reason": reason,
            "posts_told": [PostKind.STEWARD, PostKind.HANDLER],
        },
        tells=[resource.entry.provider.code],
    )


def _probe_soon(source: int) -> None:
    """Ask the worker to look now; when it cannot be reached, the next beat looks."""
    from delivery.gateway.tasks import probe_service  # the tasks import this room's modules

    try:
        probe_service.delay(source)
    except OperationalError:
        logger.warning("The broker did not answer; the next beat probes the service.")
