"""What comes with the portal: the divisions and organizations of Guangxi, and the demonstration's people."""

from collections import Counter

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from django.test import RequestFactory

from audit.trail import Entry
from organizations import demonstration, shipped
from organizations.actors import Actor
from organizations.kinds import OrganizationKind, PostKind, Tier
from organizations.models import Division, Organization, Post, StandIn, User

COUNTIES = {
    "4501": 12,
    "4502": 10,
    "4503": 17,
    "4504": 7,
    "4505": 4,
    "4506": 4,
    "4507": 4,
    "4508": 5,
    "4509": 7,
    "4510": 12,
    "4511": 5,
    "4512": 11,
    "4513": 6,
    "4514": 7,
}


@pytest.fixture
def established(db: None) -> None:
    demonstration.establish()


@pytest.mark.article("2")
@pytest.mark.django_db
def test_it_knows_every_division_of_guangxi():
    shipped.load()
    counties = Division.objects.filter(level="county").values_list("code", flat=True)
    assert Counter(code[:4] for code in counties) == COUNTIES
    assert sum(COUNTIES.values()) == 111
    assert Division.objects.filter(level="city", parent="450000").count() == 14
    assert Division.objects.filter(level="province").count() == 34


def test_it_hangs_every_division_under_the_right_one():
    for row in shipped.rows("divisions"):
        expected = {"province": "", "city": f"{row['code'][:2]}0000", "county": f"{row['code'][:4]}00"}
        assert row["parent"] == expected[row["level"]], row
        assert row["name_en"]


def test_it_names_each_thing_once():
    for table in ("divisions", "business_lines", "organizations"):
        for column in ("code", "name") if table == "organizations" else ("code",):
            found = Counter(row[column] for row in shipped.rows(table))
            assert found.most_common(1)[0][1] == 1, (table, column, found.most_common(1))


@pytest.mark.article("4")
def test_it_puts_every_organization_under_its_authority(established: None):
    bureau = Organization.objects.bureau()
    assert bureau.code == "GX-BUREAU"
    for organization in Organization.objects.select_related("authority"):
        if organization.is_outside:
            assert organization.authority is None
        elif organization.tier == Tier.REGION:
            assert organization.authority == bureau
        else:
            assert organization.authority.code == f"{organization.city_code}-AUTH"


def test_it_enters_departments_and_cities(established: None):
    rows = Organization.objects.all()
    assert rows.filter(tier=Tier.REGION, kind=OrganizationKind.DEPARTMENT).count() >= 30
    assert rows.filter(tier=Tier.CITY, kind=OrganizationKind.AUTHORITY).count() == 14
    assert rows.filter(tier=Tier.CITY, kind=OrganizationKind.GOVERNMENT).count() == 14
    assert rows.filter(tier=Tier.CITY, kind=OrganizationKind.DEPARTMENT).count() == 14 * 8
    assert rows.get(code="450100-AUTH").name == "南宁市大数据发展局"
    assert rows.filter(name_en="").count() == 0


def test_it_gives_every_city_department_a_counterpart(established: None):
    for organization in Organization.objects.filter(
        kind=OrganizationKind.DEPARTMENT, tier__in=[Tier.CITY, Tier.COUNTY]
    ):
        assert organization.counterparts().count() == 1, organization


def test_it_adds_nothing_the_second_time(established: None, django_assert_max_num_queries):
    tables = (Division, Organization, User, Post, StandIn, Entry)
    before = [table.objects.count() for table in tables]
    with django_assert_max_num_queries(20):
        assert demonstration.establish() == 0
    assert [table.objects.count() for table in tables] == before


def test_it_changes_nothing_that_was_edited(established: None):
    Organization.objects.filter(code="GX-HR").update(short_name="人社厅")
    demonstration.establish()
    assert Organization.objects.get(code="GX-HR").short_name == "人社厅"


@pytest.mark.parametrize(
    ("username", "code", "post"),
    [
        ("hr.handler", "GX-HR", PostKind.HANDLER),
        ("market.reviewer", "GX-MARKET", PostKind.REVIEWER),
        ("market.steward", "GX-MARKET", PostKind.STEWARD),
        ("bureau.reviewer2", "GX-BUREAU", PostKind.REVIEWER),
        ("bureau.auditor", "GX-BUREAU", PostKind.AUDITOR),
        ("nanning.authority", "450100-AUTH", PostKind.REVIEWER),
        ("liuzhou.handler", "450200-HOUSING", PostKind.HANDLER),
        ("liuzhou.hr.reviewer", "450200-HR", PostKind.REVIEWER),
    ],
)
def test_it_seats_the_accounts(established: None, username: str, code: str, post: str):
    actor = Actor.of(User.objects.get(username=username))
    assert actor.holds(post, Organization.objects.get(code=code).pk)


def test_it_lets_the_accounts_sign_in(established: None):
    request = RequestFactory().get("/")
    assert authenticate(request, username="hr.handler", password=demonstration.PASSWORD)
    assert check_password(demonstration.PASSWORD, User.objects.get(username="admin.system").password)


def test_it_enters_one_stand_in(established: None):
    held = Actor.of(User.objects.get(username="market.handler")).holdings
    assert [(h.post, h.standing_in_for and h.standing_in_for.username) for h in held] == [
        (PostKind.HANDLER, None),
        (PostKind.REVIEWER, "market.reviewer"),
    ]


def test_it_gives_everybody_a_name_of_their_own(established: None):
    names = Counter(User.objects.values_list("name", flat=True))
    assert names.most_common(1)[0][1] == 1


def test_it_lists_accounts_that_exist(established: None):
    listed = {account.username for account in demonstration.accounts()}
    assert User.objects.filter(username__in=listed).count() == len(listed) >= 10
    assert all(account.what and account.post for account in demonstration.accounts())


def test_it_tells_the_trail(established: None):
    assert Entry.objects.filter(act="organizations.load").count() == 1
