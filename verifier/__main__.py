"""`guishu-verifier.pyz FILE [--head FILE] [--key KEY]`: 0 as sealed, 1 not as sealed, 2 unreadable."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from verifier.files import GROWTH, PROOF, verify_growth, verify_proof, verify_trail
from verifier.findings import language_of
from verifier.notes import Key, Note, Unreadable, heads_in, moment

PROVEN = (
    "核验通过：{entry} 号记录封存于第 {position} 位，{at} 的存证（共 {size} 条）包含它。密钥 {key}。",
    "Verified: entry {entry} is sealed at position {position} under the head of {size} entries. Key {key}.",
)
UNPROVEN = ("核验未通过：此证明不成立。", "Not verified: this proof does not hold.")
GREW = ("核验通过：后一份存证完整包含前一份。", "Verified: the later head holds all of the earlier one.")
UNREAD = ("无法识别：{what}", "Not readable: {what}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Verify the file and say what was found."""
    chosen = _parser().parse_args(arguments)
    language = language_of(chosen.language)
    try:
        pinned = [Key.parse(text) for text in chosen.key]
        kept = [note for name in chosen.head for note in heads_in(Path(name).read_text(encoding="utf-8"))]
        good, lines = verified(Path(chosen.file), pinned, kept, language)
    except (Unreadable, OSError, UnicodeError) as wrong:
        print(UNREAD[language].format(what=str(wrong)[:200]), file=sys.stderr)
        return 2
    print("\n".join(lines))
    return 0 if good else 1


def verified(path: Path, pinned: list[Key], kept: list[Note], language: int) -> tuple[bool, list[str]]:
    """What kind of file it is decides what is verified."""
    with path.open(encoding="utf-8") as file:
        start = file.read(200)
        file.seek(0)
        if PROOF in start:
            return proven(file.read(), pinned, kept, language)
        if GROWTH in start:
            good = verify_growth(file.read(), pinned)
            return good, [(GREW if good else UNPROVEN)[language]]
        verdict = verify_trail(file, pinned, kept)
    return verdict.is_good, verdict.lines(language)


def proven(text: str, pinned: list[Key], kept: list[Note], language: int) -> tuple[bool, list[str]]:
    """One entry and its proof; the entry's text is printed, since it is what was proven."""
    good, told = verify_proof(text, pinned, kept)
    if not good:
        return False, [UNPROVEN[language]]
    head = told["head"]
    words = {"entry": told["entry"], "position": told["position"], "key": told["key"].text}
    return True, [PROVEN[language].format(size=head.size, at=moment(head.at), **words), told["text"]]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="guishu-verifier", description=__doc__)
    parser.add_argument("file", help="an exported trail, the proof of an entry, or a proof of growth")
    parser.add_argument("--head", action="append", default=[], help="a file with heads that you kept")
    parser.add_argument("--key", action="append", default=[], help="a public key that you trust")
    default = ("en", "zh")[(os.environ.get("LC_ALL") or os.environ.get("LANG") or "zh").lower()[:2] == "zh"]
    parser.add_argument("--language", default=default, choices=["zh", "en"], help=f"default {default}")
    return parser


if __name__ == "__main__":
    sys.exit(main())
