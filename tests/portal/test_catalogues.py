"""Everything people read is translated; and the tool that says so is right."""

import polib
import pytest
from django.core.management import call_command

from portal import catalogue_check
from portal.catalogues import catalogue_of, room_of
from portal.extraction import Sentence, sentences


def test_it_finds_everything_translated() -> None:
    assert catalogue_check.faults() == []


def test_it_compiles_every_catalogue(capsys) -> None:
    call_command("compile_catalogues")
    assert "up to date" in capsys.readouterr().out
    assert catalogue_of("portal").with_suffix(".mo").exists()


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small repository of one room."""
    for module in ("portal.catalogue_check", "portal.extraction", "portal.catalogues"):
        monkeypatch.setattr(f"{module}.rooms", lambda *_top: ["garden"])
    (tmp_path / "garden").mkdir()
    (tmp_path / "templates" / "garden").mkdir(parents=True)
    (tmp_path / "garden" / "gate.py").write_text(
        '_("Open the %(gate)s")\nngettext("%(n)d tree", "%(n)d trees", n)\n'
    )
    page = '{% load i18n %}\n  {% translate "Gate" context "noun" %}'
    page += "{% blocktranslate trimmed with x=y %}\n A {{ x }}\n{% endblocktranslate %}"
    (tmp_path / "templates" / "garden" / "page.html").write_text(page)
    (tmp_path / "templates" / "base.html").write_text('{% load i18n %}{% translate "Home" %}')
    return tmp_path


def test_it_extracts_sentences_of_code_and_templates(house) -> None:
    found = sentences(house)
    assert set(found["garden"]) == {
        ("", "Open the %(gate)s"),
        ("", "%(n)d tree"),
        ("noun", "Gate"),
        ("", "A %(x)s"),
    }
    assert found["garden"]["", "%(n)d tree"] == Sentence("%(n)d tree", "%(n)d trees")
    assert set(found[""]) == {("", "Home")}


def test_it_writes_what_is_missing_and_then_finds_it_untranslated(house) -> None:
    assert catalogue_check.write_missing(["garden"], house) == 4
    found = catalogue_check.faults(["garden"], house)
    assert len(found) == 4
    assert all("untranslated" in fault for fault in found)


@pytest.fixture
def translated(house):
    catalogue_check.write_missing(["garden"], house)
    catalogue = polib.pofile(str(catalogue_of("garden", house)))
    for entry in catalogue:
        entry.msgstr = entry.msgid
        entry.msgstr_plural = {0: entry.msgid_plural} if entry.msgid_plural else {}
    return catalogue


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"msgstr": "打开"}, "placeholders differ"),
        ({"msgstr": ""}, "untranslated"),
        ({"flags": ["fuzzy"]}, "fuzzy"),
        ({"msgid": "Close the %(gate)s"}, "missing"),
        ({"msgid": "Close the %(gate)s"}, "stale"),
    ],
)
def test_it_names_what_is_wrong(house, translated, change, fault) -> None:
    for name, value in change.items():
        setattr(translated.find("Open the %(gate)s"), name, value)
    translated.save()
    assert any(fault in found for found in catalogue_check.faults(["garden"], house))


def test_it_accepts_a_whole_catalogue(house, translated) -> None:
    translated.save()
    assert catalogue_check.faults(["garden"], house) == []


def test_it_finds_one_sentence_in_two_words(house, translated) -> None:
    translated.save()
    top = catalogue_of("", house)
    top.parent.mkdir(parents=True)
    other = polib.POFile()
    other.append(polib.POEntry(msgid="A %(x)s", msgstr="另一个 %(x)s"))
    other.save(str(top))
    assert any("conflicting" in fault for fault in catalogue_check.faults(["garden"], house))


def test_it_gives_each_file_to_its_room(house) -> None:
    from pathlib import Path

    assert room_of(Path("garden/gate.py")) == room_of(Path("templates/garden/page.html")) == "garden"
    assert room_of(Path("templates/base.html")) == room_of(Path("config/settings.py")) == ""
