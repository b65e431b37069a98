"""Files: told by their content, measured, carried over; what does harm is refused (art. 3, 23)."""

import hashlib

import pytest

from delivery.errors import BadArchive, NotDigitized, NotMountable, WrongType
from delivery.models import LoadStatus, Resource, StoredFile
from delivery.supply import archives, inspecting, media
from delivery.supply.incoming import name_of
from refusals.tree import Invalid
from tests.catalog.factories import publish_entry
from tests.delivery import samples
from tests.delivery.factories import World, trail
from tests.delivery.loads import in_storage, loaded


def world_of(world: World, form: str, **changed: object) -> World:
    entry = publish_entry(world.cast.market, name="示例文件", format=form, share_mode="file", **changed)
    return World(world.cast, entry, world.resource)


GOOD = [
    ("document", "公报.pdf", samples.pdf(3), "application/pdf", {"pages": 3}),
    ("document", "说明.txt", "规范".encode("gb18030"), "text/plain", {}),
    ("image", "图.png", samples.png(5, 7), "image/png", {"width": 5, "height": 7}),
    ("audio", "录音.wav", samples.wav(0.5), "audio/wav", {"seconds": 0.5}),
    (
        "archive",
        "包.zip",
        samples.zipped(a="1", b="22"),
        "application/zip",
        {"entry_count": 2, "unpacked": 3},
    ),
    ("archive", "包.tgz", samples.taped("a/b.txt"), "application/gzip", {"entry_count": 1, "unpacked": 1}),
]


@pytest.mark.article("3", "23")
@pytest.mark.parametrize(("form", "name", "content", "kind", "found"), GOOD, ids=[one[1] for one in GOOD])
def test_it_mounts_a_file_with_what_it_found(world, form, name, content, kind, found):
    load = loaded(world_of(world, form), content, name)
    assert (load.status, load.errors) == (LoadStatus.DONE, [])
    stored = StoredFile.objects.get()
    assert (stored.name, stored.media_type, stored.size) == (name, kind, len(content))
    assert stored.digest == hashlib.sha256(content).hexdigest() == stored.version.digest
    assert found.items() <= stored.metadata.items()
    assert trail("delivery.mount_files")[0].particulars["rows"] == 1


def test_it_adds_files_beside_those_before(world, storage):
    here = world_of(world, "image")
    loaded(here, samples.png(), "a.png")
    load = loaded(here, samples.png(9, 9), "b.png", mode="append")
    assert [stored.name for stored in load.version.files.all()] == ["a.png", "b.png"]
    assert Resource.objects.get(code=load.code).rows == 2
    assert len([name for name in in_storage(storage) if name.endswith(".bin")]) == 2


BAD = [
    ("image", "a.png", samples.pdf()),
    ("image", "a.jpg", samples.png()),
    ("document", "a.png", samples.png()),
    ("document", "a.pdf", b"<html><script>"),
    ("document", "a.txt", b"MZ\x90\0"),
    ("document", "a.txt", b"#!/bin/sh"),
    ("archive", "a.zip", b"Rar!\x1a\x07\x00"),
    ("image", "a.svg", b"<svg/>"),
]


@pytest.mark.parametrize(
    ("form", "name", "content"), BAD, ids=[f"{one[0]} {one[1]} {n}" for n, one in enumerate(BAD)]
)
def test_it_refuses_what_is_not_what_it_says(tmp_path, form, name, content):
    (tmp_path / "given").write_bytes(content)
    with pytest.raises(WrongType) as refused:
        media.check(tmp_path / "given", name, form)
    assert str(refused.value.errors[0].sentence)


HARMFUL = [
    samples.zipped(**{"../../etc/passwd": "x"}),
    samples.zipped(**{"/etc/passwd": "x"}),
    samples.zipped(**{"C:\\windows\\x": "x"}),
    samples.taped("../x"),
    samples.taped("x", link="/etc/passwd"),
    samples.zipped(a="x")[:-10],
]


@pytest.mark.parametrize("content", HARMFUL, ids=range(len(HARMFUL)))
def test_it_refuses_archives_that_lead_elsewhere(tmp_path, content):
    (tmp_path / "given").write_bytes(content)
    with pytest.raises(BadArchive):
        archives.listed(tmp_path / "given")


BOMBS = [samples.zipped(a=b"\0" * 40_000_000), samples.taped("a", b"\0" * 40_000_000)]


@pytest.mark.parametrize("content", BOMBS, ids=["zip", "tgz"])
def test_it_refuses_archive_bombs(tmp_path, content):
    (tmp_path / "given").write_bytes(content)
    with pytest.raises(BadArchive):
        archives.listed(tmp_path / "given")


def test_it_refuses_too_many_and_too_much(tmp_path, settings):
    (tmp_path / "given").write_bytes(samples.zipped(a="1", b="2", c="3"))
    settings.ARCHIVE_FILES = 2
    with pytest.raises(BadArchive):
        archives.listed(tmp_path / "given")
    settings.ARCHIVE_FILES, settings.ARCHIVE_BYTES = 3, 2
    with pytest.raises(BadArchive):
        archives.listed(tmp_path / "given")


@pytest.mark.parametrize("name", ["", "../x.csv", "a/b.csv", "..\\x", ".htaccess", "a\0b", "x" * 201, "a\nb"])
def test_it_refuses_names_that_lead_elsewhere(name):
    with pytest.raises(Invalid):
        name_of(name)


@pytest.mark.article("23")
def test_scanned_documents_need_their_day(world):
    entry = publish_entry(world.cast.market, format="document", scanned=True, digitized_on="2026-01-01")
    assert inspecting.check_entry(entry) == "document"
    entry.current.digitized_on = None
    with pytest.raises(NotDigitized):
        inspecting.check_entry(entry)


def test_a_table_takes_no_files_nor_files_a_table(world):
    with pytest.raises(NotMountable):
        inspecting.check_entry(world.entry)
