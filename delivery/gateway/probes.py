"""Asks registered services whether they answer, and tells of each silence once (art. 47(5))."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, QuerySet

from audit.trail import Snapshot, record
from delivery import outward
from delivery.errors import ServiceBroken
from delivery.models import ApiSource, Clue, ClueKind, Outage, Resource, ResourceStatus
from delivery.outward import Call, Target
from workdays import clock

ARTICLE = "47(5)"
FEWEST_FAILURES = 2
"""Probes without an answer, one after another, before anybody is told."""
SECONDS, MOST = 10.0, 64 * 1024


@dataclass(frozen=True)
class Probe:
    """What became of one probe; `reason` is empty when the service answered."""

    resource: Resource
    reason: str


def probe_all() -> int:
    """Probe every service that is mounted; how many were silent. One that fails stops no other."""
    return _probe(_mounted())


def probe_one(source: int) -> int:
    """Probe this service alone, sooner than its turn, because a call of it failed."""
    return _probe(_mounted().filter(pk=source))


def _mounted() -> QuerySet[ApiSource]:
    mounted = ApiSource.objects.filter(resource__status=ResourceStatus.MOUNTED)
    return mounted.select_related("resource__entry__provider__authority").order_by("pk")


def _probe(sources: QuerySet[ApiSource]) -> int:
    probes = [Probe(source.resource, ask(source)) for source in sources]
    for probe in probes:
        note(probe)
    return sum(bool(probe.reason) for probe in probes)


def ask(source: ApiSource) -> str:
    """Why the service does not answer; empty when it does, whatever it says below 500."""
    try:
        target = Target.of(source.base_url, allow_private=source.allow_private)
        asked = Call(method="GET", path="/", headers={"User-Agent": "Guishu", **source.secret_headers})
        reply = outward.call(target, asked, seconds=min(SECONDS, source.timeout), most=MOST)
    except outward.ServiceTooLarge:
        return ""
    except ServiceBroken as broken:
        return broken.reason
    reply.body.close()
    return "its_own_error" if reply.status >= 500 else ""


def note(probe: Probe) -> None:
    """Open, count up or end the outage; the second failure in a row is told to provider and authority."""
    with transaction.atomic():
        current = Outage.objects.select_for_update().filter(resource=probe.resource, until=None).first()
        if not probe.reason:
            _end(current)
        elif current is None:
            Outage.objects.get_or_create(
                resource=probe.resource, until=None, defaults={"since": clock.now(), "reason": probe.reason}
            )
        else:
            Outage.objects.filter(pk=current.pk).update(failures=F("failures") + 1)
            if current.failures + 1 >= FEWEST_FAILURES and current.told_at is None:
                _tell(current, probe)


def _tell(outage: Outage, probe: Probe) -> None:
    """Once for each outage: a clue in the trail, and notice to the provider and its authority."""
    resource, provider = probe.resource, probe.resource.entry.provider
    Outage.objects.filter(pk=outage.pk).update(told_at=clock.now())
    figures = {"since": outage.since.isoformat(), "reason": probe.reason}
    Clue.objects.create(
        kind=ClueKind.SILENCE, resource=resource, day=clock.today(), figures=figures, found_at=clock.now()
    )
    authority = provider.authority.code if provider.authority else ""
    record(
        "delivery.silence",
        actor=Snapshot.clock(),
        subject=resource.code,
        article=ARTICLE,
        particulars={"kind": str(ClueKind.SILENCE), **figures},
        tells=[code for code in (provider.code, authority) if code],
    )


def _end(outage: Outage | None) -> None:
    if outage is None:
        return
    Outage.objects.filter(pk=outage.pk).update(until=clock.now())
    if outage.told_at is not None:
        record(
            "delivery.answers",
            actor=Snapshot.clock(),
            subject=outage.resource.code,
            article=ARTICLE,
            particulars={"since": outage.since},
            tells=[outage.resource.entry.provider.code],
        )
