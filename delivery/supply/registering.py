"""Sources and services written down by the provider: secrets encrypted, in the trail (art. 23, 24, 38)."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from audit.trail import Snapshot, record
from catalog.models import Entry
from catalog.vocabulary import Format
from delivery import networks
from delivery.errors import WrongKind
from delivery.models import ApiSource, Load, Resource, ResourceKind, Source
from delivery.supply import mounting
from delivery.supply.schedule import next_after
from organizations.actors import Actor
from workdays import clock


def codes_of(entry: Entry) -> list[str]:
    """The codes that stand for something behind this entry."""
    kinds = (Resource, Source, Load)
    found = {
        code for kind in kinds for code in kind.objects.filter(entry=entry).values_list("code", flat=True)
    }
    return sorted(found, key=lambda code: (len(code), code))


def next_code(entry: Entry) -> str:
    """The code of one more resource behind this entry."""
    numbers = [int(code.rpartition("-")[2]) for code in codes_of(entry) if code.rpartition("-")[2].isdigit()]
    return f"{entry.code}-{max(numbers, default=0) + 1}"


@transaction.atomic
def register_source(entry: Entry, code: str, actor: Actor, stated: Mapping[str, Any]) -> Source:
    """Write down a source, new or changed; its next fetch follows from its cycle."""
    snapshot = mounting.signature(entry, actor)
    mounting.columns_of(entry)
    source = Source.objects.filter(code=code).first() or Source(code=code, entry=entry)
    if source.entry_id != entry.pk:
        raise WrongKind
    for name, value in stated.items():
        if name not in {"password", "resource"}:
            setattr(source, name, value)
    if stated.get("password"):
        source.secret = stated["password"]
    source.actor = asdict(snapshot)
    source.next_at = None if source.paused else next_after(source, clock.now())
    source.save()
    told = {"title": source.title, "driver": source.driver, "cycle": source.cycle, "paused": source.paused}
    record("delivery.source", actor=snapshot, subject=code, article="24", particulars=told)
    return source


@transaction.atomic
def register_service(entry: Entry, code: str, actor: Actor, stated: Mapping[str, Any]) -> Resource:
    """Write down a service. A private address needs the Bureau's leave, given for this host."""
    snapshot = _registrar(entry, actor)
    Entry.objects.select_for_update(no_key=True).only("pk").get(pk=entry.pk)
    resource = Resource.objects.filter(code=code).first()
    service = ApiSource.objects.filter(resource__code=code).first() or ApiSource()
    private = stated.get("allow_private", service.allow_private and _same_host(service, stated))
    networks.check_service_host(str(urlsplit(stated["base_url"]).hostname), allow_private=private)
    service.resource = _resource(entry, code, resource, stated["title"])
    for name in ("base_url", "paths", "methods", "timeout", "max_bytes"):
        setattr(service, name, stated[name])
    service.allow_private = private
    if stated.get("headers"):
        service.secret_headers = stated["headers"]
    service.save()
    told = {"title": stated["title"], "paths": service.paths, "private": private}
    record("delivery.service", actor=snapshot, subject=code, article="24", particulars=told)
    return service.resource


def _same_host(service: ApiSource, stated: Mapping[str, Any]) -> bool:
    return urlsplit(service.base_url).hostname == urlsplit(stated["base_url"]).hostname


def _registrar(entry: Entry, actor: Actor) -> Snapshot:
    """The provider, or the Bureau, which registers private addresses."""
    from delivery.policy import may_allow_private  # which reads the mounters of this room

    return actor.snapshot() if may_allow_private(actor) else mounting.signature(entry, actor)


def _resource(entry: Entry, code: str, resource: Resource | None, title: str) -> Resource:
    resource = resource or Resource(code=code, entry=entry, kind=ResourceKind.API, format=Format.API)
    if (
        resource.kind != ResourceKind.API
        or resource.entry_id != entry.pk
        or entry.version.format != Format.API
    ):
        raise WrongKind
    resource.title, resource.loaded_at = title, clock.now()
    resource.save()
    return resource
