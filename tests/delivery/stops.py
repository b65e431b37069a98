"""Scenes of supply that is stopped: suspensions and emergency stops of the market authority's data."""

from typing import Any

from delivery.models import EmergencyStop, Grant, Suspension
from delivery.stops.openings import suspend
from organizations.actors import Actor
from organizations.models import User
from procedure.engine import begin, take
from tests.delivery.factories import World

MISUSE = {
    "ground": "system",
    "evidence": "11 月 23 日抽查发现，数据被导入未经授权的考勤系统。",
    "scope": "grant",
    "fields_concerned": ["entname"],
    "to_do": "停止使用并删除考勤系统中的副本。",
}
LEAK = {"ground": "leak", "evidence": "接口日志显示有人批量下载并在网上兜售。"}


def actor(world: World, name: str) -> Actor:
    return Actor.of(User.objects.get(pk=getattr(world.cast, name).pk))


def suspended(world: World, grant: Grant, who: str = "bob", **changed: Any) -> Suspension:
    return suspend(actor(world, who), grant=grant, **(MISUSE | changed))[0]


def stopped(world: World, grant: Grant | None = None, who: str = "bob", **changed: Any) -> EmergencyStop:
    return begin(EmergencyStop, actor=actor(world, who), entry=world.entry, grant=grant, **(LEAK | changed))


def step(world: World, case: Any, name: str, who: str, **particulars: Any) -> Any:
    return take(case, name, actor=actor(world, who), seen=case.version, **particulars)


def status(grant: Grant) -> str:
    return str(Grant.objects.get(pk=grant.pk).status)


def holders(case: Any) -> list[tuple[Any, ...]]:
    return sorted((i.stage, i.holder.code, i.post, i.days, i.article) for i in case.open_items())
