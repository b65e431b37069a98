"""What else stands in the town: faults, updates, stops, loads, keys, a city's rules, a renaming to come."""

from typing import TYPE_CHECKING, Any

from django.test import override_settings

from audit import heads, sealing
from audit.signing import made
from audit.trail import Entry as TrailEntry
from audit.trail import Snapshot
from catalog.models import Entry
from delivery.models import Delivery, EmergencyStop, Grant, Load, Message, Origin
from delivery.stops.openings import suspend
from delivery.subscription import duties, keys, targets
from delivery.subscription.subscribing import accept
from delivery.supply import loading, registering
from delivery.supply.incoming import take as brought
from delivery.supply.switching import Order
from organizations import succession
from organizations.models import ChangeKind, Division
from procedure.engine import begin, take
from procedure.models import Case
from procedure.particulars import from_json
from quality.events import record_event
from quality.models import ChangeEvent, QualityIssue
from rulemaking import drafts
from rulemaking.forms import ProcedureForm
from rulemaking.making import enact
from workdays import clock

if TYPE_CHECKING:
    from tests.rights.town import Town

FAULT = {"fault": "accuracy", "description": "第 2 行与公示系统不一致。"}
EXPLAINED = {"explanation": "已核实并更正。"}
DECIDED = {"decision": "双方陈述清楚。"}
SERVICE = {"title": "查询服务", "base_url": "https://example.org", "paths": ["/items/*"], "methods": ["GET"]}
TOLD: dict[tuple[str, str], dict[str, Any]] = {
    ("quality_issue", "correct"): EXPLAINED,
    ("quality_issue", "dismiss"): EXPLAINED | {"ground": "correct"},
    ("quality_issue", "reopen"): {"reason": "仍不一致。"},
    ("quality_issue", "withdraw"): {"reason": "系误报。"},
    ("update_duty", "report_update"): EXPLAINED | {"version": "2"},
    ("update_duty", "not_affected"): EXPLAINED,
    ("suspension", "respond"): {"position": "已删除。"},
    **{("suspension", step): DECIDED for step in ("resume", "terminate", "withdraw")},
    **{("emergency_stop", step): DECIDED for step in ("confirm", "refuse", "resume")},
}


def cases(town: "Town", entry: Entry) -> dict[str, Case]:
    """Two faults, one of them answered; an update that is due; a suspension, an emergency stop."""
    made = {"verification": fault(town, entry), "confirmation": fault(town, entry)}
    answered = made["confirmation"]
    made["confirmation"] = take(
        answered, "correct", actor=town.actor("provider.steward"), seen=answered.version, **EXPLAINED
    )
    return made | {"updating": update(town, entry)} | stops(town, entry)


def fault(town: "Town", entry: Entry) -> Case:
    said = FAULT | {"found_on": clock.today()}
    return begin(QualityIssue, actor=town.actor("requester.handler"), entry=entry, **said)


def update(town: "Town", entry: Entry) -> Any:
    told = {"cause": "law", "title": "登记规则修订", "document": "桂政发〔2026〕12号", "content": "请更新。"}
    reviewer = town.actor("bureau.reviewer")
    _event, [called] = record_event(reviewer, happened_on=clock.today(), entries=[entry], **told)
    return called.duty


def stops(town: "Town", entry: Entry) -> dict[str, Case]:
    supplier = town.actor("provider.reviewer")
    said = {"ground": "system", "evidence": "数据被导入其他系统。", "scope": "grant", "to_do": "删除副本。"}
    grant = grant_of(town, "stopped_use")
    (suspension,) = suspend(supplier, grant=grant, fields_concerned=[grant.fields[0]], **said)
    leak = {"ground": "leak", "evidence": "监测到异常下载。"}
    endangered = grant_of(town, "in_danger")
    return {
        "suspension": suspension,
        "emergency": begin(EmergencyStop, actor=supplier, entry=entry, grant=endangered, **leak),
    }


def grant_of(town: "Town", case: str) -> Grant:
    return town.cases[case].grants.get()  # type: ignore[attr-defined, no-any-return]


def things(town: "Town", entry: Entry) -> dict[str, Any]:
    """One of everything else that an address may name."""
    with override_settings(AUDIT_SIGNING_KEY=made()):
        sealing.seal()
        heads.sign(asked=True)
    filed = TrailEntry.objects.filter(person="filer").earliest("pk")
    return (
        {
            "sealed": filed.pk,
            "event": ChangeEvent.objects.get().pk,
            "digest": "0" * 64,
            "size": heads.latest().size,
        }
        | subscribed(town)
        | brought_in(town, entry)
        | {"change": renaming(town), "city": "450100", "version": procedure(town)}
    )


def subscribed(town: "Town") -> dict[str, Any]:
    """The duties accepted, a key, an address with a message that failed, a copy handed over."""
    grant, user = grant_of(town, "awaiting_use"), town.actor("requester.handler")
    subscription = accept(grant, actor=user, version=duties.VERSION)
    key, _secret = keys.issue(subscription, actor=user, days=30)
    delivery = Delivery.objects.create(
        number="GX-DL-2026-000001", grant=grant, resource=town.resource, way="export", form="csv",
        name="a.csv", load=town.resource.digest, started_at=clock.now(),
    )  # fmt: skip
    target = targets.name(subscription, actor=user, address="https://system.example.org/told")
    message = Message.objects.create(
        number="message-1", target=target, resource=town.resource, version=1, body="{}",
        status="given_up", created_at=clock.now(), next_at=clock.now(),
    )  # fmt: skip
    return {"key": key.prefix, "delivery": delivery.number, "message": message.number}


def brought_in(town: "Town", entry: Entry) -> dict[str, Any]:
    """A load that waits, one that failed, a database and a service."""
    steward = town.actor("provider.steward")
    loads = {
        name: bring(town, entry, said) for name, said in {"failed": b"a,b\n1,2\n", "load": b"a\n"}.items()
    }
    loading.perform(loads["failed"].pk)
    database = {
        "title": "业务库", "driver": "postgresql", "host": "db.example.org", "port": 5432, "database": "a",
        "account": "a", "password": "a", "relation": "a", "cycle": "daily", "hour": 2,
    }  # fmt: skip
    source = registering.register_source(entry, f"{entry.code}-2", steward, database)
    return {name: load.pk for name, load in loads.items()} | {"source": source.code}


def bring(town: "Town", entry: Entry, content: bytes) -> Load:
    left = iter([content, b""])
    given = brought(lambda _size: next(left), "given.csv")
    return loading.bring(entry, town.actor("provider.steward"), [given], Order(origin=Origin.UPLOAD))


def renaming(town: "Town") -> int:
    """Guilin's authority gets another name in a month."""
    return succession.enter(
        Snapshot(), organization=town.bodies["guilin"], kind=ChangeKind.RENAMING, name="桂林市数据局",
        on=clock.today().replace(month=12), document="桂编办〔2026〕21号",
    ).pk  # fmt: skip


def procedure(town: "Town") -> int:
    """Nanning's own procedure, in force next month."""
    city = Division.objects.get(pk="450100")
    typed = {
        "title": "南宁市政务数据共享办理程序", "provider_review_days": 2, "region_review_days": 1,
        "in_force": "2026-12-20", "draft_days": 20, "reason": "简化环节。", "replaces": 0,
    }  # fmt: skip
    given = from_json(ProcedureForm, typed, origin=city).cleaned()
    author = town.actor("provider_authority.reviewer")
    number = enact(city, actor=author, given=given).version.number
    drafts.save(city, actor=author, typed={"title": "第二版"}, seen=0)
    assert number is not None
    return number
