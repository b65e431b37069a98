"""Ed25519 without any library, and signed notes as C2SP writes them."""

import json
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.audit.sealed_files import signer
from verifier import ed25519, notes
from verifier.keys import Keyring

# RFC 8032, 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd"
            "25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c3"
            "87b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
]
AT = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = notes.Head("guishu.trail", 7, b"r" * 32, AT)


@pytest.mark.parametrize(("_secret", "public", "message", "signature"), VECTORS)
def test_it_verifies_the_published_vectors(_secret, public, message, signature):
    given_ = [bytes.fromhex(text) for text in (public, signature, message)]
    assert ed25519.is_signed_plainly(*given_)
    assert ed25519.is_signed(*given_)
    assert not ed25519.is_signed_plainly(given_[0], given_[1], given_[2] + b"x")


@settings(max_examples=30, deadline=None)
@given(some.binary(max_size=60), some.integers(0, 511), some.binary(min_size=32, max_size=32))
def test_it_refuses_what_the_library_refuses(message, bit, secret):
    private = Ed25519PrivateKey.from_private_bytes(secret)
    public, signature = private.public_key().public_bytes_raw(), private.sign(message)
    wrong = bytearray(signature)
    wrong[bit // 8] ^= 1 << bit % 8
    assert ed25519.is_signed_plainly(public, signature, message)
    assert not ed25519.is_signed_plainly(public, bytes(wrong), message)


@pytest.mark.parametrize("wrong", [b"", b"x" * 31, b"\xff" * 32])
def test_it_refuses_what_is_no_key_and_no_signature(wrong):
    assert not ed25519.is_signed_plainly(wrong, b"s" * 64, b"")
    assert not ed25519.is_signed_plainly(bytes.fromhex(VECTORS[0][1]), wrong * 2, b"")


def test_it_writes_heads_as_checkpoints():
    note = signer().sign(HEAD.body)
    lines = note.text.split("\n")
    assert lines[:2] == ["guishu.trail", "7"]
    assert (lines[4], lines[5][:15]) == ("", "— guishu.trail ")
    assert notes.Note.parse(note.text) == note
    assert notes.Head.of(note) == HEAD


def test_it_reads_keys_as_it_writes_them():
    key = signer().key
    assert notes.Key.parse(key.text) == key
    for wrong in ("", "a+b+c", key.text[:-4], key.text.replace("guishu", "other")):
        with pytest.raises(notes.Unreadable):
            notes.Key.parse(wrong)


def test_it_finds_heads_in_text_and_in_what_the_interface_answers():
    note = signer().sign(HEAD.body)
    twice = f"{note.text}\n{note.text}"
    for text in (
        twice,
        json.dumps({"results": [{"note": note.text}] * 2}),
        f'{{"head": {json.dumps(note.text)}}}\n' * 2,
    ):
        assert notes.heads_in(text) == [note, note]
    for wrong in ("", "{", "[]", "nothing\nof\nthe kind\n"):
        with pytest.raises(notes.Unreadable):
            notes.heads_in(wrong)


def test_it_reads_past_the_signatures_of_witnesses():
    note = signer().sign(HEAD.body)
    witnessed = note.text + "— witness.example " + "A" * 100 + "\n"
    assert notes.Note.parse(witnessed) == note


def test_it_trusts_the_first_key_and_those_it_endorses():
    first, second, third = signer(), signer(), signer()
    keys = Keyring()
    keys.offer(first.key)
    keys.offer(second.key, first.sign(notes.endorsement(second.key, AT)).text)
    keys.offer(third.key, third.sign(notes.endorsement(third.key, AT)).text)
    faults = [keys.fault_of(by.sign(HEAD.body)) for by in (first, second, third)]
    assert faults == ["", "", "key"]
    forged = notes.Note(HEAD.body, "guishu.trail", first.key.id, b"s" * 64)
    assert keys.fault_of(forged) == "signature"


def test_it_trusts_pinned_keys_alone():
    ours, theirs = signer(), signer()
    keys = Keyring([ours.key])
    keys.offer(theirs.key)
    assert keys.fault_of(theirs.sign(HEAD.body)) == "key"
    assert keys.fault_of(ours.sign(HEAD.body)) == ""
    assert keys.first_seen == ""
