"""Mails over the wire: a server that accepts, refuses, puts off, is away, and comes back."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from notifications import drain, sending
from notifications.digests import gather
from notifications.models import Digest, Outcome
from sharing.law import State
from tests.notifications.acts import act
from tests.notifications.postbox import Postbox, delivered_to, free_port, listening

GREYLISTED = "450 4.2.0 Greylisted, try again later"
ALICE = "alice@guishu.example"


@dataclass
class Server:
    """Where mails go; it may or may not be there."""

    port: int
    postbox: Postbox = field(default_factory=Postbox)

    def listening(self):
        return listening(self.postbox, self.port)


@pytest.fixture
def server(world) -> Iterator[Server]:
    found = Server(free_port())
    with delivered_to(found.port):
        yield found


@pytest.fixture
def two(world) -> None:
    """A mail to alice and one to rita."""
    act(tells=["GX-HR"])
    drain.store()
    gather()


def of(who: str) -> Digest:
    return Digest.objects.get(recipient__username=who)


def test_a_mail_arrives_whole_with_both_texts(world, server):
    world.bring_to(State.PROVIDER_REVIEW)
    drain.store()
    gather()
    with server.listening():
        assert sending.send() == Digest.objects.count()
    assert (len(server.postbox.kept), server.postbox.calls) == (Digest.objects.count(), 1)
    [message] = server.postbox.read("bob@guishu.example")
    assert message["Subject"].strip() == "桂数：广西壮族自治区市场监督管理局有 2 条新通知，其中 1 条等您办理"
    assert message["Message-ID"] == of("bob").message_id
    text, html = (message.get_body([kind]).get_content() for kind in ("plain", "html"))
    assert "2026-11-30" in text
    assert "<li>" in html
    assert "<li>" not in text


def test_a_greylisted_mail_arrives_at_the_second_attempt(server, two, monday):
    server.postbox.answers = [GREYLISTED]
    with server.listening():
        assert sending.send() == 1
        assert (of("alice").outcome, of("rita").outcome) in {("waiting", "sent"), ("sent", "waiting")}
        assert "Greylisted" in "".join(Digest.objects.values_list("error", flat=True))
        assert sending.send() == 0
        monday.shift(timedelta(minutes=1))
        assert sending.send() == 1
    assert len(server.postbox.read(ALICE)) == len(server.postbox.read("rita@guishu.example")) == 1
    assert set(Digest.objects.values_list("outcome", "error")) == {(Outcome.SENT, "")}


@pytest.mark.parametrize(
    "answer", ["550 5.1.1 No such user", "452 4.2.2 Mailbox full", "421 4.3.2 Shutting down"]
)
def test_a_refused_mail_is_kept_with_the_servers_words(server, two, monday, answer):
    server.postbox.answers = [answer]
    with server.listening():
        sending.send()
        monday.shift(timedelta(minutes=2))
        sending.send()
    assert {digest.outcome for digest in Digest.objects.all()} == {Outcome.SENT}
    assert sorted(to for to, _message in server.postbox.kept) == [ALICE, "rita@guishu.example"]


def test_a_mail_refused_after_its_content_is_tried_again(server, two, monday):
    server.postbox.data_answers = ["554 5.7.1 Looks like spam"]
    with server.listening():
        assert sending.send() == 1
        assert Digest.objects.failing().get().error.startswith("SMTPDataError: (554")
        monday.shift(timedelta(minutes=1))
        assert sending.send() == 1


def test_a_server_that_is_away_is_asked_once_a_run(server, two, monday):
    for run in range(1, 4):
        assert sending.send() == 0
        assert sum(Digest.objects.values_list("attempts", flat=True)) == run
        monday.shift(timedelta(minutes=1))
    assert {
        error.split(":")[0] for error in Digest.objects.exclude(error="").values_list("error", flat=True)
    } == {"ConnectionRefusedError"}
    monday.shift(timedelta(hours=1))
    with server.listening():
        assert sending.send() == 2
    assert len(server.postbox.kept) == 2
