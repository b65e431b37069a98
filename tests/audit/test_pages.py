"""The trail as auditors read it."""

import pytest
from django.db import transaction

from audit.trail import Snapshot, record

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def alice(client, cast):
    client.force_login(cast.alice, backend=BACKEND)
    return client


@pytest.mark.article("5")
def test_it_shows_who_did_what_when_and_under_which_article(alice, entries):
    page = alice.get("/trail/").content.decode()
    assert "自治区人力资源和社会保障厅（经办岗 乙，代 丙）" in page
    assert "第 29 条（三）" in page
    assert "sharing.agree" in page


def test_it_shows_where_acts_came_from(alice, db):
    from audit import context

    token = context._address.set("192.0.2.7")
    record("a.b", actor=Snapshot.anonymous())
    context._address.reset(token)
    assert "192.0.2.7" in alice.get("/trail/").content.decode()


def test_it_sends_strangers_to_sign_in(client, db):
    response = client.get("/trail/")
    assert response.status_code == 302
    assert "next=/trail/" in response["Location"]


def test_it_is_closed_to_other_posts(client, cast):
    client.force_login(cast.charlie, backend=BACKEND)
    assert client.get("/trail/").status_code == 403


@pytest.mark.article("42")
def test_it_shows_a_department_s_auditor_the_own_acts_only(client, cast, entries):
    client.force_login(cast.bob, backend=BACKEND)
    assert [entry.act for entry in client.get("/trail/").context["entries"]] == ["sharing.submit"]


FILTERS = [
    ({"case": "GX-SR-2026-000001"}, 2),
    ({"case": "GX-SR-2026-000002"}, 0),
    ({"organization": "GX-HR"}, 1),
    ({"person": "alice"}, 1),
    ({"act": "sharing."}, 2),
    ({"act": "sharing.a"}, 1),
    ({"until": "2020-01-01"}, 0),
    ({"since": "2020-01-01", "until": "9999-12-31"}, 2),
]


@pytest.mark.parametrize(("query", "found"), FILTERS)
def test_it_is_searched(alice, entries, query, found):
    assert len(alice.get("/trail/", query).context["entries"]) == found


@pytest.mark.parametrize(
    "query", [{"since": "soon"}, {"before": "x"}, {"before": "9" * 40}, {"case": "x" * 65}]
)
def test_it_says_what_is_wrong_with_a_search(alice, entries, query):
    response = alice.get("/trail/", query)
    assert response.status_code == 200
    assert response.context["entries"] == []
    assert response.context["form"].errors


def test_it_turns_to_older_entries_and_keeps_the_filters(alice, db):
    with transaction.atomic():
        for number in range(51):
            record(f"a.{number}", actor=Snapshot.clock(), case="GX-SR-2026-000009")
    first = alice.get("/trail/", {"case": "GX-SR-2026-000009"})
    assert len(first.context["entries"]) == 50
    second = alice.get(f"/trail/?{first.context['older']}")
    assert [entry.act for entry in second.context["entries"]] == ["a.0"]
    assert second.context["older"] == ""


def test_it_takes_the_same_number_of_queries_however_long(alice, entries, django_assert_max_num_queries):
    with transaction.atomic():
        for _ in range(40):
            record("a.b", actor=Snapshot.clock())
    with django_assert_max_num_queries(6):
        alice.get("/trail/")


def test_it_escapes_what_was_stored(alice, db):
    record("a.b", actor=Snapshot("x", "<script>1</script>"), particulars={"<b>": "<i>"})
    page = alice.get("/trail/").content.decode()
    assert "<script>1" not in page
    assert "<i>" not in page


@pytest.mark.article("43")
def test_it_lists_all_that_one_person_or_organization_handled(alice, entries):
    for query in ({"person": "bob"}, {"organization": "GX-HR"}):
        found = alice.get("/trail/", query).context["entries"]
        assert [(entry.person, entry.organization, entry.post) for entry in found] == [
            ("bob", "GX-HR", "handler")
        ]
