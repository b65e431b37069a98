"""Mails are sent at least once, again later when it fails, and never lost."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from notifications import drain, sending
from notifications.digests import gather
from notifications.models import Digest, Outcome, Preference
from organizations.models import User
from tests.notifications.acts import act
from tests.procedure.threads import at_once
from workdays import clock

HERE = "tests.notifications.test_sending"


class Refusing(EmailBackend):
    """Refuses mails to alice, as a server would."""

    def send_messages(self, messages):
        if "alice" in messages[0].to[0]:
            raise SMTPRecipientsRefused({messages[0].to[0]: (450, b"4.7.1 Greylisted, come\r\nback later")})
        return super().send_messages(messages)


class HangingUp(EmailBackend):
    """The line is dead."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


class KilledAfterwards(EmailBackend):
    """The mail goes out, and then the worker is killed."""

    def send_messages(self, messages):
        super().send_messages(messages)
        raise SystemExit


@pytest.fixture
def two(world) -> list[Digest]:
    """A mail to alice and one to rita."""
    act(tells=["GX-HR"])
    drain.store()
    gather()
    return list(Digest.objects.order_by("recipient__username"))


def outcomes() -> list[str]:
    return list(Digest.objects.order_by("recipient__username").values_list("outcome", flat=True))


def test_a_mail_that_went_out_is_not_sent_again(two):
    assert (sending.send(), sending.send()) == (2, 0)
    assert len(mail.outbox) == 2
    assert {(d.outcome, d.address) for d in Digest.objects.all()} == {
        ("sent", "alice@guishu.example"),
        ("sent", "rita@guishu.example"),
    }


def test_a_refused_mail_waits_and_the_next_one_goes_out(two, settings):
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    assert sending.send() == 1
    assert outcomes() == [Outcome.WAITING, Outcome.SENT]
    alice = Digest.objects.get(recipient__username="alice")
    assert (alice.attempts, alice.next_try) == (1, clock.now() + timedelta(minutes=1))
    assert "Greylisted" in alice.error
    assert "\n" not in alice.error


def test_it_waits_longer_each_time_and_goes_on_for_ever(two, settings, monday):
    settings.EMAIL_BACKEND = f"{HERE}.Refusing"
    waits = []
    for _ in range(14):
        sending.send()
        alice = Digest.objects.get(recipient__username="alice")
        waits.append(int((alice.next_try - clock.now()).total_seconds() // 60))
        monday.move_to(alice.next_try)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 720, 720, 720, 720]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert sending.send() == 1
    assert outcomes() == [Outcome.SENT, Outcome.SENT]


def test_a_dead_line_ends_the_run_at_once(two, settings):
    settings.EMAIL_BACKEND = f"{HERE}.HangingUp"
    assert sending.send() == 0
    assert sorted(Digest.objects.values_list("attempts", flat=True)) == [0, 1]
    assert outcomes() == [Outcome.WAITING, Outcome.WAITING]


def test_who_was_killed_before_sending_loses_nothing(two, monday):
    taken = sending.take_next()
    assert sending.send() == 1
    monday.shift(sending.TAKEN_FOR)
    assert sending.send() == 1
    assert sorted(sent.to[0] for sent in mail.outbox) == ["alice@guishu.example", "rita@guishu.example"]
    assert Digest.objects.get(pk=taken.pk).attempts == 2


def test_who_was_killed_after_sending_sends_again_under_the_same_name(two, settings, monday):
    settings.EMAIL_BACKEND = f"{HERE}.KilledAfterwards"
    with pytest.raises(SystemExit):
        sending.send()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monday.shift(sending.TAKEN_FOR)
    sending.send()
    names = [sent.extra_headers["Message-ID"] for sent in mail.outbox]
    assert (len(names), len(set(names))) == (3, 2)
    assert outcomes() == [Outcome.SENT, Outcome.SENT]


def test_a_late_failure_does_not_undo_what_another_has_sent(two):
    digest = sending.take_next()
    digest.conclude(Outcome.SENT, sent=clock.now())
    digest.postpone(clock.now(), "late")
    assert Digest.objects.get(pk=digest.pk).outcome == Outcome.SENT


@pytest.mark.parametrize("address", ["", "no address", "a@b.example\nBcc: all@evil.example"])
def test_without_an_address_there_is_nothing_to_send(two, address):
    User.objects.filter(username="alice").update(email=address)
    assert sending.send() == 1
    assert outcomes() == [Outcome.NO_ADDRESS, Outcome.SENT]


def test_switching_mails_off_ends_those_that_wait(two):
    Preference.choose(User.objects.get(username="rita"), email=False)
    sending.send()
    assert outcomes() == [Outcome.SENT, Outcome.SWITCHED_OFF]


def test_a_mail_that_cannot_be_written_holds_up_no_other(two, monkeypatch):
    compose = sending.compose

    def failing(digest, preference, connection):
        if digest.recipient.username == "alice":
            raise KeyError("a sentence without its place")
        return compose(digest, preference, connection)

    monkeypatch.setattr(sending, "compose", failing)
    assert sending.send() == 1
    assert outcomes() == [Outcome.WAITING, Outcome.SENT]


def test_several_workers_send_each_mail_once(committed_world):
    for _ in range(4):
        act(tells=["GX-HR", "GX-BUREAU", "GX-MARKET"])
    drain.store()
    gather()
    assert sum(at_once([sending.send] * 4)) == Digest.objects.count()
    assert len(mail.outbox) == Digest.objects.count()
