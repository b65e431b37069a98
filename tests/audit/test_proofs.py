"""Proofs from stored subtrees: right at every size, with a handful of statements (art. 42)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from audit import heads, proofs, sealing, tree
from audit.models import Leaf
from tests.audit.acts import acts
from tests.audit.test_merkle import naive
from verifier.files import verify_growth, verify_proof
from verifier.merkle import is_extension, is_included

MANY = 1500
WITHIN_ONE_DATABASE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def leaves(db) -> list[bytes]:
    acts(MANY)
    sealing.seal()
    return [bytes(found) for found in Leaf.objects.values_list("hash", flat=True)]


@WITHIN_ONE_DATABASE
@given(data=some.data())
def test_it_proves_any_entry_at_any_size(leaves, data):
    size = data.draw(some.integers(1, MANY))
    position = data.draw(some.integers(0, size - 1))
    root = naive(leaves[:size])
    assert tree.root(size) == root
    assert is_included(leaves[position], position, size, tree.inclusion(position, size), root)


@WITHIN_ONE_DATABASE
@given(data=some.data())
def test_it_proves_growth_between_any_sizes(leaves, data):
    later = data.draw(some.integers(1, MANY))
    earlier = data.draw(some.integers(1, later))
    roots = naive(leaves[:earlier]), naive(leaves[:later])
    assert is_extension((earlier, later), roots, tree.consistency(earlier, later))


def test_it_reads_two_statements_and_few_rows(leaves, django_assert_num_queries):
    with django_assert_num_queries(2):
        tree.inclusion(700, MANY)
    with django_assert_num_queries(2):
        tree.consistency(700, MANY)


@pytest.mark.article("42")
def test_it_proves_to_an_outsider(leaves, signed):
    head = heads.sign(asked=True)
    number = Leaf.objects.get(position=77).entry_id
    told = proofs.of_entry(number)
    text = proofs.as_text(told)
    assert verify_proof(text, [signed.key])[0]
    assert not verify_proof(text.replace("test.act", "test.bad"), [signed.key])[0]
    assert not verify_proof(text.replace('"position": 77', '"position": 78'))[0]
    assert told["head"] == head.note.text


def test_it_proves_growth_to_an_outsider(leaves, signed):
    first = heads.sign(asked=True)
    acts(40)
    sealing.seal()
    told = proofs.of_growth(first, heads.sign(asked=True))
    assert verify_growth(proofs.as_text(told), [signed.key])
    assert not verify_growth(proofs.as_text({**told, "second": told["first"]}))


def test_it_proves_nothing_that_no_head_covers(entries, signed):
    assert proofs.of_entry(entries[0].pk) is None
    sealing.seal()
    assert proofs.of_entry(entries[0].pk) is None
    heads.sign(asked=True)
    assert proofs.of_entry(entries[0].pk)["position"] == 0
