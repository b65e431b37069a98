"""Files under a grant: ranges, conditions, marks, traces; each a delivery in the trail."""

import hashlib
import io

import pytest
from django.core.management import CommandError, call_command
from PIL import Image
from pypdf import PdfReader

from delivery.gateway.ranges import Part, asked
from delivery.models import Delivery, StoredFile
from tests.delivery import files
from tests.delivery.factories import NAMES, trail

TEXT = bytes(range(256)) * 1000
TEXT_PLAIN = "text/plain"


@pytest.fixture
def shelf(world):
    world.grant(*NAMES, mode="file")
    return files.shelve(
        world.entry,
        a_txt=(TEXT_PLAIN, TEXT),
        b_pdf=("application/pdf", files.pdf()),
        c_png=("image/png", files.png()),
    )


def take(world, name, query="", who="alice", **headers: str):
    address = f"/api/v1/data/{world.entry.code}-2/files/{name}?{query}"
    return world.client(who).get(address, headers=headers)


def body(answer):
    return b"".join(answer.streaming_content)


def test_it_lists_the_files(world, shelf):
    listed = world.client("alice").get(f"/api/v1/data/{shelf.code}/files/").json()
    assert [one["name"] for one in listed] == ["a.txt", "b.pdf", "c.png"]


@pytest.mark.article("44")
def test_it_hands_out_no_file_of_which_some_fields_are_kept_back(world, shelf):
    grant = world.grant(*NAMES[:-1], mode="file")
    for answer in (
        take(world, "a.txt", f"grant={grant.number}"),
        world.client("alice").get(f"/api/v1/data/{shelf.code}/files/?grant={grant.number}"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "cannot_divide")
    assert [entry.particulars["reason"] for entry in trail("delivery.denied")] == ["cannot_divide"] * 2


@pytest.mark.article("42")
def test_it_hands_out_the_whole(world, shelf):
    answer = take(world, "a.txt")
    assert (answer.status_code, answer["Content-Length"]) == (200, str(len(TEXT)))
    assert body(answer) == TEXT
    (begun,), (ended,) = trail("delivery.file"), trail("delivery.delivered")
    assert begun.particulars["file"] == "a.txt"
    assert ended.particulars["digest"] == hashlib.sha256(TEXT).hexdigest()


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=255900-", 255900, 255999),
        ("bytes=-10", 255990, 255999),
        ("bytes=5-999999", 5, 255999),
    ],
)
def test_it_hands_out_a_range(world, shelf, header, first, last):
    answer = take(world, "a.txt", Range=header)
    assert answer.status_code == 206
    assert answer["Content-Range"] == f"bytes {first}-{last}/{len(TEXT)}"
    assert body(answer) == TEXT[first : last + 1]
    assert trail("delivery.file")[0].particulars["range"] == answer["Content-Range"]


def test_it_resumes_under_the_same_tag_only(world, shelf):
    tag = take(world, "a.txt")["ETag"]
    assert take(world, "a.txt", Range="bytes=10-", **{"If-Range": tag}).status_code == 206
    assert take(world, "a.txt", Range="bytes=10-", **{"If-Range": '"other"'}).status_code == 200
    assert take(world, "a.txt", **{"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "bytes=9-3", "lines=1-2", "bytes=-", "bytes=a-b"])
def test_it_answers_other_ranges_with_the_whole(world, shelf, header):
    answer = take(world, "a.txt", Range=header)
    assert (answer.status_code, body(answer)) == (200, TEXT)


def test_it_says_how_long_the_file_is(world, shelf):
    answer = take(world, "a.txt", Range="bytes=256000-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(TEXT)}")


def test_it_reads_ranges_alone():
    assert asked("bytes=0-0", 1) == Part(0, 0, 1)
    assert asked(None, 1) is None


@pytest.mark.article("44")
def test_it_hands_out_files_in_their_mode_only(world, shelf):
    world.grant(mode="api", holder=world.cast.edu)
    assert take(world, "a.txt", who="edward" if hasattr(world.cast, "edward") else "bob").status_code in {
        403,
        404,
    }
    world.grant(mode="api")
    number = world.grant(mode="api").number
    assert take(world, "a.txt", f"grant={number}").json()["code"] == "wrong_mode"


def test_it_finds_no_other_file(world, shelf):
    assert take(world, "d.txt", f"grant={shelf.entry.grants.get().number}").status_code == 404
    assert take(world, "..%2F..%2Fetc%2Fpasswd").status_code == 404


@pytest.mark.article("46")
@pytest.mark.parametrize(("name", "kind"), [("b.pdf", "pdf"), ("c.png", "png")])
def test_it_marks_a_copy(world, shelf, name, kind):
    answer = take(world, name, "mark=1")
    content = body(answer)
    assert answer["Accept-Ranges"] == "none"
    assert content != StoredFile.objects.get(name=name)
    if kind == "pdf":
        pages = PdfReader(io.BytesIO(content)).pages
        assert all(answer["X-Delivery"] in page.extract_text() for page in pages)
    else:
        assert Image.open(io.BytesIO(content)).tobytes() != Image.open(io.BytesIO(files.png())).tobytes()
    assert Delivery.objects.get().marked


def test_it_marks_nothing_else(world, shelf):
    assert take(world, "a.txt", "mark=1").json()["code"] == "no_mark"


@pytest.mark.article("42")
def test_it_traces_a_copy_to_its_taker(world, shelf, tmp_path):
    (tmp_path / "leak.pdf").write_bytes(body(take(world, "b.pdf", "mark=1")))
    said = io.StringIO()
    call_command("trace", str(tmp_path / "leak.pdf"), stdout=said)
    assert Delivery.objects.get().number in said.getvalue()
    assert "GX-HR" in said.getvalue()
    digest = Delivery.objects.get().digest
    assert [one["person"] for one in world.client("bob").get(f"/api/v1/delivery/trace/{digest}/").json()] == [
        "alice"
    ]


def test_it_traces_a_page_of_rows(world):
    world.grant("serial")
    world.get("alice")
    said = io.StringIO()
    call_command("trace", trail("delivery.read")[0].particulars["digest"], stdout=said)
    assert "delivery.read" in said.getvalue()


@pytest.mark.parametrize("what", ["0" * 64, "nothing"])
def test_it_says_when_nothing_was_handed_over(db, what):
    with pytest.raises(CommandError):
        call_command("trace", what)
