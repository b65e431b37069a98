"""The coding rule of the national guide."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from catalog import coding
from catalog.classification import table
from catalog.models import CodeSequence
from tests.catalog.factories import publish_entry


def test_it_composes_class_item_subject_division_and_sequence(db):
    assert list(coding.assign(["307010450000", "307010450000"])) == [
        "307010450000-000001",
        "307010450000-000002",
    ]


def test_it_prints_the_slash_of_the_guide():
    assert coding.as_in_the_guide("307010450000-000001") == "307010450000/000001"


def test_it_counts_each_front_code_for_itself(db):
    codes = list(coding.assign(["101001450000", "307010450000", "101001450000"]))
    assert codes == ["101001450000-000001", "307010450000-000001", "101001450000-000002"]


def test_it_refuses_to_run_out_of_numbers(db):
    CodeSequence.objects.create(prefix="101001450000", last=coding.LAST)
    with pytest.raises(coding.Conflict):
        list(coding.assign(["101001450000"]))


@pytest.mark.article("20")
def test_it_gives_the_providers_division(cast):
    assert publish_entry(cast.market).code == "102001450000-000001"


def test_it_knows_every_item_of_the_guide():
    assert {category.key for category in table().values() if category.code[0] == "1"} == {
        "population",
        "legal_person",
        "geospatial",
        "social_credit",
        "certificate",
    }
    assert all(category.theme for category in table().values() if category.code[0] == "2")


def assigned(count: int) -> list[str]:
    """Codes as one of several connections gets them."""
    try:
        return list(coding.assign(["101001450000"] * count))
    finally:
        connection.close()


def test_it_never_gives_a_code_twice(committed_db):
    with ThreadPoolExecutor(4) as people:
        given = [code for codes in people.map(assigned, [1, 2, 3, 4]) for code in codes]
    assert sorted(given) == [f"101001450000-{number:06d}" for number in range(1, 11)]
