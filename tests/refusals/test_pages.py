"""How people are told no."""

import pytest
from django.test import Client

PAGES = [
    ("invalid", 422),
    ("forbidden", 403),
    ("gone", 410),
    ("conflict", 409),
    ("http404", 404),
    ("denied", 403),
]


@pytest.mark.parametrize(("what", "status"), PAGES)
def test_it_shows_every_refusal_as_a_page(client, db, what, status):
    response = client.get(f"/door/refuses/{what}/")
    assert response.status_code == status
    assert "refusals/refusal.html" in [template.name for template in response.templates]
    assert "internal" not in response.content.decode()


@pytest.mark.article("27(4)")
def test_it_names_the_article(client, db):
    page = client.get("/door/refuses/gone/").content.decode()
    assert "第 27 条（四）" in page
    assert "已不再提供" in page


def test_it_lists_what_is_wrong(client, db):
    page = client.get("/door/refuses/invalid/").content.decode()
    assert "Say what for." in page


def test_it_gives_a_number_to_ask_for_help_with(client, db):
    response = client.get("/door/refuses/conflict/", headers={"x-request-id": "ask-me-1234"})
    assert "ask-me-1234" in response.content.decode()


def test_it_tells_of_unknown_addresses(client, db):
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert "没有您可以查看的内容" in response.content.decode()


def test_it_speaks_english_when_asked(client, db):
    response = client.get("/nothing/here/", headers={"accept-language": "en"})
    assert "There is nothing here that you may see" in response.content.decode()


def test_it_explains_a_form_that_is_too_old(db):
    response = Client(enforce_csrf_checks=True).post("/door/refuses/fault/")
    assert response.status_code == 403
    assert "页面停留过久" in response.content.decode()


def test_it_keeps_its_faults_to_itself(calm, db):
    response = calm.get("/door/refuses/fault/")
    assert response.status_code == 500
    assert "secret" not in response.content.decode()
    assert "出了问题" in response.content.decode()


def test_it_needs_no_database_to_tell_of_a_fault(calm):
    page = calm.get("/door/refuses/fault/").content.decode()
    assert "bootstrap.min.css" in page


def test_it_falls_back_to_the_plain_page(client, db, settings):
    settings.TEMPLATES = broken(settings.TEMPLATES)
    response = client.get("/door/refuses/gone/")
    assert response.status_code == 410
    assert "已不再提供" in response.content.decode()


def broken(templates):
    """A context processor that fails, as when the database is away."""
    processors = ["tests.refusals.door.fails"]
    return [templates[0] | {"OPTIONS": {"context_processors": processors}}]


def test_it_has_a_way_on(client, db):
    assert 'href="/"' in client.get("/nothing/here/").content.decode()
