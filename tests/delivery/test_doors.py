"""The command, the demonstration, the part of the entry's page, the storage that is not a folder."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.template.loader import render_to_string
from django.utils import translation

from delivery import files
from delivery.demonstration import establish
from delivery.models import Resource
from delivery.supply.mounting import OPERATOR, mount
from tests.catalog.factories import publish_entry, publish_open
from tests.delivery.factories import table, trail

CSV = "uniscid,entname\n91450100MA5K000017,桂林米粉店\n"


@pytest.fixture
def remote(settings, monkeypatch, tmp_path):
    """A storage without paths, as S3 is; what is fetched from it stands in the folder answered."""
    memory = {"BACKEND": "tests.delivery.remote.Remote"}
    settings.STORAGES = settings.STORAGES | {"default": memory}
    monkeypatch.setattr(files, "CACHE", tmp_path / "cache")
    return tmp_path / "cache"


def test_it_mounts_from_the_command_line(world, tmp_path):
    entry = publish_entry(world.cast.market, name="个体工商户")
    (tmp_path / "rows.csv").write_text(CSV, encoding="utf-8")
    said = io.StringIO()
    call_command("mount", entry.code, tmp_path / "rows.csv", "--as", "stella", stdout=said)
    assert said.getvalue().startswith(f"{entry.code}-1: 1 rows")
    assert trail("delivery.mount")[-1].person == "stella"


@pytest.mark.parametrize(
    "wrong", [["nothing", "rows.csv"], ["{code}", "no.csv"], ["{code}", "rows.csv", "--as", "nobody"]]
)
def test_it_says_what_is_wrong_with_the_command(world, tmp_path, wrong):
    (tmp_path / "rows.csv").write_text(CSV, encoding="utf-8")
    code, file, *rest = (word.format(code=world.entry.code) for word in wrong)
    with pytest.raises(CommandError):
        call_command("mount", code, tmp_path / file, *rest)


def test_it_shows_the_drift_on_the_command_line(world, tmp_path):
    (tmp_path / "rows.csv").write_text(CSV, encoding="utf-8")
    with pytest.raises(CommandError, match="hidden_idno"):
        call_command("mount", world.entry.code, tmp_path / "rows.csv")


def test_it_establishes_the_demonstration_once(world):
    publish_open(world.cast.market)
    tables = {
        "设区市空气质量日报": [{"aqi": 48}, {"aqi": 63}],
        "企业登记基本信息": table(),
        "没有这个目录": [],
    }
    assert [resource.rows for resource in establish(tables)] == [2]
    assert establish(tables) == []
    assert Resource.objects.count() == 2


def test_it_shows_what_is_mounted_on_the_entry_s_page(world):
    with translation.override("en"):
        shown = render_to_string("delivery/_resources.html", {"entry": world.entry})
        bare = render_to_string("delivery/_resources.html", {"entry": publish_open(world.cast.edu)})
    assert "57 rows" in shown
    assert "No data has been mounted yet" in bare


def test_it_fetches_once_from_a_storage_without_paths(world, remote):
    resource = mount(world.entry, table(7), OPERATOR)
    world.grant("serial")
    assert len(world.get("alice").json()["results"]) == 7
    default_storage.delete(resource.file)
    assert world.get("alice").status_code == 200
    (cached,) = remote.iterdir()
    cached.unlink()
    assert world.get("alice").status_code == 503


def test_it_forgets_the_load_before(world, remote):
    old = files.local(mount(world.entry, table(1), OPERATOR).file)
    new = files.local(mount(world.entry, table(2), OPERATOR).file)
    assert new.exists()
    assert not old.exists()
