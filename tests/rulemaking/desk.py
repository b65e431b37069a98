"""The desk of Nanning's authority: what it types, publishes, and how requests then go."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.models import Entry
from catalog.publishing import publish_new
from organizations.actors import Actor
from organizations.models import Division
from procedure.particulars import from_json
from rulemaking.forms import ProcedureForm, RepealForm
from rulemaking.making import Enacted, enact, repeal
from rulemaking.models import CityProcedure
from sharing.models import ShareRequest
from tests.sharing.requests import ENTERPRISES, World, build_world
from tests.sharing.road import asked

NANNING, LIUZHOU = "450100", "450200"
TUESDAY, WEDNESDAY = date(2026, 11, 24), date(2026, 11, 25)
SHORT: dict[str, Any] = {
    "title": "南宁市政务数据共享办理程序",
    "reason": "简化市内办理环节。",
    "provider_review_days": 2,
    "draft_days": 20,
}
FULL = SHORT | {"city_review_days": 1, "reply_days": 1, "reply_post": "reviewer"}


@dataclass(frozen=True)
class Desk:
    """The world, and an entry of a department of Nanning."""

    world: World
    entry: Entry

    @property
    def nanning(self) -> Division:
        return Division.objects.get(pk=NANNING)

    def actor(self, who: str) -> Actor:
        return self.world.actor(who)

    def given(self, form: Any = ProcedureForm, **typed: Any) -> dict[str, Any]:
        """As the form reads what was typed; from tomorrow on, over the last version."""
        latest = CityProcedure.objects.latest_number(NANNING)
        said = {"in_force": TUESDAY.isoformat(), "replaces": latest} | typed
        return from_json(form, said, origin=self.nanning).cleaned()

    def enact(self, who: str = "nina", **typed: Any) -> CityProcedure:
        return self.enacting(who, **typed).version

    def enacting(self, who: str = "nina", **typed: Any) -> Enacted:
        return enact(self.nanning, actor=self.actor(who), given=self.given(**SHORT | typed))

    def publish(self, given: dict[str, Any], who: str = "nina") -> CityProcedure:
        return enact(self.nanning, actor=self.actor(who), given=given).version

    def repeal(self, who: str = "nina", **typed: Any) -> CityProcedure:
        given = self.given(RepealForm, **{"reason": "改用默认程序。"} | typed)
        return repeal(self.nanning, actor=self.actor(who), given=given).version

    def ask(self, who: str = "nora", **changed: Any) -> ShareRequest:
        """A request to a department of Nanning."""
        return asked(self.world, who, **{"entry": self.entry} | changed)


def build_desk() -> Desk:
    world = build_world()
    return Desk(world, publish_new(ENTERPRISES, world.cast.nanning_market))


def today(**typed: Any) -> dict[str, Any]:
    """In force at once."""
    return {"in_force": None, "from_today": True} | typed
