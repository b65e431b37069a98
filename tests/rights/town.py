"""The people and cases of the permission matrix: every post in every relation (ch. 2, art. 30)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.models import Entry, Submission
from catalog.publishing import publish_new
from delivery.models import Resource
from delivery.supply.mounting import OPERATOR, mount
from notifications import drain
from notifications.models import Notice as Told
from organizations.actors import CLOCK, Actor
from organizations.kinds import AdministratorKind, PersonKind, PostKind, Tier
from organizations.models import Organization, Post, StandIn, User
from organizations.tokens import issue
from procedure.engine import begin, take
from procedure.models import Case
from procedure.saved import filters as saved
from sharing.models import ShareRequest
from tests.cast import PostFactory, UserFactory, authority, organizations
from tests.catalog.factories import opened
from tests.rights import more
from tests.sharing.requests import ASKED, COLUMNS, ENTERPRISES
from tests.sharing.scenes import TOLD
from workdays.models import Notice, Outage

TODAY = date(2026, 11, 24)
BODIES = {
    "requester": "liuzhou_housing",
    "provider": "nanning_market",
    "requester_authority": "liuzhou",
    "provider_authority": "nanning",
    "bureau": "bureau",
    "department": "market",
    "other_city": "guilin",
}
NEED = {"entry": None, "need": "跨城既有住宅加装电梯的登记名单", "fields": []}
FILER_REVIEWS = ("bureau", "requester_authority", "provider_authority")
ROAD = "submit:filer approve:bureau.reviewer agree:provider_authority.reviewer reply:bureau.reviewer"
OUTWARD = (
    "submit:filer approve:requester_authority.reviewer approve:bureau.reviewer "
    "record_exchange:bureau.reviewer"
)
# the case in each state: from whom it asks, and by which moves it comes there
CASES = {
    "draft": ("provider", ""),
    "conformance_review": ("provider", "submit:filer"),
    "returned": ("provider", "submit:filer return_for_correction:bureau.reviewer"),
    "authority_review": ("provider", "submit:filer approve:bureau.reviewer"),
    "final_review": ("provider", ROAD.rpartition(" ")[0]),
    "awaiting_use": ("provider", ROAD),
    "provider_review": ("department", "submit:filer approve:bureau.reviewer"),
    "naming": ("", "submit:filer"),
    "cataloguing": ("", "submit:filer name_provider:requester_authority.reviewer"),
    "outside": ("ministry", f"{OUTWARD} record_exchange:bureau.reviewer"),
    "stopped_use": ("provider", ROAD),
    "in_danger": ("provider", ROAD),
}


@dataclass
class Town:
    """Organizations by relation, people by name, and things by the words that stand for them in addresses."""

    bodies: dict[str, Organization]
    people: dict[str, User]
    things: dict[str, Any]
    cases: dict[str, Case]
    resource: Resource

    def actor(self, name: str) -> Actor:
        return CLOCK if name == "clock" else Actor.of(User.objects.get(pk=self.people[name].pk))


def found() -> Town:
    """Build it all."""
    bodies = organizations()
    bodies["guilin"] = city("450300", "桂林市")
    people = {f"{relation}.{post}": seat(bodies, relation, post) for relation in BODIES for post in PostKind}
    town = Town(bodies | {name: bodies[code] for name, code in BODIES.items()}, people, {}, {}, None)  # type: ignore[arg-type]
    town.people |= others() | stand_ins(town)
    town.people["filer"] = filer(town)
    town.people["for_filer"] = behind_the_filer(town)
    fill(town)
    return town


def city(code: str, name: str) -> Organization:
    from organizations.models import Division

    Division.objects.create(code=code, name=name, level="city", parent_id="450000")
    return authority(f"{code}-AUTH", f"{name}大数据发展局", Tier.CITY, code)


def seat(bodies: dict[str, Organization], relation: str, post: str) -> User:
    name = f"{relation}.{post}"
    return PostFactory(user__username=name, organization=bodies[BODIES[relation]], kind=post).user


def others() -> dict[str, User]:
    kinds = {"system": AdministratorKind.SYSTEM, "security": "security", "audit": "audit"}
    made = {
        f"admin_{kind}": UserFactory(username=f"admin_{kind}", administrator_kind=value, is_staff=True)
        for kind, value in kinds.items()
    }
    return made | {"citizen": UserFactory(username="citizen", kind=PersonKind.CITIZEN)}


def stand_ins(town: Town) -> dict[str, User]:
    covered = {
        "for_requester": ("requester.handler", TODAY),
        "for_bureau": ("bureau.reviewer", TODAY),
        "for_provider_authority": ("provider_authority.reviewer", TODAY),
        "stand_in_over": ("bureau.supervisor", date(2026, 11, 23)),
    }
    return {name: covering(name, town.people[whom], day) for name, (whom, day) in covered.items()}


def covering(name: str, whom: User, day: date) -> User:
    user = UserFactory(username=name)
    for post in Post.objects.filter(user=whom).exclude(kind=PostKind.HANDLER, user__username="filer"):
        StandIn.objects.create(post=post, user=user, starts=date(2026, 11, 1), ends=day)
    return user


def filer(town: Town) -> User:
    """A handler of the requester who also reviews for the Bureau and both authorities: four eyes bind him."""
    user: User = PostFactory(user__username="filer", organization=town.bodies["requester"]).user
    for relation in FILER_REVIEWS:
        PostFactory(user=user, organization=town.bodies[relation], kind=PostKind.REVIEWER)
    return user


def behind_the_filer(town: Town) -> User:
    """Covers the filer's posts as reviewer."""
    return covering("for_filer", town.people["filer"], TODAY)


def fill(town: Town) -> None:
    """Cases in every state, and one of everything else that an address may name."""
    entry = publish_new(ENTERPRISES, town.bodies["provider"])
    other = publish_new(ENTERPRISES, town.bodies["department"])
    for word in ("甲", "乙"):
        town.resource = mount(entry, iter([dict.fromkeys((*COLUMNS, "penalty"), word)]), OPERATOR)
    town.cases = {state: bring(town, state, entry, other) for state in CASES}
    for state, moves in {"submission_draft": "", "submission": "submit:provider.steward"}.items():
        town.cases[state] = walk(town, submission(town), moves)
    town.cases |= more.cases(town, entry)
    drain.store()
    numbers = {name: case.number for name, case in town.cases.items()}
    town.things = numbers | things(town, entry) | more.things(town, entry)


def submission(town: Town) -> Submission:
    said = opened(name="日报").as_json()
    return begin(
        Submission, actor=town.actor("provider.steward"), provider=town.bodies["provider"], stated=said
    )


def bring(town: Town, state: str, entry: Entry, other: Entry) -> Case:
    """A request in that state."""
    of, moves = CASES[state]
    asked = {"provider": {"entry": entry}, "department": {"entry": other}}.get(of, dict(NEED))
    if of == "ministry":
        asked["provider"] = town.bodies["ministry"]
    made = begin(ShareRequest, actor=town.actor("filer"), **(ASKED | asked))
    case = walk(town, made, moves)
    assert case.state == state or state in {"stopped_use", "in_danger"}, (state, case.state)
    return case


def walk(town: Town, case: Case, moves: str) -> Any:
    for move in moves.split():
        step, who = move.split(":")
        told = particulars(town, case, step, plain=False)
        case = take(case, step, actor=town.actor(who), seen=case.version, **told)
    return case


def particulars(town: Town, case: Case, step: str, *, plain: bool = True) -> dict[str, Any]:
    """What the step is told: as a form says it, or as the engine wants it."""
    provider, entry = town.bodies["provider"], town.things.get("entry", "")
    said: dict[str, Any] = {
        "name_provider": {"provider": provider.code if plain else provider},
        "link_entry": {"entry": entry, "fields": "uniscid,entname"},
    }
    if not isinstance(case, Submission | ShareRequest):
        return more.TOLD.get((case.KIND, step), {})
    if isinstance(case, Submission):
        return {"reason": "摘要不清楚"} if step == "refuse" else {}
    told: dict[str, Any] = said.get(step, TOLD.get(step, {}))
    needs = isinstance(case, ShareRequest) and not case.fields and step in {"amend", "resubmit"}
    return told | {"fields": []} if needs else told


def things(town: Town, entry: Entry) -> dict[str, Any]:
    """One of everything that is no case."""
    review, bureau = town.cases["conformance_review"], town.actor("bureau.reviewer")
    own = StandIn.objects.get(user__username="for_bureau")
    token, _secret = issue(town.people["filer"], name="柳州", days=1, actor=bureau.snapshot())
    return {
        "entry": entry.code,
        "item": review.open_items()[0].pk,
        "grant": town.cases["awaiting_use"].grants.get().number,  # type: ignore[attr-defined]
        "resource": town.resource.code,
        "filter": saved.keep(town.actor("filer"), "inbox", "逾期", "when=overdue", is_default=False).pk,
        "told": Told.objects.filter(recipient=town.people["bureau.reviewer"], channel="portal").first().pk,  # type: ignore[union-attr]
        "notice": Notice.objects.earliest("pk").pk,
        "outage": Outage.objects.count(),
        "post": own.post_id,
        "stand_in": own.pk,
        "token": token.number,
        "bureau": town.bodies["bureau"].code,
        "requester": town.bodies["requester"].code,
    }
