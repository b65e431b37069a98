"""What a journey does with a supply: duties, key, rows, a corrected load, the end (art. 23, 42, 44)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import QueryDict

from audit.sentences import tell
from audit.trail import Entry
from delivery.gateway.reading import read
from delivery.gateway.rows import Page
from delivery.models import Grant, GrantStatus, LoadMode, Resource
from delivery.subscription import duties, expiry, keys
from delivery.subscription import subscribing as subscriptions
from delivery.subscription.authentication import System
from delivery.supply.mounting import mount
from delivery.supply.switching import Order
from demonstration import tables
from demonstration.telling import CLOCKWORK, Told, actor, told_of_grant
from organizations.actors import Actor
from procedure.models import Case
from refusals.tree import Refusal
from workdays import clock

ROWS = "rows"
"""Rows under the grant, with the system's key once there is one; no step of the case."""
SUBSCRIBE = "subscribe"
"""The acceptance of the duties, before the first rows and whenever conditions are added."""
KEY = "领取密钥"
LOAD = "加载更正版本"
ENDS = "授权到期提示"
KEY_DAYS = 90
IDENTIFIER = "uniscid"


class Act(Protocol):
    """What an act is told: its name, by whom, and with which particulars."""

    @property
    def step(self) -> str: ...
    @property
    def who(self) -> str: ...
    @property
    def particulars(self) -> Mapping[str, Any]: ...


@dataclass
class Supply:
    """The supply under the grant of a request; `row` is the one last read, `key` the secret of the system."""

    request: Case
    key: str = ""
    row: Mapping[str, Any] = field(default_factory=dict)
    stopped: float | None = None
    """When it was stopped, on a clock that only runs forward; None while nobody asked since."""
    last: Case = field(init=False)
    """The case that moved last."""

    def __post_init__(self) -> None:
        self.last = self.request

    @property
    def grant(self) -> Grant:
        """As it stands now."""
        found: Grant = self.request.grants.select_related("entry", "holder", "case").get()
        return found

    @property
    def resource(self) -> Resource:
        return self.grant.entry.resources.get()

    def note_a_stop(self) -> None:
        """Remember when, if it is stopped now."""
        self.stopped = monotonic() if self.grant.status == GrantStatus.SUSPENDED else None

    def named(self) -> dict[str, str]:
        """What a form may ask for of it, as a program would send it."""
        grant, resource = self.grant, self.resource
        return {"grant": grant.number, "entry": str(grant.entry.code), "resource": str(resource.code)}


def does(supply: Supply, act: Act) -> Iterator[Told]:
    """The act, told in the light of the case that moved last."""
    yield from ACTS[act.step](supply, act)


def _subscribe(supply: Supply, act: Act) -> Iterator[Told]:
    grant = supply.grant
    subscriptions.accept(grant, actor=actor(act.who), version=duties.VERSION)
    note = f"{grant.number}  {'；'.join(grant.conditions.splitlines())}".strip()
    yield _line(supply, act.who, SUBSCRIBE, article="44", note=note)


def _issue_key(supply: Supply, act: Act) -> Iterator[Told]:
    """A key for the granted system alone; nobody sees the secret again."""
    made, supply.key = keys.issue(supply.grant.subscription, actor=actor(act.who), days=KEY_DAYS)
    yield _line(supply, act.who, KEY, article="44", note=f"{made.prefix}…，限{made.system}")


def _rows(supply: Supply, act: Act) -> Iterator[Told]:
    """The duties, if a person still has to accept them; then rows by the gateway, or why there are none."""
    known = subscriptions.of(supply.grant)
    if not supply.key and (known is None or not known.binds):
        yield from _subscribe(supply, act)
    try:
        page = read(_reader(supply, act.who), supply.resource.code, _question(supply, act)).page
    except Refusal as refusal:
        note = _since(supply) + str(refusal.sentence)
        yield _line(supply, act.who, ROWS, article=refusal.article, note=note)
        return
    supply.row = page.results[0]
    supply.stopped, last = None, supply.last
    supply.last = type(last).objects.with_parties().get(pk=last.pk)  # its first read moves the request
    note = f"{supply.grant.number}: {_first(page)}"
    yield _line(supply, act.who, ROWS, article="42", note=note)


def _reader(supply: Supply, who: str) -> Actor:
    key = keys.known(supply.key)
    return System.by(key) if key else actor(who)


def _question(supply: Supply, act: Act) -> QueryDict:
    """The question of the act, such as `{"regstate": "存续"}`; a field that is None is asked as last read."""
    asked = {name: supply.row[name] if value is None else value for name, value in act.particulars.items()}
    return QueryDict(urlencode({"page_size": 3, "grant": supply.grant.number} | asked))


def _since(supply: Supply) -> str:
    """How soon after the stop the refusal came."""
    if supply.stopped is None:
        return ""
    took, supply.stopped = monotonic() - supply.stopped, None
    return f"停供后 {took:.2f} 秒：" if took < 1 else ""


def _first(page: Page) -> str:
    return "、".join(f"{column.title} {page.results[0][column.name]}" for column in page.columns)


def _load(supply: Supply, act: Act) -> Iterator[Told]:
    """The provider loads the row last read anew, corrected; the rest of the table stays as it was."""
    stated = next(
        row for row in tables.enterprise_registration() if row[IDENTIFIER] == supply.row[IDENTIFIER]
    )
    order = Order(mode=LoadMode.UPSERT, key=(IDENTIFIER,), source="quality")
    loaded = mount(supply.grant.entry, [stated | dict(act.particulars)], actor(act.who), order)
    version = loaded.current
    assert version is not None  # it was just loaded
    note = f"{loaded.code} 第 {version.number} 版，共 {version.rows} 行"
    yield _line(supply, act.who, LOAD, article="23", note=note)


def _ends(supply: Supply, act: Act) -> Iterator[Told]:
    """The clock tells the user of the grant's end, in the words of the trail."""
    grant = supply.grant
    said = Entry.objects.of_case(grant.case.number).filter(act__in=("delivery.ends_soon", "delivery.is_over"))
    before = set(said.values_list("pk", flat=True))
    expiry.tell_of_ends()
    for entry in said.exclude(pk__in=before).order_by("pk"):
        told = _line(supply, CLOCKWORK, ENDS, article=entry.article, note=tell(entry))
        yield told.to(grant.holder.name, grant.ends.isoformat()) if clock.today() <= grant.ends else told


def _line(supply: Supply, who: str, step: str, *, article: str, note: str) -> Told:
    return told_of_grant(supply.last, supply.grant, clock.today(), step, who, article=article, note=note)


ACTS: dict[str, Callable[[Supply, Act], Iterator[Told]]] = {
    SUBSCRIBE: _subscribe,
    KEY: _issue_key,
    ROWS: _rows,
    LOAD: _load,
    ENDS: _ends,
}
