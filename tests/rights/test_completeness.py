"""The table names every endpoint and every step that there is, and nothing else is offered (art. 5)."""

import logging
from collections.abc import Iterator

import pytest
from django.urls import get_resolver, resolve
from django.urls.resolvers import URLResolver

from portal.documents.relations import everybody
from portal.documents.rights import endpoints, page, steps
from procedure.models import Case, kinds
from procedure.policy import the_clock
from tests.rights.knocking import SIGN_IN, Crowd
from tests.rights.town import Town, found

OUR_KINDS = ("share_request", "submission", "quality_issue", "update_duty", "suspension", "emergency_stop")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
STEP = "steps/"
SHUT = ("405", "403", "404")
LEAD_ON = ("/sign-in/", "/i18n/setlang/")
"""Addresses that lead on to another page, whatever the method; they change nothing by it."""
TRIED_BY = ("requester.handler", "bureau.reviewer")


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        else:
            yield bare(route)


def bare(route: str) -> str:
    """A route of patterns and one of `resolve` differ in their anchors."""
    return route.replace("^", "").replace("$", "")


def our_routes() -> set[str]:
    """Everything but Django's administration, which `organizations/admin.py` guards, and steps."""
    every = set(routes(get_resolver()))
    return {
        route
        for route in every
        if not route.startswith("admin/") and "steps/" not in route.partition("cases")[2]
    }


def named(town: Town) -> dict[str, set[str]]:
    """The routes that the table names, each with its methods."""
    known: dict[str, set[str]] = {}
    for row in endpoints():
        method, address = row.call.split()
        path = address.format(**town.things).partition("?")[0]
        known.setdefault(bare(resolve(path).route), set()).add(method)
    return known


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def town(db: None, settings, tmp_path) -> Town:
    backend = "django.core.files.storage.FileSystemStorage"
    default = {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}
    settings.DEMONSTRATION = True
    settings.STORAGES = settings.STORAGES | {"default": default}
    return found()


@pytest.mark.article("5")
def test_it_names_every_endpoint(town):
    steps_over_rest = {route for route in our_routes() if "/steps/" in route and "number" in route}
    assert our_routes() - steps_over_rest - set(named(town)) == set()


@pytest.mark.article("5")
def test_it_names_every_step_of_every_kind(town):
    ours = {(kind, step.name) for kind in OUR_KINDS for step in kinds()[kind].steps()}
    tried = {(town.cases[row.about].kind, row.call) for row in steps()}
    assert tried == ours


def test_it_shows_that_the_clock_s_steps_are_nobody_s(town):
    kept = [row for row in steps() if declared(town, row.about, row.call).by is the_clock]
    assert kept
    answers = {row.answer(one) for row in kept for one in everybody()}
    assert answers == {SIGN_IN, "403", "404"}


def declared(town: Town, about: str, name: str):
    step = town.cases[about].step(name)
    assert step is not None
    return step


def test_it_offers_no_method_that_the_table_does_not_name(town, quiet):
    crowd, unnamed = Crowd(town), []
    tried = [one for one in everybody() if one.name in TRIED_BY]
    shut = {a: m for a, m in addresses(town).items() if a not in LEAD_ON and "/steps/" not in a}
    for address, methods in shut.items():
        for method in sorted(set(METHODS) - methods):
            answers = {one.name: crowd.knock(one, method, address) for one in tried}
            unnamed += [f"{method} {address} {who} {was}" for who, was in answers.items() if was not in SHUT]
    assert not unnamed, "\n".join(unnamed)


def addresses(town: Town) -> dict[str, set[str]]:
    """One address of each route, with the methods that the table names for it."""
    calls = (row.call.split()[1].format(**town.things).partition("?")[0] for row in endpoints())
    by_route = {bare(resolve(address).route): address for address in calls}
    return {by_route[route]: methods for route, methods in named(town).items()}


def test_it_is_published(town):
    published = page()
    assert all(row.call in published for row in (*endpoints(), *steps()))
    assert issubclass(type(town.cases["draft"]), Case)
