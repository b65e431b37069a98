"""The verifier as anybody runs it: one file, a bare Python, and what the portal exported."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from audit import verifier_file
from audit.models import Entry
from tests.audit.sealed_files import heads_of, leaf, signer, text_of, trail, written

ALONE = [sys.executable, "-I", "-S", "-W", "error"]
"""Isolated, and without installed packages."""


@pytest.fixture
def verifier(tmp_path) -> Path:
    path = tmp_path / verifier_file.NAME
    path.write_bytes(verifier_file.content())
    return path


def run(*words: object) -> tuple[int, str]:
    done = subprocess.run([*ALONE, *map(str, words)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.article("42")
def test_it_verifies_what_the_portal_exported(verifier, sealed, signed, tmp_path, capsys):
    copy, head, proof = (tmp_path / name for name in ("trail.jsonl", "head.txt", "proof.json"))
    call_command("audit", "export", str(copy))
    capsys.readouterr()
    call_command("audit", "head")
    head.write_text(capsys.readouterr().out)
    call_command("audit", "proof", str(sealed[0].pk))
    proof.write_text(capsys.readouterr().out)
    code, said = run(verifier, copy, "--key", signed.key.text, "--language", "zh")
    assert (code, "核验通过" in said) == (0, True), said
    code, said = run(verifier, proof, "--head", head, "--language", "en")
    assert (code, f"entry {sealed[0].pk} is sealed" in said) == (0, True), said


def test_it_names_what_was_changed(verifier, tmp_path):
    by = signer()
    lines = trail([leaf(n, text_of(n + 1)) for n in range(40)], by)
    (tmp_path / "heads.txt").write_text("\n".join(note.text for note in heads_of(lines)), encoding="utf-8")
    texts = written(lines)
    (tmp_path / "good.jsonl").write_text("".join(texts), encoding="utf-8")
    (tmp_path / "bad.jsonl").write_text("".join(texts).replace("act 23", "act 24"), encoding="utf-8")
    kept = ("--head", tmp_path / "heads.txt", "--language", "en")
    assert run(verifier, tmp_path / "good.jsonl", *kept)[0] == 0
    code, said = run(verifier, tmp_path / "bad.jsonl", *kept)
    assert (code, "Position 22: entry 23" in said) == (1, True), said
    (tmp_path / "cut.jsonl").write_text("".join(texts[:30]), encoding="utf-8")
    code, said = run(verifier, tmp_path / "cut.jsonl", *kept)
    assert (code, "cut off" in said, "incomplete" in said) == (1, True, True), said


def test_it_says_when_it_cannot_read(verifier, tmp_path):
    (tmp_path / "x").write_text("{}")
    assert run(verifier, tmp_path / "x")[0] == 2
    assert run(verifier, tmp_path / "missing")[0] == 2
    code, said = run(verifier, tmp_path / "x", "--key", "nonsense", "--language", "zh")
    assert (code, "无法识别" in said) == (2, True)


def test_it_is_always_the_same_file():
    first = verifier_file.content()
    verifier_file.content.cache_clear()
    assert verifier_file.content() == first
    assert len(verifier_file.digest()) == 64


def test_an_export_is_an_act(sealed, tmp_path):
    call_command("audit", "export", str(tmp_path / "x"))
    assert Entry.objects.get(act="audit.export").particulars == {"rows": 2, "format": "jsonl"}


def test_the_commands_say_what_is_missing(entries, settings, capsys):
    settings.AUDIT_SIGNING_KEY = ""
    call_command("audit", "seal")
    assert "2 entries were sealed" in capsys.readouterr().out
    for words in (("head",), ("proof", "1"), ("key", "--new", "/nowhere/x")):
        with pytest.raises(CommandError):
            call_command("audit", *words)
