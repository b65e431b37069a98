"""Departments' secrets have keys of their own in production (art. 11)."""

import pytest
from django.core.checks import run_checks

from delivery import sealing

KEY = "x" * 44


@pytest.fixture(autouse=True)
def _production(settings):
    settings.DEBUG = settings.DEMONSTRATION = False


def found(settings, *keys: str) -> list[str]:
    settings.CREDENTIALS_KEYS = list(keys)
    return [str(message.id) for message in sealing.check_keys()]


def test_it_asks_for_keys_in_production(settings):
    assert found(settings) == ["delivery.E001"]
    assert found(settings, KEY) == []


def test_it_asks_for_long_keys_that_open_nothing_else(settings):
    assert found(settings, KEY, "short") == ["delivery.E002"]
    assert found(settings, settings.SECRET_KEY) == ["delivery.E003"]
    assert found(settings, KEY, settings.SECRET_KEY) == []


@pytest.mark.parametrize("name", ["DEBUG", "DEMONSTRATION"])
def test_it_asks_for_none_where_nothing_is_secret(settings, name):
    setattr(settings, name, True)
    assert found(settings) == []


def test_it_is_asked_before_a_deployment(settings):
    settings.CREDENTIALS_KEYS = []
    ids = {message.id for message in run_checks(include_deployment_checks=True, tags=["security"])}
    assert "delivery.E001" in ids
    assert "delivery.E001" not in {message.id for message in run_checks(tags=["security"])}


def test_it_reads_what_an_older_key_sealed(settings):
    settings.CREDENTIALS_KEYS = [KEY]
    sealed = sealing.seal("密码")
    settings.CREDENTIALS_KEYS = ["y" * 44, KEY]
    assert sealing.unseal(sealed) == "密码"
