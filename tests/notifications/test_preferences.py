"""What people prefer to be mailed, and where the system administrator sees how the mails get on."""

import pytest

from notifications import drain, sending
from notifications.digests import gather
from notifications.models import Digest, Notice, Preference, Scope
from tests.notifications.acts import act
from tests.notifications.test_pages import browser, read

CHOICE = "/account/notices/"
MAILS = "/notices/mails/"
SENT = {"email": "on", "language": "en", "scope": "waiting"}


def test_it_shows_what_holds_for_who_chose_nothing(world):
    page = read(browser(world, "alice"), CHOICE)
    assert "alice@guishu.example" in page
    assert not Preference.objects.exists()
    assert 'value="everything" ' in page or 'value="everything"' in page


def test_it_stores_what_is_chosen_and_again(world):
    client = browser(world, "alice")
    assert client.post(CHOICE, SENT, follow=True).status_code == 200
    assert client.post(CHOICE, SENT | {"email": ""}).status_code == 302
    chosen = Preference.objects.get(user=world.cast.alice)
    assert (chosen.email, chosen.language, chosen.scope) == (False, "en", Scope.WAITING)


@pytest.mark.parametrize(
    "wrong", [{"language": "fr"}, {"scope": ""}, {"scope": "nothing"}, {"language": "e" * 500}]
)
def test_it_refuses_what_is_not_offered(world, wrong):
    answer = browser(world, "alice").post(CHOICE, SENT | wrong)
    assert answer.status_code == 422
    assert not Preference.objects.exists()


@pytest.mark.article("9(1)")
def test_reminders_and_escalations_reach_everybody_in_the_portal(world):
    Preference.choose(world.cast.alice, email=False, scope=Scope.WAITING)
    entries = [act(f"work_item.{name}", tells=["GX-HR"]) for name in ("remind", "escalate")]
    drain.store()
    assert Notice.objects.filter(entry__in=entries, recipient=world.cast.alice).count() == 2


def test_it_says_when_nobody_is_mailed(world, settings):
    world.cast.alice.email = ""
    world.cast.alice.save()
    settings.SENDS_MAIL = False
    page = read(browser(world, "alice"), CHOICE)
    assert "尚未登记邮箱" in page
    assert "平台目前不发送邮件" in page


@pytest.fixture
def failed(world, settings):
    """A mail to alice that was refused, and one to rita that went out."""
    act(tells=["GX-HR"])
    drain.store()
    gather()
    settings.EMAIL_BACKEND = "tests.notifications.test_sending.Refusing"
    sending.send()
    act(tells=["GX-HR"])


def test_the_system_administrator_sees_what_fails_and_why(world, failed):
    page = read(browser(world, "adam"), MAILS)
    assert "Greylisted" in page
    assert "Alice" in page
    assert "Rita" not in page
    assert "尚未通知的记录" in page


@pytest.mark.parametrize("who", ["alice", "audrey", "sarah", "cindy"])
def test_nobody_else_sees_it(world, failed, who):
    assert browser(world, who).get(MAILS).status_code == 403
    assert MAILS not in read(browser(world, who), "/notices/")


def test_it_never_shows_what_a_mail_says(world, failed):
    act("calendar.enter", subject="只给收件人看的内容", tells=["GX-HR"])
    drain.store()
    gather()
    client = browser(world, "adam")
    digest = Digest.objects.latest("pk")
    assert all(
        "只给收件人看的内容" not in read(client, place)
        for place in (
            MAILS,
            "/admin/notifications/digest/",
            f"/admin/notifications/digest/{digest.pk}/change/",
        )
    )


@pytest.mark.parametrize(("who", "status"), [("adam", 200), ("sarah", 403), ("alice", 302)])
def test_the_administration_lists_mails_to_look_at_only(world, failed, who, status):
    client = browser(world, who)
    assert client.get("/admin/notifications/digest/").status_code == status
    digest = Digest.objects.latest("pk")
    refused = client.post(f"/admin/notifications/digest/{digest.pk}/delete/", {"post": "yes"})
    assert refused.status_code in {302, 403}
    assert Digest.objects.filter(pk=digest.pk).exists()
