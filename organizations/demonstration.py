"""People for the demonstration: posts in every region department and city, one stand-in, public passwords."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice, product
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from audit.trail import Snapshot, record
from organizations import shipped
from organizations.kinds import AdministratorKind, OrganizationKind, PostKind, Tier
from organizations.models import Organization, Post, StandIn, User
from organizations.querysets import today

PASSWORD = "guishu-demo-2026"  # noqa: S105 - public by design; refused with production settings
MAIL_DOMAIN = "example.org"
"""Reserved for examples: nobody can receive mail there."""
IN_POST_SINCE = date(2024, 1, 2)
STAND_IN_DAYS = 14
FAMILY_NAMES = "韦黄覃陆莫蓝梁李陈农罗潘苏卢杨吴何刘谢唐"
GIVEN_NAMES = [
    *("丽华", "建国", "春燕", "志强", "秀英", "海波", "雪梅", "文斌", "玉兰", "晓东"),
    *("桂芳", "永明", "美玲", "国栋", "小雨", "振宇", "冬梅", "立新", "佳宁", "思远"),
]

BUREAU = [
    ("bureau.handler", PostKind.HANDLER),
    ("bureau.reviewer", PostKind.REVIEWER),
    ("bureau.reviewer2", PostKind.REVIEWER),
    ("bureau.supervisor", PostKind.SUPERVISOR),
    ("bureau.auditor", PostKind.AUDITOR),
    ("bureau.administrator", PostKind.ADMINISTRATOR),
]
DEPARTMENT = [PostKind.HANDLER, PostKind.REVIEWER, PostKind.STEWARD]
CITY_DEPARTMENT = [PostKind.HANDLER, PostKind.REVIEWER]
ADMINISTRATORS = {
    "admin.system": AdministratorKind.SYSTEM,
    "admin.security": AdministratorKind.SECURITY,
    "admin.audit": AdministratorKind.AUDIT,
}
PLAIN_CITY_LINE = "housing"  # liuzhou.handler sits here; the other lines are named: liuzhou.hr.handler


class Account(NamedTuple):
    """One account to try: user name, the organization's name, the post, and what to try with it."""

    username: str
    organization: str
    post: str | Promise
    what: str | Promise


class Seat(NamedTuple):
    """One post to fill: by which account, in which organization."""

    username: str
    organization: str
    post: PostKind


@transaction.atomic
def establish() -> int:
    """Enter the shipped organizations and the demonstration's people; a second call adds nothing."""
    organizations = shipped.load()
    places = list(seats())
    people = _people([*ADMINISTRATORS, *dict.fromkeys(seat.username for seat in places)])
    _posts(places)
    _stand_in("market.reviewer", covered_by="market.handler")
    if organizations or people:
        told = {"organizations": organizations, "people": people}
        record("organizations.load", actor=Snapshot.clock(), particulars=told)
    return people


def seats() -> Iterator[Seat]:
    """Every post of the demonstration, worked out from the shipped organizations."""
    yield from (Seat(username, "GX-BUREAU", post) for username, post in BUREAU)
    cities = {
        row["code"]: row["name_en"].lower() for row in shipped.rows("divisions") if row["level"] == Tier.CITY
    }
    for row in shipped.rows("organizations"):
        if row["tier"] == Tier.REGION and row["kind"] in {
            OrganizationKind.DEPARTMENT,
            OrganizationKind.OTHER,
        }:
            yield from (Seat(f"{row['business_line']}.{post}", row["code"], post) for post in DEPARTMENT)
        elif row["tier"] == Tier.CITY:
            yield from _city_seats(row, cities[row["division"]])


def _city_seats(row: dict[str, str], city: str) -> Iterator[Seat]:
    if row["kind"] == OrganizationKind.AUTHORITY:
        yield Seat(f"{city}.authority", row["code"], PostKind.REVIEWER)
        yield Seat(f"{city}.authority2", row["code"], PostKind.REVIEWER)
    elif row["kind"] == OrganizationKind.DEPARTMENT:
        prefix = city if row["business_line"] == PLAIN_CITY_LINE else f"{city}.{row['business_line']}"
        yield from (Seat(f"{prefix}.{post}", row["code"], post) for post in CITY_DEPARTMENT)


def _people(usernames: list[str]) -> int:
    """Create the accounts that are missing; one hash serves all, for all share a public password."""
    known = set(User.objects.filter(username__in=usernames).values_list("username", flat=True))
    hashed = make_password(PASSWORD) if known.issuperset(usernames) is False else ""
    missing = [
        User(
            username=username,
            name=name,
            password=hashed,
            email=f"{username}@{MAIL_DOMAIN}",
            **_administration(username),
        )
        for username, name in zip(usernames, _names(len(usernames)), strict=True)
        if username not in known
    ]
    _give_addresses(usernames)
    return len(User.objects.bulk_create(missing))


def _give_addresses(usernames: list[str]) -> None:
    """Accounts of an older demonstration get theirs."""
    address = Concat("username", Value(f"@{MAIL_DOMAIN}"))
    User.objects.filter(username__in=usernames, email="").update(email=address)


def _administration(username: str) -> dict[str, str | bool]:
    kind = ADMINISTRATORS.get(username)
    return {"administrator_kind": kind, "is_staff": True} if kind else {}


def _names(count: int) -> list[str]:
    """As many different Chinese names as are asked for, always the same ones."""
    pairs = product(GIVEN_NAMES, FAMILY_NAMES)
    names = [family + given for given, family in islice(pairs, count)]
    return names + [f"{names[n % len(names)]}{n}" for n in range(count - len(names))]


def _posts(places: list[Seat]) -> None:
    """Fill the seats that nobody of that name has filled."""
    people = dict(
        User.objects.filter(username__in=[seat.username for seat in places]).values_list("username", "pk")
    )
    bodies = dict(Organization.objects.values_list("code", "pk"))
    filled = set(Post.objects.values_list("user_id", "organization_id", "kind"))
    wanted = [(people[seat.username], bodies[seat.organization], seat.post) for seat in places]
    Post.objects.bulk_create(
        Post(user_id=user, organization_id=body, kind=post, starts=IN_POST_SINCE)
        for user, body, post in wanted
        if (user, body, post.value) not in filled
    )


def _stand_in(username: str, *, covered_by: str) -> None:
    """Two weeks' absence from today on, unless one is entered already."""
    post = Post.objects.get(user__username=username)
    if not post.stand_ins.filter(ends__gte=today()).exists():
        ends = today() + timedelta(days=STAND_IN_DAYS)
        StandIn.objects.create(
            post=post, user=User.objects.get(username=covered_by), starts=today(), ends=ends
        )


TO_TRY: dict[str, str | Promise] = {
    "hr.handler": _("Find an entry and file a share request."),
    "hr.reviewer": _("Follow the department's own requests and read the granted data."),
    "market.handler": _("Stands in for the reviewer for two weeks: both names appear in the trail."),
    "market.reviewer": _("Answer share requests: agree for all or some fields, or refuse with a basis."),
    "market.steward": _("Compile catalogue entries and submit them."),
    "bureau.handler": _("Register what ministries and other provinces ask for, and follow it."),
    "bureau.reviewer": _("Conformance review and reply; review of the catalogue."),
    "bureau.reviewer2": _("The second pair of eyes: takes over what bureau.reviewer may not decide."),
    "bureau.supervisor": _("Follow every case; give back what a colleague has claimed."),
    "bureau.auditor": _("Read and filter the trail."),
    "nanning.authority": _("Review requests within Nanning, and decide what other cities ask for."),
    "liuzhou.handler": _("Ask region departments and other cities for data, and report on its use."),
    "admin.system": _("Keep organizations and accounts."),
    "admin.security": _("Give and take posts, enter stand-ins, revoke access tokens."),
}


def accounts() -> list[Account]:
    """The accounts worth trying first, for the console and the sign-in page. Reads no database."""
    names = {row["code"]: row["name"] for row in shipped.rows("organizations")}
    found = {seat.username: seat for seat in seats()}
    return [
        Account(username, names[found[username].organization], found[username].post.label, what)
        if username in found
        else Account(username, "", ADMINISTRATORS[username].label, what)
        for username, what in TO_TRY.items()
    ]
