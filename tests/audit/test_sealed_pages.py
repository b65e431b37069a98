"""Heads for everybody, seals and proofs for who may see the entry, copies for auditors (art. 42)."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import heads, proofs, sealing
from audit.models import Entry
from audit.trail import Snapshot, record
from verifier.files import verify_trail

BACKEND = "django.contrib.auth.backends.ModelBackend"
HEADS, CHECK = "/audit/heads/", "/audit/check/"


@pytest.fixture
def alice(client, cast):
    client.force_login(cast.alice, backend=BACKEND)
    return client


def read(response) -> str:
    return b"".join(response.streaming_content).decode()


@pytest.mark.article("42")
def test_it_shows_the_newest_head_to_everybody(client, sealed, signed):
    page = client.get(HEADS).content.decode()
    assert heads.latest().root_text in page
    assert signed.key.text in page
    text = client.get("/audit/heads/newest.txt").content.decode()
    assert text == heads.latest().note.text


def test_it_says_so_when_nothing_is_sealed(client, db):
    assert client.get(HEADS).status_code == 200
    assert client.get("/audit/heads/newest.txt").status_code == 404


def test_it_takes_few_statements(client, sealed, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        client.get(HEADS)


def test_it_leads_from_a_number_to_its_seal(alice, sealed):
    response = alice.get(HEADS, {"number": sealed[0].pk}, follow=True)
    assert response.status_code == 200
    assert f"第 {sealed[0].pk} 条记录已封存" in response.content.decode()
    assert alice.get(HEADS, {"number": "x"}).status_code == 422
    assert alice.get(HEADS, {"number": "999999"}, follow=True).status_code == 404


def test_it_says_what_is_not_sealed_yet(alice, entries, signed):
    address = f"/audit/entries/{entries[0].pk}/"
    assert "等待封存" in alice.get(address).content.decode()
    assert alice.get(f"{address}proof.json").status_code == 404
    sealing.seal()
    assert "等待" in alice.get(address).content.decode()


@pytest.mark.parametrize(
    ("who", "which", "status"),
    [("", 0, 404), ("bob", 0, 200), ("bob", 1, 404), ("charlie", 0, 404), ("alice", 1, 200)],
)
def test_it_shows_a_seal_to_who_may_see_the_entry(client, cast, sealed, who, which, status):
    if who:
        client.force_login(getattr(cast, who), backend=BACKEND)
    address = f"/audit/entries/{sealed[which].pk}/"
    assert client.get(address).status_code == status
    assert client.get(f"{address}proof.json").status_code == status


def test_it_shows_everyone_the_seals_of_the_own_acts(client, cast, signed):
    record("test.act", actor=Snapshot(person="charlie"))
    sealing.seal()
    heads.sign(asked=True)
    client.force_login(cast.charlie, backend=BACKEND)
    assert client.get(f"/audit/entries/{Entry.objects.get(act='test.act').pk}/proof.json").status_code == 200


def uploaded(text: str) -> dict[str, SimpleUploadedFile]:
    return {"proof": SimpleUploadedFile("proof.json", text.encode())}


@pytest.mark.article("42")
def test_it_verifies_the_proof_that_anybody_brings(client, sealed):
    text = proofs.as_text(proofs.of_entry(sealed[0].pk))
    page = client.post(CHECK, uploaded(text)).content.decode()
    assert f"第 {sealed[0].pk} 条记录已封存，未被改动" in page
    page = client.post(CHECK, uploaded(text.replace("sharing.submit", "sharing.agree"))).content.decode()
    assert "证明不成立" in page


@pytest.mark.parametrize("wrong", ["", "{}", "[]", "x", "9" * 300_000, '{"format": "guishu-proof-1"}'])
def test_it_bears_with_any_file(client, sealed, wrong):
    assert client.post(CHECK, uploaded(wrong)).status_code in {200, 422}
    assert client.post(CHECK, {"proof": SimpleUploadedFile("x", b"\xff\xfe")}).status_code == 422
    assert client.post(CHECK).status_code == 422


def test_it_does_not_believe_a_proof_under_another_key(client, sealed):
    from tests.audit.sealed_files import signer
    from verifier.notes import Note

    told, stranger = proofs.of_entry(sealed[0].pk), signer()
    forged = stranger.sign(Note.parse(told["head"]).body).text
    text = proofs.as_text({**told, "head": forged, "key": stranger.key.text})
    assert "证明不成立" in client.post(CHECK, uploaded(text)).content.decode()


def test_it_hands_the_auditor_the_filtered_trail(alice, sealed):
    rows = list(
        csv.reader(StringIO(read(alice.get("/trail/copy.csv", {"act": "sharing.a"})).lstrip("\ufeff")))
    )
    assert [row[3] for row in rows[1:]] == ["sharing.agree"]
    lines = [json.loads(line) for line in read(alice.get("/trail/copy.jsonl")).splitlines()]
    assert [line["position"] for line in lines[:2]] == [0, 1]
    act = Entry.objects.filter(act="audit.export").order_by("id").first()
    assert act.particulars == {"rows": 1, "format": "csv", "query": "act=sharing.a"}
    assert (act.person, act.post) == ("alice", "auditor")


def test_it_hands_the_whole_trail_for_the_verifier(alice, sealed):
    sealing.seal()
    response = alice.get("/trail/sealed.jsonl")
    verdict = verify_trail(read(response).splitlines())
    assert verdict.is_good
    assert verdict.aside["waiting"] == 1  # that it was taken


def test_it_hands_no_copy_to_others(client, cast, sealed):
    assert client.get("/trail/copy.csv").status_code == 302
    client.force_login(cast.bob, backend=BACKEND)
    assert client.get("/trail/sealed.jsonl").status_code == 403
    assert "sharing.agree" not in read(client.get("/trail/copy.csv"))
    client.force_login(cast.charlie, backend=BACKEND)
    assert client.get("/trail/copy.csv").status_code == 403


def test_it_refuses_filters_it_cannot_read(alice, db):
    assert alice.get("/trail/copy.csv", {"since": "soon"}).status_code == 400


def test_it_keeps_text_from_becoming_a_formula(alice, db):
    record("a.b", actor=Snapshot("x", "=1+1"))
    assert "'=1+1" in read(alice.get("/trail/copy.csv"))


def test_it_hands_out_the_verifier(client, db):
    content = client.get("/audit/guishu-verifier.pyz").content
    assert BytesIO(content).read(2) == b"#!"
