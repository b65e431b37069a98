"""The tree of RFC 6962 and 9162, against published vectors and against the definition itself."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as some

from verifier import merkle

LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = [
    (0, 1, []),
    (0, 8, [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]),
    (5, 8, [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (1, 5, [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ]),
]  # fmt: skip
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]),
    (6, 8, [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]),
    (2, 5, [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ]),
]  # fmt: skip
SIZES = some.integers(1, 300)


def naive(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash as RFC 6962 defines it, over hashes of leaves."""
    if len(leaves) < 2:
        return leaves[0] if leaves else sha256(b"").digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return sha256(b"\x01" + naive(leaves[:split]) + naive(leaves[split:])).digest()


def hashes(many: int) -> list[bytes]:
    return [merkle.leaf_hash(str(number).encode()) for number in range(many)]


def path(parts: list[tuple[int, int]], leaves: list[bytes]) -> list[bytes]:
    return [naive(leaves[first:end]) for first, end in parts]


@pytest.mark.parametrize("size", range(9))
def test_it_hashes_as_the_published_vectors(size):
    tree = merkle.Frontier()
    tree.extend([merkle.leaf_hash(text) for text in LEAVES[:size]])
    assert tree.root().hex() == ROOTS[size]


@pytest.mark.parametrize(("position", "size", "expected"), INCLUSION)
def test_it_proves_inclusion_as_the_published_vectors(position, size, expected):
    leaves = [merkle.leaf_hash(text) for text in LEAVES]
    proof = path(merkle.inclusion_parts(position, size), leaves)
    assert [part.hex() for part in proof] == expected
    assert merkle.is_included(leaves[position], position, size, proof, bytes.fromhex(ROOTS[size]))


@pytest.mark.parametrize(("earlier", "later", "expected"), CONSISTENCY)
def test_it_proves_growth_as_the_published_vectors(earlier, later, expected):
    leaves = [merkle.leaf_hash(text) for text in LEAVES]
    proof = path(merkle.consistency_parts(earlier, later), leaves)
    assert [part.hex() for part in proof] == expected
    roots = bytes.fromhex(ROOTS[earlier]), bytes.fromhex(ROOTS[later])
    assert merkle.is_extension((earlier, later), roots, proof)


@given(some.lists(some.integers(0, 40), max_size=8))
def test_it_grows_in_parts_as_at_once(parts):
    tree, leaves = merkle.Frontier(), hashes(sum(parts))
    for size in parts:
        tree.extend(leaves[tree.size : tree.size + size])
    assert tree.root() == naive(leaves)


@given(SIZES, some.integers(0, 300))
def test_it_gives_each_complete_subtree_once(size, more):
    tree, leaves = merkle.Frontier(), hashes(size + more)
    grown = tree.extend(leaves[:size]) + tree.extend(leaves[size:])
    found = {(level, place + n): one for level, place, row in grown for n, one in enumerate(row)}
    complete = {(lv, p) for lv in range(1, 10) for p in range(len(leaves) >> lv)}
    assert set(found) == complete
    assert all(found[lv, p] == naive(leaves[p << lv : p + 1 << lv]) for lv, p in complete)


@given(SIZES, some.data())
def test_it_proves_inclusion_of_each_and_nothing_else(size, data):
    leaves = hashes(size)
    position = data.draw(some.integers(0, size - 1))
    proof = path(merkle.inclusion_parts(position, size), leaves)
    assert merkle.is_included(leaves[position], position, size, proof, naive(leaves))
    other = data.draw(some.integers(0, size + 1))
    assert merkle.is_included(leaves[position], other, size, proof, naive(leaves)) == (other == position)
    assert not merkle.is_included(leaves[position], position, size, [*proof, b"x" * 32], naive(leaves))
    assert not merkle.is_included(b"y" * 32, position, size, proof, naive(leaves))


@given(SIZES, some.data())
def test_it_proves_growth_and_nothing_else(later, data):
    leaves, earlier = hashes(later), data.draw(some.integers(1, later))
    roots = naive(leaves[:earlier]), naive(leaves)
    proof = path(merkle.consistency_parts(earlier, later), leaves)
    assert merkle.is_extension((earlier, later), roots, proof)
    assert not merkle.is_extension((earlier, later), (roots[0], b"x" * 32), proof)
    assert not merkle.is_extension((earlier, later), roots, [*proof, b"x" * 32])
    assert not merkle.is_extension((earlier, later), (b"x" * 32, roots[1]), proof)
