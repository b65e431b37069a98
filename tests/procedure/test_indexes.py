"""No index says what another one says already, and lists find the one that is meant for them."""

import pytest
from django.db import connection, models

from procedure.models import Case, WorkItem
from sharing.models import ShareRequest

TABLES = ["procedure_case", "procedure_workitem", "procedure_urging", "procedure_idempotentanswer"]
# Whole indexes, without a condition, whose columns begin another such index of the table.
DOUBLED = """
SELECT one.indexrelid::regclass::text FROM pg_index one JOIN pg_index other
    ON one.indrelid = other.indrelid AND one.indexrelid <> other.indexrelid
WHERE one.indrelid = ANY(%s::regclass[]) AND one.indpred IS NULL AND other.indpred IS NULL
    AND NOT one.indisunique AND one.indclass[0] = other.indclass[0]
    AND (other.indkey::text || ' ') LIKE (one.indkey::text || ' %%')
"""


def plan(rows: models.QuerySet) -> str:
    """How the list is found when there are too many rows to read them all."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")  # the order, too, comes from the index
    return rows.explain()


def test_it_keeps_no_index_that_another_covers(db):
    with connection.cursor() as cursor:
        cursor.execute(DOUBLED, [[*TABLES, "sharing_sharerequest"]])
        assert cursor.fetchall() == []


def test_it_finds_open_duties_by_the_index_of_the_inbox(db):
    rows = WorkItem.objects.is_open().filter(holder=1, post="reviewer").order_by("due", "pk")
    assert "item_inbox" in plan(rows)


@pytest.mark.parametrize("side", ["requester", "provider"])
def test_it_finds_the_cases_of_a_side_by_its_index(db, side):
    rows = Case.objects.filter(**{side: 1}).order_by("-pk")[:50]
    assert f"case_of_{side}" in plan(rows)


def test_it_finds_the_requests_for_an_entry_by_their_index(db):
    assert "share_request_of_entry" in plan(
        ShareRequest.objects.filter(entry=1).order_by().values_list("case_ptr_id")
    )
