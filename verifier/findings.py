"""What can be wrong with a trail, in Chinese and English, and the verdict over all of it (art. 42)."""

from dataclasses import dataclass, field
from datetime import datetime

SENTENCES: dict[str, tuple[str, str]] = {
    "changed": (
        "第 {first} 位：{entry} 号记录与封存时不一致，已被改动。",
        "Position {first}: entry {entry} is not what was sealed; it was changed.",
    ),
    "missing": (
        "第 {first} 至 {last} 位：共 {many} 条记录缺失，且没有依法清理的记载。",
        "Positions {first} to {last}: {many} entries are missing, and no recorded purge names them.",
    ),
    "gap": (
        "第 {first} 至 {last} 位：共 {many} 条封存连同记录一并缺失。",
        "Positions {first} to {last}: {many} seals are missing together with their entries.",
    ),
    "reordered": (
        "第 {first} 位：此处应为第 {expected} 位，顺序被打乱或有重复插入。",
        "Position {first}: position {expected} belongs here; something was reordered or inserted twice.",
    ),
    "root": (
        "第 {first} 至 {last} 位的内容与签名的存证不符：{at} 签名时共 {size} 条。",
        "Positions {first} to {last}: something differs from the signed head of {size} entries, {at}.",
    ),
    "kept": (
        "第 {first} 至 {last} 位的内容与您在外保存的存证不符：{at} 签名时共 {size} 条。",
        "Positions {first} to {last}: something differs from the head you kept: {size} entries, {at}.",
    ),
    "cut": (
        "第 {first} 至 {last} 位：末尾被截去 {many} 条；{at} 签名的存证有 {size} 条。",
        "Positions {first} to {last}: {many} entries were cut off the end; the head of {at} had {size}.",
    ),
    "signature": (
        "第 {first} 位：{at} 的存证（共 {size} 条）签名无效。",
        "Position {first}: the signature of the head of {size} entries, {at}, is not valid.",
    ),
    "key": (
        "第 {first} 位：{at} 的存证（共 {size} 条）由密钥 {key} 签名，该密钥未获此前密钥认可。",
        (
            "Position {first}: the head of {size} entries, {at}, is signed by the key {key},"
            " which no earlier key endorsed."
        ),
    ),
    "subtree": (
        "第 {first} 至 {last} 位：封存的哈希与其汇总不符，其中有内容被替换。",
        "Positions {first} to {last}: the seals differ from what was summed up; something was replaced.",
    ),
    "inserted": (
        "{entry} 号记录既未封存也未在待封存之列，是绕过门户写入的。",
        "Entry {entry} is neither sealed nor waiting to be: it was inserted past the portal.",
    ),
    "purge": (
        "第 {first} 位：清理记载无效，所依据的存证没有有效签名或早于清理不足 {days} 天。",
        "Position {first}: this purge is void; the head it rests on is not signed or not {days} days older.",
    ),
    "unreadable": ("第 {line} 行无法识别。", "Line {line} cannot be read."),
    "short": (
        "文件不完整：末行应有 {told} 条，实有 {many} 条。",
        "The file is incomplete: its end tells of {told} entries, it holds {many}.",
    ),
}
GOOD = (
    "核验通过：共 {size} 条记录，{heads} 份存证，根哈希 {root}。",
    "Verified: {size} entries and {heads} signed heads; root {root}.",
)
BAD = (
    "核验未通过：发现 {many} 处问题，最早见第 {first} 位。",
    "Not verified: {many} faults; the first stands at position {first}.",
)
ASIDE: dict[str, tuple[str, str]] = {
    "purged": (
        "另有 {purged} 条已依记载清理，其封存仍在。",
        "{purged} entries were purged on record; their seals remain.",
    ),
    "withheld": (
        "另有 {withheld} 条不在此文件内，仅核对其封存。",
        "{withheld} entries are not disclosed in this file.",
    ),
    "waiting": ("另有 {waiting} 条等待封存。", "{waiting} entries wait to be sealed."),
    "unsigned": (
        "末尾 {unsigned} 条尚未包含在签名的存证内。",
        "The last {unsigned} entries are not under a signed head yet.",
    ),
    "first_seen": (
        "密钥 {first_seen} 取自被核验的内容；请与公开页面或您保存的密钥核对。",
        "The key {first_seen} was taken from here: compare it with the published one or your own.",
    ),
}
WITHOUT_PLACE = {"signature", "key", "inserted"}
CHINESE, ENGLISH = 0, 1


def language_of(name: str) -> int:
    """Chinese for `zh...`, otherwise English."""
    return CHINESE if name.lower().startswith("zh") else ENGLISH


@dataclass(frozen=True)
class Finding:
    """One fault: what, from which position to which, and what more the sentence tells."""

    kind: str
    first: int
    last: int = -1
    told: dict[str, object] = field(default_factory=dict)

    def sentence(self, language: int) -> str:
        last = max(self.first, self.last)
        known = {"first": self.first, "last": last, "many": f"{last - self.first + 1:,}"}
        return SENTENCES[self.kind][language].format(**known | self.told)

    @property
    def span(self) -> tuple[bool, int, int]:
        """How findings are ordered: what has a place among the entries first, by where it ends."""
        return self.kind in WITHOUT_PLACE, max(self.first, self.last), -self.first


@dataclass(frozen=True)
class Verdict:
    """What was found in how much, and what a reader should know besides."""

    size: int
    root: bytes
    heads: int
    findings: list[Finding]
    aside: dict[str, object]
    latest: datetime | None = None

    @property
    def is_good(self) -> bool:
        return not self.findings

    @property
    def first(self) -> Finding | None:
        """The earliest fault."""
        return min(self.findings, key=lambda finding: finding.span, default=None)

    def lines(self, language: int, most: int = 20) -> list[str]:
        """All of it in words: the outcome, the first faults, and what stands beside."""
        first = self.first
        if first is None:
            said = [GOOD[language].format(size=self.size, heads=self.heads, root=self.root.hex())]
        else:
            said = [BAD[language].format(many=len(self.findings), first=first.first)]
        faults = sorted(self.findings, key=lambda finding: finding.span)[:most]
        said += [fault.sentence(language) for fault in faults]
        return said + [ASIDE[name][language].format(**self.aside) for name in ASIDE if self.aside.get(name)]
