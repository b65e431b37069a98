"""Random organizations, and random but lawful arrangements of stages as rule sets (art. 16, 29-31, 36)."""

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import strategies as st

from organizations.actors import Actor
from organizations.kinds import PostKind, Tier
from organizations.models import BusinessLine, Division, Organization, Post, User
from procedure.models import RuleSet
from procedure.rulebook import RuleBook, measures
from tests.cast import SINCE, UserFactory, authority, department

Stage = dict[str, Any]
DAYS = st.integers(1, 40)
UNIT = st.sampled_from(["working", "calendar"])
STAFF = (PostKind.HANDLER, PostKind.REVIEWER, PostKind.REVIEWER, PostKind.STEWARD)


@dataclass(frozen=True)
class Tree:
    """A region: its Bureau first, then departments, cities with what lies below them, and bodies outside."""

    bureau: Organization
    inside: list[Organization]
    outside: list[Organization]

    def people(self, *organizations: Organization | None) -> list[Actor]:
        """A handler, two reviewers and a steward for each of these and their authorities."""
        concerned = {self.bureau, *filter(None, organizations)}
        concerned |= {body.authority for body in organizations if body and body.authority}
        seats = [(body, post) for body in sorted(concerned, key=lambda body: body.pk) for post in STAFF]
        users = User.objects.bulk_create(UserFactory.build_batch(len(seats)))
        Post.objects.bulk_create(
            Post(user=user, organization=body, kind=post, starts=SINCE)
            for user, (body, post) in zip(users, seats, strict=True)
        )
        return [Actor.of(user) for user in users]


def grow(departments: int, cities: list[tuple[int, int]], ministries: int) -> Tree:
    """So many region departments; for each city its departments and counties; so many bodies outside."""
    Division.objects.create(code="450000", name="广西壮族自治区", level="province")
    BusinessLine.objects.create(code="hr", name="人力资源")
    bureau = authority("GX-BUREAU", "自治区大数据发展局", Tier.REGION, "450000")
    inside = [bureau, *(department(f"GX-{n}", f"自治区第{n}厅", "hr", bureau) for n in range(departments))]
    for number, (bureaus, counties) in enumerate(cities, start=1):
        inside += city(f"45{number:02}00", bureaus, counties)
    bodies = [("national", Tier.NATIONAL), ("other", Tier.OTHER_PROVINCE)][:ministries]
    outside = [department(f"OUT-{name}", name, "hr", None, tier=t, division_id=None) for name, t in bodies]
    return Tree(bureau, inside, outside)


def city(code: str, bureaus: int, counties: int) -> list[Organization]:
    """A city's authority, its departments, and one department in each of its counties."""
    Division.objects.create(code=code, name=f"{code}市", level="city", parent_id="450000")
    own = authority(f"{code}-AUTH", f"{code}大数据局", Tier.CITY, code)
    found = [own, *(department(f"{code}-{n}", f"{code}第{n}局", "hr", own) for n in range(bureaus))]
    for number in range(1, counties + 1):
        county = f"{code[:4]}{number:02}"
        Division.objects.create(code=county, name=f"{county}县", level="county", parent_id=code)
        named = f"{county}-HR", f"{county}人社局", "hr", own
        found.append(department(*named, tier=Tier.COUNTY, division_id=county))
    return found


trees: st.SearchStrategy[Callable[[], Tree]] = st.builds(
    lambda *shape: lambda: grow(*shape),
    st.integers(0, 3),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=3),
    st.integers(0, 2),
)


def stage(name: str, holder: str, days: int | None, unit: str = "working", **others: Any) -> Stage:
    given = {"stage": name, "holder": holder, "post": "reviewer", "unit": unit, "article": "31"}
    return given | {"source": "ours"} | ({"days": days} if days else {}) | others


@st.composite
def arrangements(draw: st.DrawFn, *, asker_outside: bool, provider_outside: bool) -> list[Stage]:
    """Reviews in any order, one decision, one answer; then feedback or not; beside them what any may need."""
    authorities = ["bureau"] if asker_outside else ["bureau", "authority_of_requester"]
    held = lambda name: stage(name, draw(st.sampled_from(authorities)), draw(DAYS), draw(UNIT))  # noqa: E731
    reviews = st.permutations(["city_review", "conformance_review"])
    stages = [held(name) for name in draw(reviews)[: draw(st.integers(0, 2))]]
    if provider_outside:
        stages.append(stage("outside", "bureau", draw(DAYS)))
    else:
        stages += [*draw(decisions()), held(draw(st.sampled_from(["reply", "final_review"])))]
    asker = "bureau" if asker_outside else "requester"
    return stages + draw(aside(asker))


@st.composite
def decisions(draw: st.DrawFn) -> list[Stage]:
    """The provider decides, or its authority, with or without the provider's opinion."""
    rule = draw(st.sampled_from([{}, {"then": "agree_by_rule"}]))
    if draw(st.booleans()):
        return [stage("provider_review", "provider", draw(DAYS), draw(UNIT), **rule)]
    decides = stage("authority_review", "authority_of_provider", draw(DAYS), draw(UNIT), **rule)
    opines = stage("opinion", "provider", draw(DAYS), in_state="authority_review")
    return [decides, opines] if draw(st.booleans()) else [decides]


@st.composite
def aside(draw: st.DrawFn, asker: str) -> list[Stage]:
    """Correction, cataloguing, and perhaps the use with its feedback."""
    own = {"post": "handler", "aside": True}
    found = [
        stage("returned", asker, draw(DAYS), expires_by="lapse", **own),
        stage("cataloguing", "provider", draw(DAYS), aside=True, post="steward"),
    ]
    waits = stage("awaiting_use", asker, None, expires_after=draw(DAYS), expires_by="use_begins", **own)
    return found + ([waits, stage("feedback", asker, draw(DAYS), **own)] if draw(st.booleans()) else [])


def in_book(route: str, stages: list[Stage]) -> RuleBook:
    """The shipped rule set with this route arranged anew."""
    data = tomllib.loads(measures().text)
    data["share_request"][route]["stages"] = stages
    return RuleBook.parse("\n".join(_lines(data)))


def establish(book: RuleBook) -> RuleSet:
    given = {"name": book.name, "title": book.title, "text": book.text, "in_force": date(2026, 1, 1)}
    return RuleSet.objects.get_or_create(pk=book.digest, defaults=given)[0]


def _lines(data: dict[str, Any], name: str = "") -> list[str]:
    """A rule set as TOML: what is plain first, then the tables below."""
    nested = {key: value for key, value in data.items() if isinstance(value, dict | list)}
    lines = [f"{key} = {json.dumps(value)}" for key, value in data.items() if key not in nested]
    for key, value in nested.items():
        table = f"{name}.{key}".lstrip(".")
        if isinstance(value, dict):
            lines += [f"[{table}]", *_lines(value, table)]
        else:
            lines += [line for row in value for line in (f"[[{table}]]", *_lines(row))]
    return lines
