"""Requests of every route brought to every state, and the table of who may do what there (art. 28-31, 36)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from catalog.publishing import publish_new
from organizations.actors import CLOCK, Actor
from organizations.models import PostKind, User
from procedure.engine import begin, take
from procedure.pages import find
from refusals.tree import Refusal
from sharing.models import ShareRequest
from tests.cast import seated
from tests.sharing.requests import ASKED, ENTERPRISES, FIELDS, World

PART = {"fields": FIELDS[:2], "conditions": "仅用于核验", "basis": "注册资本无须核验"}
TOLD: dict[str, dict[str, Any]] = {
    "amend": ASKED | {"fields": FIELDS[:1]},
    "resubmit": ASKED | {"fields": FIELDS[:1]},
    "withdraw": {"reason": "不再需要"},
    "approve": {"opinion": "符合要求"},
    "refuse": {"ground": "purpose", "basis": "未说明用途"},
    "return_for_correction": {"missing": "一、写明依据条款。", "again_because": ""},
    "agree": PART,
    "decline": {"ground": "law", "basis": "《统计法》第九条"},
    "opine": {"opinion": "可以共享"},
    "overrule": {"ground": "scope", "basis": "超出用途"},
    "cannot_supply": {"basis": "本局不采集此数据"},
    "record_exchange": {"on": date(2026, 11, 23), "direction": "sent", "document": "8号", "summary": "申请"},
    "obtained": {"document": "3号", "conditions": "不得转供"},
    "not_obtained": {"ground": "law", "basis": "对方复函不予共享"},
    "feed_back": {"used": "每日核验", "evaluation": "", "rating": "good"},
}
BUREAU = "betty boris"
REVIEWED = "city_review conformance_review provider_review authority_review"
OPEN = f"draft naming cataloguing {REVIEWED} final_review reply returned outside"
# step: by whom (the asker, the clock, or who holds a duty), in which states
LAWFUL = {
    "submit": ("asker", "draft"),
    "amend": ("asker", "draft"),
    "resubmit": ("asker", "returned"),
    "withdraw": ("asker", OPEN),
    "lapse": ("clock", "draft returned"),
    "approve": ("holder", "city_review conformance_review"),
    "refuse": ("holder", "naming city_review conformance_review"),
    "return_for_correction": ("holder", REVIEWED),
    "agree": ("holder", "provider_review authority_review"),
    "decline": ("holder", "provider_review authority_review"),
    "agree_by_rule": ("clock", "provider_review authority_review"),
    "opine": ("adviser", "authority_review"),
    "reply": ("holder", "reply final_review"),
    "overrule": ("holder", "final_review"),
    "name_provider": ("holder", "naming"),
    "link_entry": ("holder", "cataloguing"),
    "cannot_supply": ("holder", "cataloguing"),
    "record_exchange": ("holder", "outside"),
    "obtained": ("holder", "outside"),
    "not_obtained": ("holder", "outside"),
    "use_begins": ("clock", "awaiting_use"),
    "feed_back": ("asker", "awaiting_use feedback"),
    "fields_fall_out": ("clock", f"draft returned {REVIEWED} reply final_review"),
    "refuse_the_rest": ("clock", f"returned {REVIEWED} reply final_review"),
    "close_on_merger": ("clock", f"{OPEN} awaiting_use feedback"),
}


@dataclass(frozen=True)
class Road:
    """One route: who asks whom, the moves to its end, who holds which stage, who sees it, who tries."""

    asker: str
    moves: str
    held: dict[str, str]
    sees: str
    tries: str
    states: str
    provider: str = "market"
    asked: dict[str, Any] = field(default_factory=dict)


NEED = {"entry": None, "need": "跨省就医备案人员名单", "fields": []}
REGION = {"conformance_review": BUREAU, "provider_review": "bob", "reply": BUREAU}
ROADS = {
    "region": Road(
        "alice",
        "submit:alice approve:betty agree:bob reply:boris",
        REGION,
        "alice rita hank bob stella betty boris sue audrey",
        "alice rita bob stella betty sue charlie",
        "draft conformance_review provider_review reply granted refused withdrawn returned lapsed merged",
    ),
    "city_to_region": Road(
        "nora",
        "submit:nora approve:betty agree:bob reply:boris use_begins:clock feed_back:nora",
        {"conformance_review": BUREAU, "provider_review": "bob", "final_review": BUREAU},
        "nora nick nina bob betty",
        "nora nick nina bob betty lily",
        "draft conformance_review provider_review final_review awaiting_use feedback granted",
    ),
    "city_to_city": Road(
        "lena",
        "submit:lena approve:betty agree:nina reply:boris",
        {
            "conformance_review": BUREAU,
            "authority_review": "nina",
            "opinion": "noah",
            "final_review": BUREAU,
        },
        "lena leo lily nina noah betty",
        "lena lily nina noah betty bob",
        "conformance_review authority_review final_review awaiting_use",
        provider="nanning_market",
    ),
    "same_city": Road(
        "nora",
        "submit:nora approve:nina agree:noah reply:nina",
        {"city_review": "nina", "provider_review": "noah", "reply": "nina"},
        "nora nick nina noah betty",
        "nora nina noah betty lily",
        "city_review provider_review reply granted returned",
        provider="nanning_market",
    ),
    "external": Road(
        "alice",
        "submit:alice approve:betty obtained:boris",
        {"conformance_review": BUREAU, "outside": BUREAU},
        "alice betty",
        "alice betty bob",
        "conformance_review outside granted",
        provider="ministry",
        asked=NEED,
    ),
    "external_city": Road(
        "nora",
        "submit:nora approve:nina approve:betty obtained:boris",
        {"city_review": "nina", "conformance_review": BUREAU, "outside": BUREAU},
        "nora nina betty",
        "nora nina betty alice",
        "draft city_review conformance_review outside",
        provider="guangdong_hr",
        asked=NEED,
    ),
    "external_in": Road(
        "desk",
        "submit:desk approve:betty agree:bob reply:boris",
        REGION,
        "desk bob betty",
        "desk bob betty alice",
        "draft conformance_review provider_review reply granted",
    ),
    "need": Road(
        "alice",
        "submit:alice name_provider:betty link_entry:stella",
        {"naming": BUREAU, "cataloguing": "stella", "conformance_review": BUREAU},
        "alice bob stella betty",
        "alice bob stella betty nina",
        "draft naming cataloguing conformance_review",
        asked=NEED,
    ),
}
SIDEWAYS = {  # states off the road: from which one, by which moves
    "refused": ("conformance_review", "refuse:betty"),
    "withdrawn": ("reply", "withdraw:alice"),
    "merged": ("reply", "close_on_merger:clock"),
    "returned": ("", "return_for_correction:{reviewer}"),
    "lapsed": ("", "return_for_correction:{reviewer} lapse:clock"),
}


@dataclass
class Scene:
    """A request in some state, and the stages that it has passed through."""

    world: World
    road: Road
    request: ShareRequest
    reached: list[str]

    def go(self, moves: str, until: str = "") -> None:
        for move in moves.split():
            if self.request.state == until:
                break
            step, who = move.split(":")
            told = self.told(step, by_form=False)
            seen = self.request.version
            self.request = take(self.request, step, actor=person(who), seen=seen, **told)
            self.reached.append(self.request.state)

    def holders(self, stage: str, by: str) -> list[str]:
        """Whose duty the stage is: that of who decides, or of who only advises; never that of the clock."""
        names = {"holder": stage, "adviser": "opinion"}
        return self.road.held.get(names.get(by, ""), "").split()

    def told(self, step: str, *, by_form: bool = True) -> dict[str, Any]:
        """Particulars that are right for this request; a form takes names of fields as one text."""
        if step == "name_provider":
            return {"provider": self.world.cast.market}
        if step == "link_entry":
            return {"entry": self.world.entry, "fields": "uniscid,entname" if by_form else FIELDS[:2]}
        told = TOLD.get(step, {})
        return told | {"fields": []} if step in {"amend", "resubmit"} and self.road.asked else told


def refusal(found: Scene, step: str, who: str) -> int:
    """The status with which the case is not found, or the engine refuses; 0 when it does neither."""
    try:
        actor = person(who)
        case = find(found.request.number, actor)
        take(case, step, actor=actor, seen=case.version, **found.told(step, by_form=False))
    except Refusal as refused:
        return refused.status
    return 0


def person(who: str) -> Actor:
    return CLOCK if who == "clock" else Actor.of(User.objects.get(username=who))


def scene(world: World, route: str, state: str) -> Scene:
    """A request of that route in that state."""
    road = ROADS[route]
    seated("desk", world.cast.bureau, PostKind.HANDLER)
    said = ASKED | {"entry": publish_new(ENTERPRISES, getattr(world.cast, road.provider))} | road.asked
    if route.startswith("external"):
        said |= {"requester": world.cast.ministry} if route == "external_in" else {}
        said |= {"provider": getattr(world.cast, road.provider)} if road.asked else {}
    if road.asked:
        said["entry"] = None
    request = begin(ShareRequest, actor=person(road.asker), **said)
    assert request.route == route
    found = Scene(world, road, request, [])
    last, extra = SIDEWAYS.get(state, (state, ""))
    first_review = next(iter(road.held))
    found.go(road.moves, until=last or first_review)
    found.go(extra.format(reviewer=road.held[first_review].split()[0]))
    assert found.request.state == state
    return found


def lawful(scene: Scene, step: str, who: str) -> int:
    """What the Measures say of this attempt: 0 it is done, else the status of the refusal."""
    by, states = LAWFUL[step]
    draft = scene.request.submitted is None
    asking = {"alice": "alice rita", "nora": "nora nick", "desk": "desk betty boris sue audrey"}
    sees = asking[scene.road.asker] if draft else scene.road.sees
    if scene.request.provider is None and not draft:
        sees = f"alice {BUREAU}"
    if who not in sees.split():
        return 404
    state = scene.request.state
    if by == "asker":
        return 403 if who != scene.road.asker else 409 * (state not in states.split())
    if not any(who in scene.holders(stage, by) for stage in states.split() if stage in scene.reached):
        return 403
    return 0 if state in states.split() and who in scene.holders(state, by) else 409
