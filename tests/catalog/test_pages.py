"""The catalogue in the browser."""

import pytest
from django.urls import reverse

from catalog.models import Entry, Submission
from catalog.particulars import FieldParticulars
from tests.catalog.factories import FORM, draft_entry, publish_entry, publish_open

LIST = reverse("catalog:entries")
SCRIPT = "<script>alert(1)</script>"


def page(client, **query: object) -> str:
    answer = client.get(LIST, query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_lists_what_anybody_may_see(client, cast):
    publish_entry(cast.market)
    entry = publish_open(cast.market)
    shown = page(client)
    assert entry.current.name in shown
    assert "企业登记基本信息" not in shown


def test_it_lists_everything_published_to_staff(client, cast):
    publish_entry(cast.market)
    draft_entry(cast.market, name="还没有发布")
    client.force_login(cast.bob)
    shown = page(client)
    assert "企业登记基本信息" in shown
    assert "还没有发布" not in shown


def test_it_counts_the_choices_of_each_facet(client, cast):
    publish_open(cast.market)
    publish_open(cast.hr, name="另一项", update_cycle="monthly")
    facets = {facet.name: facet for facet in client.get(LIST).context["facets"]}
    assert [(c.value, c.count) for c in facets["theme"].choices] == [("ecology", 2)]
    assert {(c.value, c.count) for c in facets["organization"].choices} == {("GX-MARKET", 1), ("GX-HR", 1)}
    assert facets["update_cycle"].choices[0].address == "?update_cycle=daily"


def test_it_keeps_the_filters_in_the_address(client, cast):
    for number in range(25):
        publish_open(cast.market, name=f"日报{number}")
    shown = page(client, theme="ecology", q="日报")
    assert "theme=ecology&amp;q=" in shown or "q=%E6%97%A5%E6%8A%A5&amp;theme=ecology" in shown
    assert "page=2" in shown
    assert page(client, theme="ecology", page=2).count("日报") >= 5


@pytest.mark.parametrize(
    "query", [{"theme": "x"}, {"organization": "NOBODY"}, {"q": "长" * 101}, {"q": "a " * 11}]
)
def test_it_says_what_is_wrong_with_a_filter(client, cast, query):
    answer = client.get(LIST, query)
    assert answer.status_code == 400
    assert "error-summary" in answer.content.decode()


def test_it_survives_nul_and_strange_pages(client, cast):
    assert client.get(LIST, {"q": "a\x00"}).status_code == 400
    assert client.get(LIST, {"page": "x' OR 1=1"}).status_code == 200


def test_it_asks_the_database_the_same_however_many_there_are(client, cast, django_assert_num_queries):
    publish_open(cast.market)
    with django_assert_num_queries(9):
        page(client)
    for number in range(12):
        publish_open(cast.hr, name=f"日报{number}")
    with django_assert_num_queries(9):
        page(client)


def test_it_shows_an_entry_with_its_fields(client, cast):
    entry = publish_open(cast.market, related_codes=(publish_open(cast.hr, name="相关的").code,))
    shown = client.get(entry.get_absolute_url()).content.decode()
    for text in ("设区市空气质量日报", "211001450000/000002", "指数", "aqi", "相关的", "营业执照"):
        assert text in shown


def test_it_reads_an_entry_in_few_queries(client, cast, django_assert_num_queries):
    entry = publish_open(cast.market, related_codes=(publish_open(cast.hr, name="相关的").code,))
    with django_assert_num_queries(4):
        client.get(entry.get_absolute_url())


@pytest.mark.article("32")
def test_it_hides_a_closed_entry_from_anybody(client, cast):
    entry = publish_entry(cast.market)
    assert client.get(entry.get_absolute_url()).status_code == 404
    client.force_login(cast.charlie)
    assert client.get(entry.get_absolute_url()).status_code == 200


def test_it_says_that_an_entry_is_gone(client, cast):
    entry = publish_open(cast.market)
    Entry.objects.filter(pk=entry.pk).update(status="offline")
    assert client.get(entry.get_absolute_url()).status_code == 410
    assert entry.current.name not in page(client)


@pytest.mark.parametrize("code", ["x", "102001450000-999999", "..%2f", "%00"])
def test_it_knows_no_such_entry(client, cast, code):
    assert client.get(f"{LIST}{code}/").status_code in {400, 404, 422}


def test_it_escapes_whatever_a_provider_writes(client, cast):
    field = FieldParticulars(
        name="f",
        title=SCRIPT,
        type="text",
        description=SCRIPT,
        share_type="unconditional",
        open_type="unconditional",
    )
    written = dict.fromkeys(
        ("name", "abstract", "responsible_unit", "format_detail", "digitization_note"), SCRIPT
    )
    entry = publish_open(cast.market, fields=(field,), keywords=(SCRIPT,), **written)
    for shown in (
        page(client),
        page(client, q="<script>"),
        client.get(entry.get_absolute_url()).content.decode(),
    ):
        assert "&lt;script&gt;alert(1)" in shown
        assert SCRIPT not in shown


@pytest.mark.article("20")
def test_a_steward_files_an_entry(client, cast):
    client.force_login(cast.stella)
    answer = client.post(reverse("catalog:file"), FORM)
    submission = Submission.objects.get()
    assert answer.status_code == 302
    assert answer["Location"] == submission.get_absolute_url()
    assert client.get(answer["Location"]).status_code == 200


def test_it_shows_a_wrong_form_again(client, cast):
    client.force_login(cast.stella)
    answer = client.post(reverse("catalog:file"), FORM | {"fields": "a,b,c,d,e,f", "name": SCRIPT})
    assert answer.status_code == 422
    assert "第 1 行" in answer.content.decode()
    assert SCRIPT not in answer.content.decode()
    assert not Submission.objects.exists()


def test_only_stewards_may_file(client, cast):
    assert client.get(reverse("catalog:file")).status_code == 302
    client.force_login(cast.bob)
    assert client.get(reverse("catalog:file")).status_code == 403
