"""The interface's description, and the page to read it on."""

import pytest
import yaml


@pytest.mark.django_db
def test_it_describes_the_interface(client) -> None:
    response = client.get("/api/v1/openapi.yaml")
    described = yaml.safe_load(response.content)
    assert described["openapi"].startswith("3.")
    assert "/api/v1/workdays/due/" in described["paths"]


def test_it_relaxes_the_content_policy_on_this_page_alone(client, db) -> None:
    docs, home = client.get("/api/docs/"), client.get("/")
    assert "style-src 'self' 'unsafe-inline'" in docs.headers["content-security-policy"]
    assert "unsafe" not in home.headers["content-security-policy"]
    assert "script-src 'self'" in docs.headers["content-security-policy"].split("; ")


def test_it_loads_nothing_from_elsewhere(client, db) -> None:
    page = client.get("/api/docs/").content.decode()
    assert 'src="//' not in page
    assert "https://" not in page
