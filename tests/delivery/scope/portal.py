"""The pages of a user after many attempts: of each grant what that grant has, and no value elsewhere."""

from typing import Any

from tests.delivery.scope.answers import kept_back
from tests.delivery.scope.grants import Drawn
from tests.delivery.scope.tables import MARK
from tests.delivery.scope.trial import Trial

LISTS = (
    "/delivery/usage/", "/delivery/usage/?format=xlsx", "/delivery/grants/", "/delivery/grants/?format=xlsx",
    "/api/v1/delivery/usage/", "/api/v1/delivery/deliveries/", "/notices/",
)  # fmt: skip


OF_ENTRY = (
    "/quality/entries/{}/", "/api/v1/catalog/entries/{}/",
    "/api/v1/catalog/entries/{}/resources/", "/api/v1/quality/entries/{}/",
)  # fmt: skip
"""They name the fields, as the catalogue does, and no value."""


def looked_at(trial: Trial) -> int:
    """How many pages of alice and her systems were looked through."""
    client, entry = trial.world.client("alice"), trial.table.resource.entry
    addresses = [*LISTS, entry.get_absolute_url(), *(address.format(entry.code) for address in OF_ENTRY)]
    pages = [client.get(address) for address in addresses]
    assert {page.status_code for page in pages} == {200}
    for page in pages:
        said = _content(page)
        assert MARK.encode() not in said
    for grant in trial.hand.grants:
        pages += _of_grant(trial, client, grant)
    return len(pages)


def _of_grant(trial: Trial, client: Any, grant: Drawn) -> list[Any]:
    """The grant's own pages tell of its fields, the rows in hand their values too."""
    granted = trial.table.named(grant.fields)
    addresses = [
        f"/delivery/grants/{grant.number}/", f"/delivery/grants/{grant.number}/rows/",
        f"/delivery/grants/{grant.number}/subscription/", f"/api/v1/delivery/grants/{grant.number}/",
        f"/api/v1/delivery/deliveries/?grant={grant.number}",
    ]  # fmt: skip
    pages = [client.get(address) for address in addresses]
    for place, page in enumerate(pages):
        said = _content(page)
        for word in kept_back(trial.table, granted):
            assert word.encode() not in said, (word, addresses[place], page.status_code)
        assert place == 1 or MARK.encode() not in said
    return pages


def _content(page: Any) -> bytes:
    return b"".join(page.streaming_content) if page.streaming else page.content
