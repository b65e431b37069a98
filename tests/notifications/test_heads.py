"""The daily mail that takes the newest head out of the house (art. 42)."""

import pytest
from django.core import mail

from audit import heads as signed_heads
from audit import sealing
from audit.models import Head
from audit.signing import made
from notifications import tasks
from notifications.models import Preference
from organizations.models import User
from tests.audit.acts import act
from verifier.notes import heads_in


@pytest.fixture
def head(world, settings) -> Head | None:
    settings.AUDIT_SIGNING_KEY, settings.SENDS_MAIL = made(), True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    act()
    sealing.seal()
    return signed_heads.sign(asked=True)


@pytest.mark.article("42")
def test_it_goes_to_auditors_alone_and_can_be_verified_as_it_is(head):
    assert tasks.mail_head() == 1
    letter = mail.outbox[0]
    assert letter.to == ["audrey@guishu.example"]
    assert f"共 {head.size} 条记录" in letter.subject
    assert heads_in(letter.body) == [head.note]


def test_it_speaks_the_auditor_s_language(head):
    Preference.choose(User.objects.get(username="audrey"), language="en")
    tasks.mail_head()
    assert mail.outbox[0].subject.startswith("Seal of the trail, ")


def test_it_keeps_its_name_when_it_is_sent_again(head):
    tasks.mail_head()
    tasks.mail_head()
    assert len({letter.extra_headers["Message-ID"] for letter in mail.outbox}) == 1


def test_it_sends_nothing_without_a_head_or_an_address(world, head, settings):
    User.objects.filter(username="audrey").update(email="")
    assert tasks.mail_head() == 0
    settings.SENDS_MAIL = False
    assert tasks.mail_head() == 0
    assert mail.outbox == []
