"""Delivery and quality in the administration: every model to be looked at, none changed, no secret shown."""

import pytest
from django.apps import apps
from django.contrib.admin import site
from django.test import Client

from delivery.models import ApiSource, Load, Source, Version
from delivery.supply.mounting import OPERATOR, mount
from tests.delivery.factories import table
from workdays import clock

MODELS = [model for room in ("delivery", "quality") for model in apps.get_app_config(room).get_models()]
COUNTED = {"Tally"}
"""What only the gateway counts."""


@pytest.fixture
def adam(world) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(world.cast.adam, backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(model, *parts: object) -> str:
    return "/".join(["/admin", model._meta.app_label, model._meta.model_name, *map(str, parts), ""])


def test_it_registers_every_model():
    assert {model.__name__ for model in MODELS if not site.is_registered(model)} == COUNTED


def test_it_lists_each_and_changes_none(adam):
    for model in MODELS:
        if site.is_registered(model):
            assert adam.get(address(model)).status_code == 200, model
            assert adam.get(address(model, "add")).status_code == 403, model


def test_it_searches_where_it_says_so(adam):
    for model in MODELS:
        if site.is_registered(model) and site._registry[model].search_fields:
            assert adam.get(f"{address(model)}?q=a").status_code == 200, model


def test_it_shows_no_secret(world, adam):
    source = Source(entry=world.entry, code="x-1", title="库", driver="mariadb", relation="t")
    source.secret = "the-password"
    source.save()
    service = ApiSource(resource=world.resource, base_url="https://e.org", paths=["/*"], methods=["GET"])
    service.secret_headers = {"X-Key": "the-password"}
    service.save()
    for thing, secret in ((source, source.password), (service, service.headers)):
        page = adam.get(address(type(thing), thing.pk, "change")).content.decode()
        assert secret not in page
        assert "the-password" not in page


def test_it_shows_a_load_and_a_version_without_values(world, adam):
    mount(world.entry, table(5), OPERATOR)
    load = Load.objects.create(entry=world.entry, code="x-1", origin="upload", created=clock.now())
    shown = adam.get(address(Load, load.pk, "change"))
    assert shown.status_code == 200
    page = adam.get(address(Version, Version.objects.latest("pk").pk, "change")).content.decode()
    assert "桂林米粉" not in page
    assert adam.post(address(Load, load.pk, "change"), {"status": "done"}).status_code == 403
