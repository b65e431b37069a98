"""Complete substring search in PostgreSQL."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import search
from catalog.models import Entry
from catalog.particulars import FieldParticulars
from tests.cast import OrganizationFactory
from tests.catalog.factories import publish_entry

FEW = st.text(alphabet="ab企业'\\&|!:*()<->%_\n\t ＡＢé\u0301ΣİßﬁＩ①…", max_size=8)
TEXT = FEW | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=8)


def found(query: str) -> bool:
    return Entry.objects.search(query).exists()


@pytest.fixture
def entry(db) -> Entry:
    return Entry.objects.create(provider=OrganizationFactory())


@given(pieces=st.lists(TEXT, max_size=3), query=TEXT)
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_finds_exactly_what_contains_every_word(entry, pieces, query):
    entry.search_text = search.searched(pieces)
    entry.search_vector = search.vector(entry.search_text)
    entry.save()
    kept = [search.normalised(piece) for piece in pieces]
    expected = all(any(word in piece for piece in kept) for word in search.words(query))
    assert found(query) == expected


@given(text=TEXT, data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_it_finds_every_part_of_a_text(entry, text, data):
    entry.search_text = search.searched([text])
    entry.search_vector = search.vector(entry.search_text)
    entry.save()
    begin = data.draw(st.integers(0, len(entry.search_text)))
    end = data.draw(st.integers(begin, len(entry.search_text)))
    assert found(entry.search_text[begin:end])


@pytest.mark.parametrize(
    "query",
    [
        "企",
        "登记基本",
        "主体资格",
        "社会信用代码",
        "营业执照",
        "市场监督管理局",
        "102001450000-0000",
        "１０２００１",
        "organization gx-market",
        "登记 执照",
    ],
)
def test_it_looks_in_every_piece(cast, query):
    publish_entry(cast.market)
    assert found(query)


@pytest.mark.parametrize("query", ["息全区", "企信", "登记 船舶", "executive"])
def test_it_does_not_cross_pieces_or_guess(cast, query):
    publish_entry(cast.market)
    assert not found(query)


def test_it_finds_the_end_of_a_very_long_text(cast):
    fields = tuple(
        FieldParticulars(
            name=f"f{number}",
            title=f"{'甲' * 90}{number}",
            type="text",
            share_type="conditional",
            open_type="closed",
        )
        for number in range(500)
    )
    publish_entry(cast.market, fields=fields, abstract="乙" * 1999 + "丙")
    assert found("甲499")
    assert found("甲" * 90 + "499")
    assert found("乙" * 300 + "丙")
    assert not found("甲500")


def test_it_puts_names_first_and_then_the_newer(cast):
    other = publish_entry(cast.market, name="船舶登记", abstract="与企业登记基本信息相连")
    first = publish_entry(cast.hr)
    second = publish_entry(cast.edu)
    later = publish_entry(cast.market, name="渔船登记", abstract="与企业登记基本信息相连")
    ranked = list(Entry.objects.search("企业登记基本信息"))
    assert ranked == [second, first, later, other]


def test_it_uses_the_index(cast):
    publish_entry(cast.market)
    plan = Entry.objects.containing("登记").explain()
    assert "search_vector" in plan


def test_it_changes_nothing_for_blank_words():
    assert search.words(" \u3000\t ") == []
