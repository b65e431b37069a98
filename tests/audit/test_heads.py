"""Signed heads: when they are signed, with which key, and what happens when the key changes (art. 42)."""

from base64 import b64decode
from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from audit import heads, sealing, signing, tasks, tree
from audit.models import Entry, Head, Key
from audit.querysets import Immutable
from tests.audit.acts import act
from verifier.keys import Keyring
from verifier.notes import Head as Said


@pytest.mark.article("42")
def test_it_signs_what_is_sealed(sealed, signed):
    head = heads.latest()
    assert signed.key.signed(head.note)
    said = Said.of(head.note)
    assert (said.size, said.root, said.origin) == (2, tree.root(2), "guishu.trail")


def test_it_signs_nothing_without_a_key_or_an_entry(entries, settings):
    settings.AUDIT_SIGNING_KEY = ""
    sealing.seal()
    assert heads.sign(asked=True) is None
    assert not Head.objects.exists()


def test_it_signs_at_most_once_a_minute_unless_asked(entries, signed):
    with time_machine.travel("2026-11-23T10:00:00+08:00", tick=False) as clock:
        tasks.seal()
        first = heads.latest()
        tasks.seal()
        assert heads.latest() == first
        clock.shift(timedelta(seconds=61))
        tasks.seal()
        assert heads.latest().size == first.size + 1  # the first use of the key is an act itself
        act()
        sealing.seal()
        assert heads.sign(asked=True).size == first.size + 2


def test_it_signs_once_what_has_not_grown(sealed):
    act()
    sealing.seal()
    first = heads.sign(asked=True)
    assert heads.sign(asked=True) == first


def test_it_puts_the_first_use_of_a_key_on_record(sealed, signed):
    entry = Entry.objects.get(act="audit.key")
    assert entry.particulars == {"key": signed.key.text, "endorsed": False}


def test_it_hands_the_key_over_under_an_endorsement(sealed, signed, settings, tmp_path):
    call_command("audit", "key", "--new", str(tmp_path / "next"))
    settings.AUDIT_SIGNING_KEY = str(tmp_path / "next")
    sealing.seal()
    head = heads.sign(asked=True)
    assert head.key_id != signed.key.id
    keys = Keyring()
    for key in Key.objects.order_by("since"):
        keys.offer(key.known, key.endorsement)
    assert [keys.fault_of(one.note) for one in Head.objects.select_related("key")] == ["", ""]
    assert (tmp_path / "next").stat().st_mode & 0o777 == 0o600


def test_it_keeps_old_keys_published(sealed, settings, client):
    settings.AUDIT_SIGNING_KEY = signing.made()
    sealing.seal()
    heads.sign(asked=True)
    assert [key["endorsement"] for key in client.get("/api/v1/audit/keys/").json()] == ["", ""]


def test_it_changes_no_head(sealed):
    with pytest.raises(Immutable):
        heads.latest().save()
    with pytest.raises(Immutable):
        Head.objects.all().delete()
    with pytest.raises(Immutable):
        Key.objects.update(name="x")


def test_it_reads_keys_from_text_and_files(tmp_path):
    text = signing.made()
    private = signing.read(text)
    assert private.private_bytes_raw() == b64decode(text)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    for name, content in {"base64": text.encode(), "pem": pem}.items():
        (tmp_path / name).write_bytes(content)
        assert signing.read(str(tmp_path / name)).private_bytes_raw() == b64decode(text)
    assert isinstance(private, Ed25519PrivateKey)


@pytest.mark.parametrize("wrong", ["x", "/nowhere/key", "QUJD", "-----BEGIN PRIVATE KEY-----\n"])
def test_it_refuses_to_start_with_a_wrong_key(settings, wrong):
    settings.AUDIT_SIGNING_KEY = wrong
    with pytest.raises(SystemCheckError, match=r"audit\.E003"):
        call_command("check")
    assert [found.id for found in signing.check_key()] == ["audit.E003"]


def test_it_refuses_to_start_without_a_key_in_production_alone(settings):
    settings.AUDIT_SIGNING_KEY = ""
    settings.DEMONSTRATION = settings.DEBUG = False
    assert [found.id for found in signing.check_key()] == ["audit.E003"]
    settings.DEMONSTRATION = True
    assert signing.check_key() == []
