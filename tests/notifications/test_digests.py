"""One mail for each recipient and post: what waits first, in the recipient's language, safe to render."""

import pytest
from django.core import mail

from notifications import drain, sending
from notifications.digests import compose, gather, message_id
from notifications.models import Digest, Notice, Preference, Scope
from organizations.kinds import PostKind
from organizations.models import Organization, User
from sharing.law import State
from tests.cast import PostFactory
from tests.notifications.acts import act
from tests.procedure.threads import at_once

LOOKS = {
    "zh-hans": ("等您办理", "办理期限：", "供您知悉"),
    "en": ("Waits on you", "Due:", "For your information"),
}


def mailed(*acts: str) -> None:
    """The whole way, from the trail to the postbox."""
    drain.store()
    gather()
    sending.send()


def to(who: str) -> list[mail.EmailMessage]:
    return [sent for sent in mail.outbox if sent.to == [f"{who}@guishu.example"]]


def html(sent: mail.EmailMessage) -> str:
    [(text, kind)] = sent.alternatives
    assert kind == "text/html"
    return str(text)


def test_all_notices_of_one_post_go_into_one_mail(world):
    world.bring_to(State.PROVIDER_REVIEW)
    act("work_item.escalate", tells=["GX-MARKET"])
    mailed()
    [sent] = to("bob")
    assert sent.body.count("\n- ") == 3
    assert sent.subject == "桂数：广西壮族自治区市场监督管理局有 3 条新通知，其中 2 条等您办理"


def test_each_post_of_a_person_has_its_own_mail(world):
    PostFactory(user=world.cast.bob, organization=world.cast.hr, kind=PostKind.HANDLER)
    act(tells=["GX-MARKET"])
    act(tells=["GX-HR"])
    mailed()
    assert sorted(digest.organization.code for digest in Digest.objects.filter(recipient=world.cast.bob)) == [
        "GX-HR",
        "GX-MARKET",
    ]
    assert len(to("bob")) == 2


@pytest.mark.parametrize("language", LOOKS)
def test_it_says_what_waits_until_when_and_what_is_only_to_be_known(world, language, settings):
    settings.PORTAL_ADDRESS = "https://data.guishu.example/"
    Preference.choose(world.cast.bob, language=language)
    case = world.bring_to(State.PROVIDER_REVIEW)
    mailed()
    [sent] = to("bob")
    waits, due, to_know = LOOKS[language]
    for text in (sent.body, html(sent)):
        assert text.index(waits) < text.index("2026-11-30") < text.index(to_know)
        assert due in text
        assert f"https://data.guishu.example/cases/{case.number}/" in text
        assert "https://data.guishu.example/account/notices/" in text


def test_it_has_no_links_while_the_portals_address_is_unknown(world):
    world.bring_to(State.PROVIDER_REVIEW)
    mailed()
    [sent] = to("bob")
    assert "http" not in sent.body + html(sent)


def test_the_html_is_escaped_and_the_text_is_not(world):
    act("calendar.enter", subject="<script>alert('x')</script> & more", tells=["GX-HR"])
    mailed()
    [sent] = to("alice")
    assert "<script>alert('x')</script> & more" in sent.body
    assert "<script>" not in html(sent)
    assert "&lt;script&gt;" in html(sent)


def test_no_name_gets_into_the_headers(world):
    Organization.objects.filter(pk=world.cast.hr.pk).update(name="厅\r\nBcc: all@evil.example\r\n\r\nhello")
    act(tells=["GX-HR"])
    mailed()
    [sent] = to("alice")
    message = sent.message()
    assert (message["Bcc"], "\n" in sent.subject) == (None, False)
    assert "Bcc: all@evil.example" in sent.subject


@pytest.mark.article("29(4)")
def test_it_says_at_the_time_of_sending_what_the_recipient_may_know(world):
    case = world.bring_to(State.REPLY)
    act("share_request.agree", case=case.number, tells=["GX-HR"], particulars={"fields": ["entname"]})
    mailed()
    [sent] = to("alice")
    assert "该事项有新进展" in sent.body
    assert "企业名称" not in sent.body


def test_the_message_id_follows_from_the_content(world):
    act(tells=["GX-HR"])
    drain.store()
    notices = list(Notice.objects.filter(recipient=world.cast.alice, channel="email"))
    assert message_id(notices) == message_id(notices)
    act(tells=["GX-HR"])
    drain.store()
    more = list(Notice.objects.filter(recipient=world.cast.alice, channel="email"))
    assert message_id(more) == message_id(more[::-1])
    assert len({message_id(notices), message_id(more), message_id(more[:1])}) == 3


def test_a_mail_says_that_a_machine_wrote_it(world):
    act(tells=["GX-HR"])
    drain.store()
    gather()
    digest = Digest.objects.get(recipient=world.cast.alice)
    message = compose(digest, Preference()).message()
    assert (message["Auto-Submitted"], message["Message-ID"]) == ("auto-generated", digest.message_id)
    assert message["From"] == "guishu@localhost"


def test_who_wants_only_what_waits_is_mailed_nothing_else(world):
    Preference.choose(world.cast.bob, scope=Scope.WAITING)
    Preference.choose(world.cast.hank, email=False)
    case = world.bring_to(State.PROVIDER_REVIEW)
    act("work_item.remind", case=case.number, tells=["GX-MARKET"])
    mailed()
    [sent] = to("bob")
    assert sent.body.count("\n- ") == 2
    assert to("hank") == []
    assert Notice.objects.filter(recipient=world.cast.hank, channel="portal").exists()


def test_a_long_list_is_told_in_part_and_counted_whole(world, monkeypatch):
    monkeypatch.setattr("notifications.digests.MOST_LINES", 2)
    for _ in range(5):
        act(tells=["GX-HR"])
    mailed()
    [sent] = to("alice")
    assert sent.body.count("\n- ") == html(sent).count("<li>") == 2
    assert "另有 3 条通知" in sent.body
    assert "有 5 条新通知，其中 5 条等您办理" in sent.subject


def test_two_gatherings_at_once_put_each_notice_into_one_mail(committed_world):
    for _ in range(6):
        act(tells=["GX-HR", "GX-BUREAU"])
    drain.store()
    at_once([gather] * 3)
    assert not Notice.objects.to_be_mailed().exists()
    assert (
        sum(digest.notices.count() for digest in Digest.objects.all())
        == Notice.objects.filter(channel="email").count()
    )
    assert User.objects.filter(pk__in=Digest.objects.values("recipient")).count() == 5
