"""What the owner of the tables may try with the rows themselves: each is found and located (art. 42)."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from audit import canonical, heads, inspection, sealing
from audit.models import Entry, Head, Leaf
from audit.signing import Signer, made, read
from tests.audit.acts import acts
from verifier.findings import Verdict
from verifier.merkle import leaf_hash

TABLES = ("audit_entry", "audit_leaf", "audit_head", "audit_key", "audit_subtree")
STEP, MANY = 100, 600
VALUES = {
    "at": "at + interval '1 microsecond'",
    "before": """'{"x": 1}'""",
    "after": """'{"x": 1}'""",
    "particulars": "particulars || '{\"number\": 1.0}'",
    "personal": """'{"phone": "x"}'""",
    "tells": "tells || '{GX-EDU}'",
    "address": "'192.0.2.1'",
    "id": "100000 + id",
}
"""How each column is changed; the others get one more letter."""


@pytest.fixture
def kept(as_owner, signed) -> list[Head]:
    """Six hundred entries and more, a head after each hundred, kept outside."""
    for _ in range(MANY // STEP):
        acts(STEP)
        sealing.seal()
        heads.sign(asked=True)
    return list(Head.objects.select_related("key").order_by("size"))


@contextmanager
def tampered(*statements: str) -> Iterator[None]:
    """As the owner, past every trigger; undone afterwards."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)
        yield
        transaction.set_rollback(True)


def verdict(kept: list[Head]) -> Verdict:
    return inspection.verify([head.note for head in kept])


def test_it_finds_nothing_where_nothing_was_done(kept):
    found = verdict(kept)
    assert (found.findings, found.size, found.heads) == ([], Leaf.objects.count(), len(kept))


@pytest.mark.article("42")
def test_it_finds_a_change_of_any_column(kept):
    for column in canonical.COLUMNS:
        value = VALUES.get(column, f"\"{column}\" || 'x'")
        number = Leaf.objects.get(position=321).entry_id
        with tampered(
            f'UPDATE audit_entry SET "{column}" = {value} WHERE id = {number}',
        ):
            found = verdict(kept)
        assert {(fault.kind, fault.first) for fault in found.findings} <= {
            ("missing", 321), ("inserted", found.size), ("changed", 321),
        }, column  # fmt: skip
        assert found.first.first == 321, column


ROWS = [
    ("DELETE FROM audit_pending; DELETE FROM audit_entry WHERE id = {entry}", "missing", 321),
    ("DELETE FROM audit_leaf WHERE position = 321", "gap", 321),
    ("DELETE FROM audit_leaf WHERE position >= 321; DELETE FROM audit_head WHERE size > 321", "cut", 321),
    ("UPDATE audit_leaf SET hash = sha256('x') WHERE position = 321", "changed", 321),
    ("UPDATE audit_leaf SET entry_id = 900000 WHERE position = 321", "missing", 321),
]


@pytest.mark.article("42")
def test_it_finds_what_was_done_to_rows(kept):
    for statement, kind, position in ROWS:
        entry = Leaf.objects.get(position=321).entry_id
        with tampered(statement.format(entry=entry)):
            first = verdict(kept).first
        assert (first.kind, first.first) == (kind, position), statement


def test_it_finds_what_was_inserted_past_the_portal(kept):
    with tampered(
        "INSERT INTO audit_entry SELECT 900000, at, act, person, person_name, organization,"
        ' organization_name, post, standing_in_for, "case", subject, article, before, after, particulars,'
        " personal, tells, address, request_id FROM audit_entry LIMIT 1"
    ):
        found = verdict(kept)
    assert [(fault.kind, fault.told["entry"]) for fault in found.findings] == [("inserted", 900000)]


def test_it_finds_reordered_seals_by_what_was_summed_up(kept):
    swap = "UPDATE audit_leaf SET position = {} WHERE position = {}"
    with tampered(swap.format(-1, 10), swap.format(10, 20), swap.format(20, -1)):
        found = verdict(kept)
    assert {fault.kind for fault in found.findings} == {"root", "kept", "subtree"}
    assert found.first.span[1:] == (99, 0)


def test_it_finds_a_rewrite_that_the_installation_s_own_key_signed(kept, signed):
    """Entry, seal, sums and heads are all consistent again: only heads kept outside tell."""
    with tampered(
        "UPDATE audit_entry SET act = 'x' WHERE id = (SELECT entry_id FROM audit_leaf WHERE position = 321)"
    ):
        rewrite(signed)
        assert inspection.verify().is_good
        first = verdict(kept).first
    assert (first.kind, first.first, first.last) == ("kept", 301, 400)


def rewrite(signed: Signer) -> None:
    """Take all seals and heads away, and seal and sign anew."""
    order = list(Leaf.objects.values_list("entry_id", flat=True))
    sizes = list(Head.objects.order_by("size").values_list("size", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_head; DELETE FROM audit_leaf; DELETE FROM audit_subtree")
    texts = dict(canonical.rows(f"SELECT e.id, {canonical.TEXT} FROM audit_entry e"))
    leaves = [Leaf(position=n, entry_id=e, hash=leaf_hash(texts[e].encode())) for n, e in enumerate(order)]
    before = 0
    for size in sizes:
        Leaf.objects.bulk_create(leaves[before:size])
        fill_sums(size)
        heads.sign(asked=True)
        before = size


def fill_sums(size: int) -> None:
    from audit.models import Subtree
    from verifier.merkle import Frontier

    grown = Frontier().extend([bytes(one) for one in Leaf.objects.values_list("hash", flat=True)])
    rows = [
        Subtree(level=lv, place=p + n, hash=h) for lv, p, row in grown if lv == 8 for n, h in enumerate(row)
    ]
    Subtree.objects.bulk_create(rows, ignore_conflicts=True)


def test_it_finds_a_head_under_another_key(kept, settings):
    settings.AUDIT_SIGNING_KEY = made()
    stranger = Signer("guishu.trail", read(settings.AUDIT_SIGNING_KEY))
    head = kept[3]
    signature = stranger.sign(head.note.body).signature.hex()
    with tampered(
        "INSERT INTO audit_key SELECT "
        f"'{stranger.key.id}', name, '\\x{stranger.key.public.hex()}', now(), '' FROM audit_key LIMIT 1",
        f"UPDATE audit_head SET key_id = '{stranger.key.id}', signature = '\\x{signature}'"
        f" WHERE id = {head.pk}",
    ):
        found = verdict(kept)
    assert [(fault.kind, fault.first) for fault in found.findings] == [("key", head.size - 1)]


def test_the_command_says_where_and_exits_with_1(kept, tmp_path, capsys):
    file = tmp_path / "head.txt"
    file.write_text("\n".join(head.note.text for head in kept))
    call_command("audit", "verify", "--head", str(file))
    assert "核验通过" in capsys.readouterr().out
    change = "UPDATE audit_entry SET post = 'x' WHERE id = (SELECT min(id) + 5 FROM audit_entry)"
    with tampered(change), pytest.raises(CommandError) as refusal:
        call_command("audit", "verify", "--head", str(file))
    assert refusal.value.returncode == 1
    assert "第 5 位" in capsys.readouterr().out
    assert Entry.objects.filter(post="x").count() == 0
