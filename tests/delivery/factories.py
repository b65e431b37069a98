"""A table of enterprises behind an entry of the market authority, and grants on it for the cast."""

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from rest_framework.test import APIClient

from audit.trail import Entry as TrailEntry
from catalog.models import Entry, EntryVersion
from catalog.particulars import FieldParticulars
from delivery.grants import issue
from delivery.models import Grant, Resource, Subscription
from delivery.subscription import duties
from delivery.subscription.subscribing import ways_of
from delivery.supply.mounting import OPERATOR, mount
from organizations.models import Organization
from procedure.models import Case
from procedure.rules import shipped_measures
from tests.cast import Cast, build_cast
from tests.catalog.factories import publish_entry
from workdays import clock

SPECIMENS: tuple[tuple[str, str, str, dict[str, int]], ...] = (
    ("serial", "序号", "integer", {}),
    ("uniscid", "统一社会信用代码", "string", {"length": 18}),
    ("entname", "企业名称", "string", {"length": 60}),
    ("regcap", "注册资本", "decimal", {"length": 18, "scale": 4}),
    ("estdate", "成立日期", "date", {}),
    ("changed", "变更时间", "datetime", {}),
    ("active", "是否存续", "boolean", {}),
    ("hidden_idno", "法定代表人证件号码", "string", {"length": 40}),
)
NAMES = tuple(name for name, *_rest in SPECIMENS)
SECRET = "SECRET-450"
MANY = 57


def fields() -> tuple[FieldParticulars, ...]:
    return tuple(
        FieldParticulars(
            name=name, title=title, type=kind, share_type="conditional", open_type="closed", **size
        )
        for name, title, kind, size in SPECIMENS
    )


def table(many: int = MANY) -> Iterator[dict[str, Any]]:
    """Rows with repeated names and every tenth capital missing."""
    for serial in range(many):
        yield {
            "serial": serial,
            "uniscid": f"9145{serial:014d}",
            "entname": f"桂林米粉{serial % 7}号店",
            "regcap": None if serial % 10 == 9 else Decimal(serial * 100) / 3 // 1 + Decimal("0.2500"),
            "estdate": date(2020, 1, 1) + timedelta(days=serial % 13),
            "changed": datetime(2026, 1, 1, 8, 30, tzinfo=clock.SHANGHAI) + timedelta(hours=serial),
            "active": serial % 3 != 0,
            "hidden_idno": f"{SECRET}-{serial:04d}",
        }


def case_of(holder: Organization, provider: Organization) -> Case:
    """A granted request, as the engine would have left it."""
    number = f"GX-SR-2026-9{Case.objects.count():05d}"
    return Case.objects.create(
        number=number,
        kind="share_request",
        title="企业登记基本信息",
        state="granted",
        route="region",
        requester=holder,
        provider=provider,
        rules_id=shipped_measures().digest,
        opened=clock.now(),
        submitted=clock.now(),
        closed=clock.now(),
    )


def subscribed(grant: Grant) -> Grant:
    """The grant, with its duties accepted by somebody of the user."""
    Subscription.objects.create(
        grant=grant,
        way=ways_of(grant)[0],
        duties=duties.VERSION,
        conditions=grant.conditions,
        accepted_at=clock.now(),
        accepted_by="alice",
        accepted_post="handler",
    )
    return grant


@dataclass(frozen=True)
class World:
    """The cast, an entry, what is mounted behind it, and grants on demand."""

    cast: Cast
    entry: Entry
    resource: Resource

    def grant(
        self, *names: str, holder: Organization | None = None, accepted: bool = True, **changed: Any
    ) -> Grant:
        """A grant to the HR department for a year from today, with its duties accepted."""
        holder = holder or self.cast.hr
        asked = {"purpose": "核验参保单位", "system": "社保经办系统", "mode": "api"}
        asked |= {"ends": clock.today() + timedelta(days=364)}
        grant = issue(
            case=case_of(holder, self.cast.market),
            version=self.entry.current,
            organization=holder,
            fields=names or NAMES[:3],
            **(asked | changed),
        )
        return subscribed(grant) if accepted else grant

    def get(self, who: str, query: str = "", **given: Any) -> Any:
        """What `who` is answered at the rows of the resource."""
        address = f"/api/v1/data/{self.resource.code}/rows/"
        return self.client(who).get(f"{address}?{query}" if query else address, **given)

    def client(self, who: str) -> APIClient:
        client = APIClient(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(getattr(self.cast, who))
        return client


def build_world(**changed: Any) -> World:
    cast = build_cast()
    entry = publish_entry(cast.market, fields=fields(), **changed)
    return World(cast, entry, mount(entry, table(), OPERATOR))


def later(entry: Entry) -> EntryVersion:
    """A later version of the entry, with one field more."""
    version = EntryVersion.objects.get(pk=entry.current_id)
    fields = list(version.fields.all())
    version.pk, version.number = None, version.number + 1
    version.save(force_insert=True)
    added = copy(fields[-1])
    added.name, added.title = "added", "后加"
    for place, field in enumerate([*fields, added]):
        field.pk, field.version, field.position = None, version, place
    version.fields.bulk_create([*fields, added])
    Entry.objects.filter(pk=entry.pk).update(current=version)
    return version


def trail(act: str) -> list[TrailEntry]:
    return list(TrailEntry.objects.filter(act=act).order_by("id"))
