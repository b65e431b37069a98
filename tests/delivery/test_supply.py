"""What we supply, by page and by REST: bring, watch, restore, register (art. 23, 24, 38)."""

import base64
import hashlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from delivery.errors import NotWhole, OutOfTime, TooLarge
from delivery.models import ApiSource, Load, LoadStatus, Resource, Source
from delivery.supply import incoming, loading, tabular
from delivery.supply.mounting import columns_of
from tests.catalog.factories import publish_entry
from tests.delivery import samples
from tests.delivery.factories import table, trail
from tests.delivery.loads import loaded


@pytest.fixture
def content(world, tmp_path) -> bytes:
    return tabular.write(table(5), columns_of(world.entry), tmp_path / "five.csv").read_bytes()


@pytest.fixture
def browser(world):
    def of(who: str) -> Client:
        client = Client(HTTP_ACCEPT_LANGUAGE="en")
        client.force_login(getattr(world.cast, who))
        return client

    return of


def post(world, content: bytes, query: str = "name=a.csv", who: str = "hank", **given: str):
    address = f"/api/v1/delivery/entries/{world.entry.code}/loads/?{query}"
    return world.client(who).post(address, content, content_type="application/octet-stream", **given)


@pytest.mark.article("38")
def test_a_program_brings_a_table(world, content):
    answer = post(world, content)
    assert answer.status_code == 202, answer.content
    loading.perform(answer.json()["id"])
    told = world.client("hank").get(answer["Location"]).json()
    assert (told["status"], told["percent"], told["version"]) == ("done", 100, 2)


def test_a_person_brings_a_table(world, browser, content):
    address = f"/delivery/entries/{world.entry.code}/bring/"
    page = browser("stella").get(address)
    assert page.status_code == 200
    given = SimpleUploadedFile("年报.csv", content)
    sent = browser("stella").post(address, {"given": given, "mode": "full", "resource": "", "title": ""})
    load = Load.objects.get()
    assert sent["Location"] == load.get_absolute_url()
    loading.perform(load.pk)
    assert b"is in place" in browser("stella").get(sent["Location"]).content


def test_the_page_asks_again_by_itself_while_it_runs(world, browser, content):
    load = Load.objects.get(pk=post(world, content).json()["id"])
    page = browser("stella").get(load.get_absolute_url()).content.decode()
    assert f'hx-get="{load.get_absolute_url()}"' in page
    part = browser("stella").get(load.get_absolute_url(), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part


def test_a_person_takes_the_list_of_errors_home(world, browser, content):
    load = loaded(world, content.replace(b"2020-01-02", b"soon").replace(b"9145", b"9" * 30))
    page = browser("hank").get(load.get_absolute_url()).content.decode()
    assert "成立日期" in page
    listed = browser("hank").get(f"{load.get_absolute_url()}errors.csv").content.decode("utf-8-sig")
    assert "2,estdate,成立日期," in listed
    assert "soon" not in listed


def test_what_was_wrong_is_said_in_the_language_of_the_reader(world, content):
    load = loaded(world, content.replace(b"2020-01-02", b"soon"))
    told = load.errors[0]["detail"]
    assert "1" in told["en"]
    assert "fits this field" in told["en"]
    assert "信息项" in told["zh-hans"]


def test_names_in_the_list_are_no_formulas(world, browser, content):
    load = loaded(world, content.replace(b"serial", b"=1+1", 1))
    assert ",'=1+1," in browser("hank").get(f"{load.get_absolute_url()}errors.csv").content.decode()


@pytest.mark.parametrize(("who", "status"), [("hank", 202), ("bob", 403), ("alice", 403), ("cindy", 404)])
def test_only_the_provider_brings(world, content, who, status):
    assert post(world, content, who=who).status_code == status


@pytest.mark.parametrize(("who", "status"), [("hank", 200), ("bob", 200), ("betty", 200), ("alice", 404)])
def test_who_sees_what_we_supply(world, browser, who, status):
    assert browser(who).get(f"/delivery/supply/{world.resource.code}/").status_code == status
    answer = world.client(who).get(f"/api/v1/delivery/supply/{world.resource.code}/versions/")
    assert answer.status_code == status


def test_a_body_that_is_not_what_was_announced_is_refused(world, content):
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    assert post(world, content, HTTP_CONTENT_DIGEST=f"sha-256=:{digest}:").status_code == 202
    assert post(world, content[:-1], HTTP_CONTENT_DIGEST=f"sha-256=:{digest}:").status_code == 400


def read_from(*pieces: bytes):
    waiting = iter([*pieces, b""])
    return lambda _size: next(waiting)


def test_a_lying_length_is_found(storage):
    with pytest.raises(NotWhole):
        incoming.take(read_from(b"abc"), "a.csv", announced=5)
    assert not [path for path in storage.rglob("*") if path.is_file()]


def test_too_large_and_too_slow_are_stopped_on_the_way(storage, settings):
    settings.UPLOAD_BYTES = 4
    with pytest.raises(TooLarge):
        incoming.take(read_from(b"abc", b"def"), "a.csv")
    settings.UPLOAD_BYTES, settings.UPLOAD_SECONDS = 100, -1
    with pytest.raises(OutOfTime):
        incoming.take(read_from(b"abc"), "a.csv")


def test_a_form_that_is_too_large_is_refused(world, browser, settings):
    settings.UPLOAD_BYTES = 10
    given = SimpleUploadedFile("a.csv", b"x" * 100)
    sent = browser("stella").post(f"/delivery/entries/{world.entry.code}/bring/", {"given": given})
    assert sent.status_code == 413


def test_a_wrong_kind_of_file_is_refused_at_the_door(world, browser):
    entry = publish_entry(world.cast.market, name="图片", format="image", share_mode="file")
    data = {"given": SimpleUploadedFile("a.png", samples.pdf()), "mode": "full", "resource": "", "title": ""}
    sent = browser("stella").post(f"/delivery/entries/{entry.code}/bring/", data)
    assert sent.status_code == 422
    assert b"application/pdf" in sent.content


def test_both_doors_put_a_version_back(world, browser, content):
    loaded(world, content)
    address = f"/delivery/supply/{world.resource.code}/versions/"
    assert browser("bob").post(f"{address}1/restore/").status_code == 403
    assert browser("stella").post(f"{address}1/restore/").status_code == 302
    assert world.client("hank").post(f"/api/v1{address}2/restore/").json()["number"] == 2
    assert world.client("hank").post(f"/api/v1{address}2/restore/").status_code == 409
    assert len(trail("delivery.restore")) == 2


def test_both_doors_cancel(world, browser, content):
    first, second = (post(world, content).json()["id"] for _time in range(2))
    assert browser("hank").post(f"/delivery/loads/{first}/cancel/").status_code == 302
    assert (
        world.client("hank").post(f"/api/v1/delivery/loads/{second}/cancel/").json()["status"] == "cancelled"
    )
    assert set(Load.objects.values_list("status", flat=True)) == {LoadStatus.CANCELLED}


SOURCE = {
    "title": "登记库", "driver": "mariadb", "host": "10.0.0.9", "port": 3306, "database": "d", "account": "a",
    "password": "secret-7", "relation": "t", "mode": "full", "cycle": "daily", "hour": 3, "seconds": 60,
}  # fmt: skip


def test_both_doors_register_a_source(world, browser):
    sent = browser("stella").post(f"/delivery/entries/{world.entry.code}/source/", SOURCE)
    assert sent.status_code == 302, sent.content
    source = Source.objects.get()
    assert (source.secret, source.next_at is not None) == ("secret-7", True)
    address = f"/api/v1/delivery/supply/{source.code}/source/"
    changed = world.client("stella").put(address, SOURCE | {"password": "", "hour": 4})
    assert changed.json()["hour"] == 4
    assert Source.objects.get().secret == "secret-7"
    for told in (changed.content, world.client("stella").get(address).content, sent.content):
        assert b"secret-7" not in told
    assert "secret-7" not in str([entry.particulars for entry in trail("delivery.source")])


@pytest.mark.parametrize("wrong", [{"host": "127.0.0.1"}, {"statement": "SELECT 1"}, {"relation": "a;b"}])
def test_a_source_that_cannot_be_is_refused(world, wrong):
    address = f"/api/v1/delivery/supply/{world.resource.code}/source/"
    assert world.client("stella").put(address, SOURCE | wrong).status_code == 422
    assert not Source.objects.exists()


SERVICE = {
    "title": "接口", "base_url": "https://8.8.8.8/api", "paths": ["/v1/items/*"], "methods": ["GET"],
    "headers": "X-Key: abc-secret", "timeout": 5, "max_bytes": 100000,
}  # fmt: skip


@pytest.fixture
def service_address(world) -> str:
    entry = publish_entry(world.cast.market, name="接口", format="api", share_mode="api")
    return f"/api/v1/delivery/supply/{entry.code}-1/service/"


@pytest.mark.article("3", "24")
def test_a_service_is_registered_with_its_secrets_kept(world, service_address):
    answer = world.client("stella").put(service_address, SERVICE)
    assert answer.status_code == 200, answer.content
    service = ApiSource.objects.get()
    assert service.secret_headers == {"X-Key": "abc-secret"}
    assert "abc-secret" not in service.headers + answer.content.decode()
    assert (service.resource.kind, service.resource.format) == ("api", "api")
    assert world.client("stella").get(service_address).json()["paths"] == ["/v1/items/*"]


@pytest.mark.parametrize("host", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"])
def test_a_private_address_needs_the_bureau(world, service_address, host):
    private = SERVICE | {"base_url": f"http://{host}/"}
    assert world.client("stella").put(service_address, private).status_code == 422
    assert world.client("stella").put(service_address, private | {"allow_private": True}).status_code == 422
    assert world.client("betty").put(service_address, private | {"allow_private": True}).status_code == 200
    assert world.client("stella").put(service_address, private | {"timeout": 9}).status_code == 200
    elsewhere = {"base_url": "http://192.168.9.9/"}
    assert world.client("stella").put(service_address, SERVICE | elsewhere).status_code == 422


WRONG = [
    {"base_url": "ftp://8.8.8.8/"},
    {"base_url": "https://a@8.8.8.8/"},
    {"paths": ["../x"]},
    {"paths": []},
    {"methods": ["TRACE"]},
    {"headers": "Host: x"},
    {"headers": "X-Key abc"},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_service_that_cannot_be_is_refused(world, service_address, wrong):
    assert world.client("stella").put(service_address, SERVICE | wrong).status_code == 422
    assert not Resource.objects.filter(kind="api").exists()


def test_pages_count_their_statements(world, browser, content, django_assert_max_num_queries):
    for _time in range(3):
        loaded(world, content)
    client = browser("stella")
    with django_assert_max_num_queries(16):
        client.get(f"/delivery/supply/{world.resource.code}/")
    with django_assert_max_num_queries(14):
        client.get("/delivery/supply/")
