"""The world that browsers and programs meet: the cast, a mounted table, a case in every state, a grant."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db.models import Value
from django.db.models.functions import Concat
from django.http import QueryDict
from django.test import Client, override_settings
from django.test.testcases import LiveServerThread

from audit import heads, sealing
from audit.models import Leaf
from audit.signing import made
from audit.trail import Snapshot
from catalog.models import Entry, Submission
from catalog.publishing import publish_new
from delivery.gateway import takeaway
from delivery.gateway.exports import Form
from delivery.models import Delivery, EmergencyStop, Grant, Load, Resource, Source
from delivery.stops.openings import suspend
from delivery.subscription import duties
from delivery.subscription.subscribing import accept
from delivery.supply.mounting import OPERATOR, mount
from notifications import drain
from organizations import succession
from organizations.models import AccessToken, ChangeKind, Division, Organization, Post, User
from organizations.tokens import issue
from procedure.engine import begin, take
from procedure.models import Case
from procedure.particulars import from_json
from quality.events import record_event
from quality.models import ChangeEvent, QualityIssue
from rulemaking.forms import ProcedureForm
from rulemaking.making import enact
from sharing import basket
from sharing.models import ShareRequest
from tests.cast import Cast, build_cast
from tests.catalog.factories import publish_open, stated
from tests.committed import committed
from tests.sharing.requests import ENTERPRISES, FIELDS, World
from workdays import clock
from workdays.models import Notice

HOST = "127.0.0.1"
LONG_NAME = "Department of Human Resources and Social Security of Guangxi Zhuang Autonomous Region"
STATES = ("draft", "conformance_review", "provider_review", "reply", "granted")
REFUSAL = {"ground": "beyond_purpose", "basis": "超出贵单位的法定职责。"}


@dataclass(frozen=True)
class Furnished:
    """Everything that a page or an address may be about."""

    world: World
    resource: Resource
    open_entry: Entry
    cases: dict[str, Case]
    grant: Grant
    unread: Grant
    token: AccessToken

    @property
    def cast(self) -> Cast:
        return self.world.cast

    @property
    def names(self) -> dict[str, str]:
        """What stands for each thing in an address."""
        things = {name: case.number for name, case in self.cases.items()} | {
            "entry": self.world.entry.code,
            "open": self.open_entry.code,
            "grant": self.grant.number,
            **handed_over(self.grant),
            "unread": self.unread.number,
            "duty": self.cases["conformance_review"].open_items()[0].pk,
            "sealed": Leaf.objects.get(position=0).entry_id,
            "notice": Notice.objects.earliest("pk").pk,
            "event": ChangeEvent.objects.get().pk,
            "post": Post.objects.get(user=self.cast.bob).pk,
            "resource": self.resource.code,
            "waiting": Load.objects.get(status="queued").pk,
            "failed": Load.objects.get(status="failed").pk,
        }
        return {name: str(said) for name, said in things.items()}

    def session(self, who: str) -> str:
        """The key of a session in which this person has signed in."""
        return session_of(getattr(self.cast, who))


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def furnish() -> Furnished:
    """Build it all, in the database and the storage in force."""
    world, resource = mounted()
    cases = requests(world) | submissions(world) | quality(world, resource)
    loads(resource)
    basket.put(world.actor("alice"), str(world.entry.code))
    succession.enter(
        Snapshot(),
        organization=world.cast.edu,
        kind=ChangeKind.MERGER,
        successor=world.cast.hr,
        on=clock.today() + timedelta(days=30),
        document="桂编办〔2026〕21号",
    )
    procedures(world)
    grant, kept_back, unread = (cases["granted"].grants.get(), *(_granted(world) for _ in range(2)))
    for one in (grant, kept_back):
        accept(one, actor=world.actor("alice"), version=duties.VERSION)
    cases |= stops(world, kept_back, unread)
    export(world, resource)
    drain.store()
    token, _secret = issue(world.cast.alice, name="社保经办系统", days=30, actor=Snapshot())
    seal()
    return Furnished(
        world=world,
        resource=resource,
        open_entry=publish_open(world.cast.market),
        cases=cases,
        grant=grant,
        unread=unread,
        token=token,
    )


def export(world: World, resource: Resource) -> None:
    """Alice takes a copy of the whole table, under a grant for files."""
    taken = _granted(world)
    Grant.objects.filter(pk=taken.pk).update(mode="file")
    taken.refresh_from_db()
    accept(taken, actor=world.actor("alice"), version=duties.VERSION)
    asked = QueryDict(f"grant={taken.number}")
    ready = takeaway.export(world.actor("alice"), resource.code, Form.CSV, asked)
    list(takeaway.answer(ready, Form.CSV.media_type))


def handed_over(grant: Grant) -> dict[str, str]:
    """The one copy that was taken, and its digest."""
    delivery = Delivery.objects.get(grant__holder=grant.holder)
    return {"delivery": delivery.number, "digest": delivery.digest}


def seal() -> None:
    """All of it sealed, under a signed head."""
    with override_settings(AUDIT_SIGNING_KEY=made()):
        sealing.seal()
        heads.sign(asked=True)


class Lasting(World):
    """Requests that end a year from today, whenever that is."""

    def draft(self, **changed: Any) -> ShareRequest:
        return super().draft(**({"until": clock.today() + timedelta(days=365)} | changed))


def mounted() -> tuple[World, Resource]:
    """The cast, and enterprises with rows behind them."""
    cast = build_cast()
    Organization.objects.update(name_en=Concat(Value(f"{LONG_NAME} "), "code"))
    entry = publish_new(ENTERPRISES, cast.market)
    return Lasting(cast, entry), mount(entry, rows(), OPERATOR)


def loads(resource: Resource) -> None:
    """A load that waits, one that failed, and a department's database behind the resource."""
    detail = {"zh-hans": "有 3 个值不符合该信息项的要求。", "en": "3 values do not fit this field."}
    known = {"entry": resource.entry, "code": resource.code, "origin": "upload", "created": clock.now()}
    given = [{"name": "企业登记 2026 年 11 月.csv", "file": "none", "size": 9, "digest": "0" * 64}]
    error = {"field": "regcap", "code": "bad_values", "detail": detail}
    Load.objects.create(**known, given=given, status="queued")
    Load.objects.create(**known, given=given, status="failed", errors=[error], rejected=[[1, "regcap"]])
    Source.objects.create(
        entry=resource.entry,
        code=resource.code,
        title="登记业务库",
        driver="mariadb",
        host="10.0.0.9",
        database="registration",
        account="reader",
        relation="enterprises",
    )


def rows(many: int = 30) -> Iterator[dict[str, str]]:
    for serial in range(many):
        yield {
            "uniscid": f"9145{serial:014d}",
            "entname": f"桂林米粉{serial}号店",
            "regcap": f"{serial}0 万元",
            "regstate": "存续",
            "penalty": f"处罚 {serial}",
        }


def requests(world: World) -> dict[str, Case]:
    """One share request in every state; the declined one was refused by the provider."""
    made: dict[str, Case] = {state: world.bring_to(state) for state in STATES}
    declined = world.step(world.bring_to("provider_review"), "decline", "bob", **REFUSAL)
    made["refused"] = world.step(declined, "reply", "boris")
    made["withdrawn"] = world.step(world.bring_to("draft"), "withdraw", "alice", reason="不再需要。")
    return made


def quality(world: World, resource: Resource) -> dict[str, Case]:
    """A fault that alice reported, and an update that the Bureau called for."""
    issue = begin(
        QualityIssue,
        actor=world.actor("alice"),
        entry=world.entry,
        resource=resource,
        fields=["regcap"],
        fault="accuracy",
        description="第 2 行注册资本与公示系统不一致。",
        found_on=clock.today(),
    )
    _event, [called] = record_event(
        world.actor("betty"),
        cause="law",
        title="注册资本登记规则修订",
        document="桂政发〔2026〕12号",
        happened_on=clock.today(),
        content="注册资本改为认缴登记，请更新。",
        entries=[world.entry],
    )
    assert called.duty is not None
    return {"issue": issue, "update": called.duty}


def procedures(world: World) -> None:
    """Nanning's procedure: one version in force, and one to come."""
    city = Division.objects.get(pk="450100")
    stages = {"title": "南宁市政务数据共享办理程序", "provider_review_days": 2, "region_review_days": 1}
    for replaces, day in enumerate(
        [{"from_today": True}, {"in_force": f"{clock.today() + timedelta(days=9)}"}]
    ):
        typed = {**stages, **day, "draft_days": 20, "reason": "简化环节。", "replaces": replaces}
        given = from_json(ProcedureForm, typed, origin=city).cleaned()
        enact(city, actor=world.actor("nina"), given=given)


def submissions(world: World) -> dict[str, Case]:
    """New entries of the steward: a draft, and one before the Bureau."""
    draft, sent = (_submission(world, name) for name in ("个体工商户登记", "食品经营许可"))
    sent = take(sent, "submit", actor=world.actor("stella"), seen=sent.version)
    return {"submission": draft, "submitted": sent}


def _granted(world: World) -> Grant:
    return world.bring_to("granted").grants.get()


def stops(world: World, suspended: Grant, stopped: Grant) -> dict[str, Case]:
    """A suspension under review, and an emergency stop to be confirmed, each of one grant."""
    bob = world.actor("bob")
    named: dict[str, Any] = {"scope": "grant", "fields_concerned": [FIELDS[0]], "to_do": "删除副本。"}
    said = {"ground": "system", "evidence": "数据被导入其他系统。"} | named
    (suspension,) = suspend(bob, grant=suspended, **said)
    leak = {"ground": "leak", "evidence": "监测到异常下载。"}
    emergency = begin(EmergencyStop, actor=bob, entry=stopped.entry, grant=stopped, **leak)
    return {"suspension": suspension, "emergency": emergency}


def _submission(world: World, name: str) -> Any:
    said = stated(name=name).as_json()
    return begin(Submission, actor=world.actor("stella"), provider=world.cast.market, stated=said)


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker) -> Iterator[str]:
    """A database for a whole module, in the place of the one for a single test."""
    with django_db_blocker.unblock(), committed() as name:
        yield name


@pytest.fixture(scope="module")
def world(transactional_db: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Furnished]:
    """One furnished world for a whole module."""
    with stored_in(tmp_path_factory.mktemp("storage")):
        yield furnish()


@contextmanager
def stored_in(folder: Path) -> Iterator[None]:
    """The default storage in that folder."""
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(folder)}}
    with override_settings(STORAGES=settings.STORAGES | {"default": default}):
        yield


@pytest.fixture(scope="module")
def portal(world: Furnished) -> Iterator[str]:
    """The address of the portal in which that world is."""
    server = LiveServerThread(HOST, StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    yield f"http://{HOST}:{server.port}"
    server.terminate()
