"""The world of a share request: the cast, one published entry, and a request brought to any stage."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.models import Entry
from catalog.particulars import EntryParticulars, FieldParticulars
from catalog.publishing import publish_new
from organizations.actors import Actor
from organizations.models import User
from procedure.engine import begin, take
from sharing.models import ShareRequest
from tests.cast import Cast, build_cast

FIELDS = ["uniscid", "entname", "regcap"]
ASKED: dict[str, Any] = {
    "fields": FIELDS,
    "purpose": "核验参保单位的登记信息。",
    "legal_basis": "《中华人民共和国社会保险法》第七十四条",
    "system": "社会保险经办系统",
    "mode": "api",
    "until": date(2027, 12, 31),
}
COLUMNS = {
    "uniscid": "统一社会信用代码",
    "entname": "企业名称",
    "regcap": "注册资本",
    "regstate": "登记状态",
}
ENTERPRISES = EntryParticulars(
    category="307001",
    name="企业登记基本信息",
    abstract="全区企业的登记信息。",
    format="table",
    share_type="conditional",
    share_condition="用于履行法定职责",
    share_basis="《行政处罚法》第四十八条",
    share_mode="api",
    open_type="closed",
    update_cycle="daily",
    released_on=date(2026, 1, 5),
    fields=(
        *(
            FieldParticulars(
                name=name, title=title, type="string", share_type="conditional", open_type="closed"
            )
            for name, title in COLUMNS.items()
        ),
        FieldParticulars(
            name="penalty", title="处罚记录", type="string", share_type="withheld", open_type="closed"
        ),
    ),
)
ROAD = [
    ("submit", "alice", {}),
    ("approve", "betty", {"opinion": ""}),
    ("agree", "bob", {"fields": FIELDS[:2], "conditions": "仅用于核验", "basis": "注册资本无须核验"}),
    ("reply", "boris", {}),
]


@dataclass(frozen=True)
class World:
    """The cast and the entry that everybody asks for."""

    cast: Cast
    entry: Entry

    def actor(self, name: str) -> Actor:
        user: User = getattr(self.cast, name)
        return Actor.of(User.objects.get(pk=user.pk))

    def draft(self, **changed: Any) -> ShareRequest:
        """A draft by alice."""
        return begin(ShareRequest, actor=self.actor("alice"), entry=self.entry, **(ASKED | changed))

    def bring_to(self, *states: str) -> ShareRequest:
        """A request in the first of those states on the road from draft to granted."""
        request = self.draft()
        for step, who, particulars in ROAD:
            if request.state in states:
                break
            request = self.step(request, step, who, **particulars)
        assert request.state in states
        return request

    def before(self, step: str) -> ShareRequest:
        """A request in the first state of the road in which that step can be taken."""
        return self.bring_to(*ShareRequest.step(step).sources)

    def step(self, request: ShareRequest, step: str, who: str, **particulars: Any) -> ShareRequest:
        return take(request, step, actor=self.actor(who), seen=request.version, **particulars)


def build_world() -> World:
    cast = build_cast()
    return World(cast, publish_new(ENTERPRISES, cast.market))
