"""Beat asks for everything in one task, which may run at any time, and several at once."""

import pytest
from django.conf import settings
from django.core import mail

from notifications.models import Digest, Notice
from notifications.tasks import deliver
from sharing.law import State
from tests.notifications.acts import act
from tests.procedure.threads import at_once


def test_it_goes_the_whole_way(world):
    world.bring_to(State.PROVIDER_REVIEW)
    deliver()
    assert {sent.to[0] for sent in mail.outbox} == set(
        Notice.objects.filter(channel="email").values_list("recipient__email", flat=True)
    )
    deliver()
    assert len(mail.outbox) == Digest.objects.count()


def test_two_beats_at_once_tell_and_mail_once(committed_world):
    for _ in range(5):
        act(tells=["GX-HR", "GX-BUREAU"])
    assert at_once([deliver] * 3) == [None] * 3
    assert Notice.objects.filter(channel="portal").count() == 25
    assert len(mail.outbox) == Digest.objects.filter(outcome="sent").count() == Digest.objects.count()
    assert len({sent.extra_headers["Message-ID"] for sent in mail.outbox}) == len(mail.outbox)


@pytest.mark.parametrize("task", ["notifications.deliver", "notifications.forget"])
def test_beat_knows_it(task):
    assert task in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}


def test_files_take_the_mails_where_there_is_no_server(world, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    act(tells=["GX-HR"])
    deliver()
    [file] = (tmp_path / "mail").iterdir()
    assert file.read_text().count("Message-ID: <") == 2
