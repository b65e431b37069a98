"""An own case is marked, in its history and on its page, and reported to supervisors (art. 9, 10)."""

from datetime import date

import pytest
import time_machine

from audit.trail import Entry
from catalog.publishing import publish_new
from notifications import drain
from notifications.models import Notice
from organizations.actors import Actor
from organizations.models import Post, PostKind, StandIn, User
from procedure.engine import begin, take
from procedure.errors import OwnRequest
from refusals.tree import Refusal
from sharing.law import State
from sharing.models import ShareRequest
from tests.cast import PostFactory, UserFactory, seated
from tests.procedure.doors import Pages, Rest
from tests.sharing.requests import ASKED, ENTERPRISES
from tests.sharing.road import AGREE, asked, handler_of, walk

OWN = "work_item.own_case"
NEED = {"entry": None, "need": "跨省就医备案人员名单", "fields": []}


@pytest.fixture(autouse=True)
def monday(db):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False):
        yield


@pytest.fixture
def own(world) -> ShareRequest:
    """The Bureau asks the market authority, and has reviewed its own request."""
    desk = handler_of(world.cast.bureau, "desk")
    request = begin(ShareRequest, actor=desk, entry=world.entry, **ASKED)
    request = take(request, "submit", actor=desk, seen=request.version)
    return walk(world, request, ("approve", "betty", {}))


def reports(request) -> list[Entry]:
    return list(Entry.objects.of_case(request.number).filter(act=OWN).order_by("id"))


@pytest.mark.article("9")
def test_it_is_reported_to_the_bureau_s_supervisors(own):
    (entry,) = reports(own)
    assert (entry.person, entry.tells, entry.particulars["stage"]) == (
        "betty",
        ["GX-BUREAU"],
        "conformance_review",
    )
    drain.store()
    told = Notice.objects.filter(entry=entry, channel="portal").values_list("recipient__username", flat=True)
    assert set(told) == {"sue"}


@pytest.mark.article("9")
@pytest.mark.parametrize("who", ["sue", "bob", "desk"])
def test_it_is_marked_on_the_page_in_rest_and_in_the_history(world, own, who):
    user = User.objects.get(username=who)
    page = Pages(user).read(own).content.decode()
    assert "本单位事项" in page
    assert "已报其督办人员" in page
    rest = Rest(user)
    assert rest.read(own).json()["own_case"] is True
    timeline = rest.client.get(f"/api/v1/sharing/requests/{own.number}/timeline/").json()
    assert [line["act"] for line in timeline if line["own_case"]] == [OWN]


def test_a_provider_that_answers_for_itself_is_no_own_case(world, own):
    own = walk(world, own, ("agree", "bob", AGREE))
    assert len(reports(own)) == 1
    own = walk(world, own, ("reply", "boris", {}))
    assert [entry.person for entry in reports(own)] == ["betty", "boris"]


def test_a_case_of_others_is_none(world):
    request = walk(world, world.bring_to(State.CONFORMANCE_REVIEW), ("approve", "betty", {}))
    assert reports(request) == []
    assert Rest(world.cast.alice).read(request).json()["own_case"] is False


@pytest.mark.article("10")
def test_a_city_authority_s_is_reported_to_its_supervisors_and_the_bureau_s(world):
    cast = world.cast
    seated("nils", cast.nanning, PostKind.SUPERVISOR)
    desk = handler_of(cast.nanning, "nandesk")
    entry = publish_new(ENTERPRISES, cast.nanning_market)
    request = begin(ShareRequest, actor=desk, entry=entry, **ASKED)
    request = take(request, "submit", actor=desk, seen=request.version)
    request = walk(world, request, ("approve", "nina", {}))
    (report,) = reports(request)
    assert report.tells == ["450100-AUTH", "GX-BUREAU"]
    drain.store()
    told = Notice.objects.filter(entry=report, channel="portal").values_list("recipient__username", flat=True)
    assert set(told) == {"nils", "sue"}


def test_the_report_does_not_say_which_answer_was_given(world):
    cast = world.cast
    entry = publish_new(ENTERPRISES, cast.nanning)
    request = walk(world, asked(world, "lena", entry=entry), ("submit", "lena", {}), ("approve", "betty", {}))
    request = walk(world, request, ("decline", "nina", {"ground": "law", "basis": "《统计法》第九条"}))
    said = str([(entry.particulars, entry.after) for entry in reports(request)])
    assert reports(request)
    assert "decline" not in said


@pytest.mark.article("11")
@pytest.mark.parametrize("door", [Pages, Rest])
def test_one_does_not_ask_oneself(world, door):
    hank = world.cast.hank
    answer = door(hank).draft(**ASKED, entry=world.entry)
    assert answer.status_code == 422
    assert not ShareRequest.objects.exists()


@pytest.mark.parametrize("door", [Pages, Rest])
def test_nobody_names_the_requester_as_provider(world, door):
    case = walk(world, asked(world, "alice", **NEED), ("submit", "alice", {}))
    answer = door(world.cast.betty).take(case, "name_provider", provider=world.cast.hr)
    assert answer.status_code == 422
    with pytest.raises(Refusal):
        take(case, "name_provider", actor=world.actor("betty"), seen=case.version, provider=world.cast.hr)


@pytest.mark.article("5")
def test_a_stand_in_of_the_filer_does_not_decide(world):
    PostFactory(user=world.cast.alice, organization=world.cast.bureau, kind=PostKind.REVIEWER)
    dora = UserFactory(username="dora")
    for post in Post.objects.filter(user=world.cast.alice, kind=PostKind.REVIEWER):
        StandIn.objects.create(post=post, user=dora, starts=date(2026, 11, 1), ends=date(2026, 12, 1))
    case = world.bring_to(State.CONFORMANCE_REVIEW)
    with pytest.raises(OwnRequest):
        take(case, "approve", actor=Actor.of(User.objects.get(pk=dora.pk)), seen=case.version)


@pytest.mark.article("5")
def test_whoever_was_filed_for_does_not_decide_either(world):
    post = Post.objects.get(user=world.cast.alice)
    StandIn.objects.create(post=post, user=world.cast.rita, starts=date(2026, 11, 1), ends=date(2026, 12, 1))
    PostFactory(user=world.cast.alice, organization=world.cast.bureau, kind=PostKind.REVIEWER)
    case = begin(ShareRequest, actor=world.actor("rita"), entry=world.entry, **ASKED)
    case = take(case, "submit", actor=world.actor("rita"), seen=case.version)
    assert (case.filed_by, case.filed_for) == (world.cast.rita, world.cast.alice)
    with pytest.raises(OwnRequest):
        take(case, "approve", actor=world.actor("alice"), seen=case.version)
