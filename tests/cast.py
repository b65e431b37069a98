"""The fixed cast: a small region with a Bureau, departments, two cities, and the people in their posts."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import factory
from django.contrib.auth.hashers import get_hasher, make_password
from factory.django import DjangoModelFactory

from organizations.kinds import AdministratorKind, OrganizationKind, PersonKind, PostKind, Tier
from organizations.models import BusinessLine, Division, Organization, Post, StandIn, User

PASSWORD = "cast-password-2026"
SINCE = date(2015, 1, 1)
DIVISIONS = [
    ("450000", "广西壮族自治区", "Guangxi", "province", None),
    ("450100", "南宁市", "Nanning", "city", "450000"),
    ("450126", "宾阳县", "Binyang County", "county", "450100"),
    ("450200", "柳州市", "Liuzhou", "city", "450000"),
    ("440000", "广东省", "Guangdong", "province", None),
]
LINES = [
    ("hr", "人力资源和社会保障", "Human resources and social security"),
    ("market", "市场监督管理", "Market regulation"),
    ("edu", "教育", "Education"),
    ("housing", "住房和城乡建设", "Housing and urban-rural development"),
]


@lru_cache
def hashed_by(algorithm: str) -> str:
    return make_password(PASSWORD)


def hashed() -> str:
    """One hash for the whole cast, by the hasher in force."""
    return hashed_by(get_hasher().algorithm)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence("person{}".format)
    name = factory.LazyAttribute(lambda person: person.username.title())
    kind = PersonKind.STAFF
    password = factory.LazyFunction(hashed)


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    code = factory.Sequence("ORG-{}".format)
    name = factory.LazyAttribute(lambda organization: f"单位 {organization.code}")
    name_en = factory.LazyAttribute(lambda organization: f"Organization {organization.code}")
    tier = Tier.REGION
    kind = OrganizationKind.DEPARTMENT


class PostFactory(DjangoModelFactory):
    class Meta:
        model = Post

    user = factory.SubFactory(UserFactory)
    organization = factory.SubFactory(OrganizationFactory)
    kind = PostKind.HANDLER
    starts = SINCE


class StandInFactory(DjangoModelFactory):
    class Meta:
        model = StandIn

    post = factory.SubFactory(PostFactory)
    user = factory.SubFactory(UserFactory)


@dataclass(frozen=True)
class Cast:
    """Organizations first, then people: each named for the post and organization beside it."""

    bureau: Organization
    hr: Organization  # requester, region department
    market: Organization  # provider, region department
    edu: Organization  # stranger, region department
    nanning: Organization  # city authority
    nanning_hr: Organization  # city department, under Nanning
    nanning_market: Organization  # city department, under Nanning
    binyang: Organization  # county department, under Nanning
    liuzhou: Organization  # city authority
    liuzhou_housing: Organization  # city department, under Liuzhou
    ministry: Organization  # outside
    guangdong_hr: Organization  # outside

    alice: User  # hr handler
    rita: User  # hr reviewer
    hank: User  # market handler
    bob: User  # market reviewer
    stella: User  # market steward
    charlie: User  # edu reviewer, the stranger
    betty: User  # bureau reviewer
    boris: User  # bureau reviewer
    sue: User  # bureau supervisor
    audrey: User  # bureau auditor
    nina: User  # nanning authority reviewer
    nora: User  # nanning hr handler
    nick: User  # nanning hr reviewer
    noah: User  # nanning market reviewer
    bin: User  # binyang handler
    lily: User  # liuzhou authority reviewer
    lena: User  # liuzhou housing handler
    leo: User  # liuzhou housing reviewer
    adam: User  # system administrator, no post
    sarah: User  # security administrator, no post
    cindy: User  # citizen


def build_cast() -> Cast:
    """The whole cast, in the database."""
    bodies = organizations()
    return Cast(**bodies, **people(bodies), **others())


def organizations() -> dict[str, Organization]:
    Division.objects.bulk_create(
        Division(code=code, name=name, name_en=name_en, level=level, parent_id=parent)
        for code, name, name_en, level, parent in DIVISIONS
    )
    BusinessLine.objects.bulk_create(
        BusinessLine(code=code, name=name, name_en=en) for code, name, en in LINES
    )
    bureau = authority("GX-BUREAU", "广西壮族自治区大数据发展局", Tier.REGION, "450000")
    nanning = authority("450100-AUTH", "南宁市大数据发展局", Tier.CITY, "450100")
    liuzhou = authority("450200-AUTH", "柳州市大数据发展局", Tier.CITY, "450200")
    return {
        "bureau": bureau,
        "nanning": nanning,
        "liuzhou": liuzhou,
        "hr": department("GX-HR", "广西壮族自治区人力资源和社会保障厅", "hr", bureau),
        "market": department("GX-MARKET", "广西壮族自治区市场监督管理局", "market", bureau),
        "edu": department("GX-EDU", "广西壮族自治区教育厅", "edu", bureau),
        "nanning_hr": department("450100-HR", "南宁市人力资源和社会保障局", "hr", nanning),
        "nanning_market": department("450100-MARKET", "南宁市市场监督管理局", "market", nanning),
        "binyang": department(
            "450126-MARKET", "宾阳县市场监督管理局", "market", nanning, tier=Tier.COUNTY, division_id="450126"
        ),
        "liuzhou_housing": department("450200-HOUSING", "柳州市住房和城乡建设局", "housing", liuzhou),
        "ministry": department(
            "CN-MARKET", "国家市场监督管理总局", "market", None, tier=Tier.NATIONAL, division_id=None
        ),
        "guangdong_hr": department(
            "GD-HR", "广东省人力资源和社会保障厅", "hr", None, tier=Tier.OTHER_PROVINCE, division_id="440000"
        ),
    }


def authority(code: str, name: str, tier: str, division: str) -> Organization:
    """A big-data authority; it is the authority of its own level."""
    made = OrganizationFactory(
        code=code, name=name, kind=OrganizationKind.AUTHORITY, tier=tier, division_id=division
    )
    made.authority = made
    made.save()
    return made


def department(code: str, name: str, line: str, under: Organization | None, **given: object) -> Organization:
    """A department on a business line, at the level of its authority unless said otherwise."""
    if under is not None:
        given = {"tier": under.tier, "division_id": under.division_id} | given
    return OrganizationFactory(code=code, name=name, business_line_id=line, authority=under, **given)


def people(bodies: dict[str, Organization]) -> dict[str, User]:
    seats = {
        "alice": ("hr", PostKind.HANDLER),
        "rita": ("hr", PostKind.REVIEWER),
        "hank": ("market", PostKind.HANDLER),
        "bob": ("market", PostKind.REVIEWER),
        "stella": ("market", PostKind.STEWARD),
        "charlie": ("edu", PostKind.REVIEWER),
        "betty": ("bureau", PostKind.REVIEWER),
        "boris": ("bureau", PostKind.REVIEWER),
        "sue": ("bureau", PostKind.SUPERVISOR),
        "audrey": ("bureau", PostKind.AUDITOR),
        "nina": ("nanning", PostKind.REVIEWER),
        "nora": ("nanning_hr", PostKind.HANDLER),
        "nick": ("nanning_hr", PostKind.REVIEWER),
        "noah": ("nanning_market", PostKind.REVIEWER),
        "bin": ("binyang", PostKind.HANDLER),
        "lily": ("liuzhou", PostKind.REVIEWER),
        "lena": ("liuzhou_housing", PostKind.HANDLER),
        "leo": ("liuzhou_housing", PostKind.REVIEWER),
    }
    return {who: seated(who, bodies[where], post) for who, (where, post) in seats.items()}


def seated(username: str, organization: Organization, post: str) -> User:
    """A person with one post."""
    return PostFactory(user__username=username, organization=organization, kind=post).user


def others() -> dict[str, User]:
    """People without a post: the administrators and a citizen."""
    return {
        "adam": UserFactory(username="adam", administrator_kind=AdministratorKind.SYSTEM, is_staff=True),
        "sarah": UserFactory(username="sarah", administrator_kind=AdministratorKind.SECURITY, is_staff=True),
        "cindy": UserFactory(username="cindy", kind=PersonKind.CITIZEN),
    }
