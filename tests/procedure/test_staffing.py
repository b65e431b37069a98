"""A post without a holder: its duties go to the administrator, who fills it, at both doors (art. 9-11)."""

from datetime import date

import pytest
import time_machine

from audit.trail import Entry
from notifications import drain
from notifications.models import Notice
from organizations.actors import Actor
from organizations.kinds import PostKind
from organizations.models import Post, StandIn, User
from procedure.models import WorkItem
from procedure.staffing.unattended import tell_of_unattended, unattended_for
from sharing.law import State
from tests.cast import UserFactory, seated
from tests.procedure.doors import Pages, Rest

POSTS = "/api/v1/posts/"
FILLED = {"organization": "GX-MARKET", "post": "reviewer", "person": "dora", "starts": "2026-11-24"}


@pytest.fixture(autouse=True)
def tuesday(db):
    with time_machine.travel("2026-11-24T02:00:00+08:00", tick=False):
        yield


@pytest.fixture
def ada(world) -> User:
    """The administrator of the market authority, whose only reviewer has left."""
    case = world.bring_to(State.PROVIDER_REVIEW)
    Post.objects.filter(user=world.cast.bob).update(ends=date(2026, 11, 23))
    assert case.open_items()[0].post == PostKind.REVIEWER
    UserFactory(username="dora", name="朵拉")
    return seated("ada", world.cast.market, PostKind.ADMINISTRATOR)


def told() -> dict[str, set[str]]:
    """Who was told of which act in the portal."""
    drain.store()
    found: dict[str, set[str]] = {}
    for notice in Notice.objects.filter(channel="portal").select_related("entry", "recipient"):
        found.setdefault(notice.entry.act, set()).add(notice.recipient.username)
    return found


@pytest.mark.article("11")
@pytest.mark.parametrize("page", ["/mine/", "/posts/"])
def test_the_administrator_finds_it_at_home(world, ada, page):
    shown = Pages(ada).client.get(page).content.decode()
    assert "无人能办" in shown
    assert "/posts/appoint/?organization=GX-MARKET&amp;post=reviewer" in shown
    assert "无人能办" not in Pages(world.cast.stella).client.get(page).content.decode()


def test_programs_find_it_too(world, ada):
    (item,) = Rest(ada).client.get(f"{POSTS}unattended/").json()["results"]
    assert (item["holder"]["code"], item["post"], item["stage"]) == (
        "GX-MARKET",
        "reviewer",
        "provider_review",
    )
    assert Rest(world.cast.stella).client.get(f"{POSTS}unattended/").json()["results"] == []


@pytest.mark.article("9")
def test_administrator_and_authority_are_told_and_the_clock_runs_on(world, ada):
    before = list(WorkItem.objects.values_list("pk", "due"))
    assert tell_of_unattended() == 1
    assert told()["work_item.unattended"] == {"ada", "betty", "boris", "sue"}
    assert list(WorkItem.objects.values_list("pk", "due")) == before


@pytest.mark.article("10")
def test_the_bureau_is_told_of_a_city_authority(world):
    Post.objects.filter(organization=world.cast.nanning).update(ends=date(2026, 11, 23))
    item = WorkItem.objects.create(**duty_of(world))
    assert tell_of_unattended() == 1
    entry = Entry.objects.get(act="work_item.unattended", case=item.case.number)
    assert entry.tells == ["450100-AUTH", "GX-BUREAU"]


def duty_of(world) -> dict:
    """A duty of Nanning's reviewer, in a case of others."""
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    own = case.open_items()[0]
    copied = ("article", "days", "unit", "source", "opened", "received", "due")
    values = {name: getattr(own, name) for name in copied}
    return values | {"case": case, "holder": world.cast.nanning, "post": "reviewer", "stage": "city_review"}


@pytest.mark.parametrize("door", ["page", "rest"])
def test_it_is_filled_and_then_done(world, ada, door):
    if door == "page":
        assert Pages(ada).client.post("/posts/appoint/", FILLED).status_code == 302
    else:
        assert Rest(ada).post(POSTS, FILLED).status_code == 201
    dora = User.objects.get(username="dora")
    assert list(WorkItem.objects.held_by(Actor.of(dora)).values_list("stage", flat=True)) == [
        "provider_review"
    ]
    assert not unattended_for(Actor.of(ada)).exists()


def test_it_is_told_that_the_post_is_held_again_and_of_the_next_vacancy(world, ada):
    tell_of_unattended()
    Rest(ada).post(POSTS, FILLED | {"ends": "2026-11-25"})
    assert tell_of_unattended() == 0
    assert Entry.objects.filter(act="work_item.attended").count() == 1
    with time_machine.travel("2026-11-26T02:00:00+08:00", tick=False):
        assert tell_of_unattended() == 1


@pytest.mark.parametrize(
    ("changed", "code"), [({"person": "nobody"}, "invalid_choice"), ({"starts": "2026-11-20"}, "past")]
)
def test_it_says_what_is_wrong_at_both_doors(world, ada, changed, code):
    answer = Rest(ada).post(POSTS, FILLED | changed)
    assert (answer.status_code, [e["code"] for e in answer.json()["errors"]]) == (422, [code])
    page = Pages(ada).client.post("/posts/appoint/", FILLED | changed)
    assert page.status_code == 422
    assert 'class="errors' in page.content.decode() or "is-invalid" in page.content.decode()


@pytest.mark.article("5")
def test_a_holder_names_his_stand_in_and_both_see_it_at_home(world):
    bob, hank = world.cast.bob, world.cast.hank
    post = Post.objects.get(user=bob)
    said = {"person": "hank", "starts": "2026-11-24", "ends": "2026-11-30"}
    assert Pages(bob).client.post(f"/posts/{post.pk}/stand-in/", said).status_code == 302
    for page in ("/mine/", "/work/"):
        assert "您代理" in Pages(hank).client.get(page).content.decode()
    assert "代理您" in Pages(bob).client.get("/mine/").content.decode()


def test_he_ends_it_over_rest(world):
    bob = world.cast.bob
    post = Post.objects.get(user=bob)
    made = StandIn.objects.create(
        post=post, user=world.cast.hank, starts=date(2026, 11, 1), ends=date(2026, 12, 1)
    )
    assert Rest(bob).post(f"{POSTS}stand-ins/{made.pk}/end/").status_code == 204
    assert Rest(bob).post(f"{POSTS}stand-ins/{made.pk}/end/").status_code in {404, 409}


@pytest.mark.article("5")
def test_the_case_s_history_names_both(world):
    post = Post.objects.get(user=world.cast.bob)
    StandIn.objects.create(post=post, user=world.cast.hank, starts=date(2026, 11, 1), ends=date(2026, 12, 1))
    case = world.step(
        world.bring_to(State.PROVIDER_REVIEW), "agree", "hank", fields=["uniscid"], basis="其余无关"
    )
    shown = Pages(world.cast.betty).read(case).content.decode()
    assert "Hank" in shown
    assert "Bob" in shown


@pytest.mark.parametrize(("count", "page"), [(3, "/posts/"), (12, "/posts/")])
def test_it_asks_the_database_the_same_however_many_there_are(
    world, ada, count, page, django_assert_max_num_queries
):
    for number in range(count):
        seated(f"more{number}", world.cast.market, PostKind.HANDLER)
    client = Pages(ada).client
    client.get(page)
    with django_assert_max_num_queries(14):
        assert client.get(page).status_code == 200
