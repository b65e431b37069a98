"""The subscription in the browser: duties, keys, networks, messages, and who may do what (art. 29(4), 44)."""

import pytest
from django.test import Client

from delivery.models import Message, PushTarget, Subscription, SubscriptionKey
from delivery.subscription import pushing
from delivery.supply.mounting import OPERATOR, mount
from notifications import drain
from notifications.models import Notice
from tests.delivery.factories import table
from tests.delivery.receiver import receiver
from tests.delivery.stops import actor, suspended


@pytest.fixture
def alice(world):
    return browser(world, "alice")


def browser(world, who):
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(getattr(world.cast, who))
    return client


def shown(client, to, **form):  # noqa: ANN003 - fields of the form
    return client.post(to, form, follow=True).content.decode()


@pytest.mark.article("44", "46")
def test_it_shows_the_duties_and_takes_the_acceptance(world, alice):
    grant = world.grant(accepted=False, conditions="仅供核验")
    assert "阅读并确认使用义务" in alice.get(grant.get_absolute_url()).content.decode()
    address = f"{grant.get_absolute_url()}subscription/"
    text = alice.get(address).content.decode()
    assert all(words in text for words in ("不扩散、不泄露", "仅供核验", "确认并订阅"))
    assert alice.post(f"{address}accept/", {"version": "2026-1"}).status_code == 422
    told = shown(alice, f"{address}accept/", version="2026-1", agreed="on")
    assert "使用义务已确认" in told
    assert Subscription.objects.get().accepted_by == "alice"
    assert alice.get(f"{grant.get_absolute_url()}rows/").status_code == 200


def test_it_reads_nothing_in_the_browser_before(world, alice):
    grant = world.grant(accepted=False)
    assert alice.get(f"{grant.get_absolute_url()}rows/").status_code == 403


def test_it_shows_a_key_once_with_an_example_to_copy(world, alice):
    grant = world.grant()
    address = f"{grant.get_absolute_url()}subscription/"
    told = shown(alice, f"{address}keys/", days="30")
    key = SubscriptionKey.objects.get()
    secret = told.partition('id="secret" readonly value="')[2].partition('"')[0]
    assert secret.startswith(key.prefix)
    again = alice.get(address).content.decode()
    assert secret not in again
    assert f"/api/v1/data/{world.resource.code}/rows/" in again
    assert "curl -H" in again


def test_it_replaces_and_revokes(world, alice):
    grant = world.grant()
    address = f"{grant.get_absolute_url()}subscription/"
    shown(alice, f"{address}keys/", days="30")
    old = SubscriptionKey.objects.get()
    assert "您的新密钥" in shown(alice, f"{address}keys/{old.prefix}/replace/", days="180", hours="24")
    new = SubscriptionKey.objects.exclude(pk=old.pk).get()
    assert "密钥已作废" in shown(alice, f"{address}keys/{new.prefix}/revoke/")
    assert [key.is_open for key in SubscriptionKey.objects.order_by("pk")] == [True, False]
    assert alice.post(f"{address}keys/gsk_none/revoke/").status_code == 404
    assert alice.post(f"{address}keys/", {"days": "0"}).status_code == 422


def test_it_arranges_a_push_and_sends_again(world, alice, settings):
    settings.PUSH_NETWORKS = ["127.0.0.0/8"]
    address = f"{world.grant().get_absolute_url()}subscription/"
    with receiver() as system:
        shown(alice, f"{address}arrange/", way="push", networks="")
        assert "已保存" in shown(alice, f"{address}target/", address=system.address)
        mount(world.entry, table(3), OPERATOR)
        pushing.send_due()
        text = alice.get(address).content.decode()
        assert all(words in text for words in ("whsec_", "已送达", "HTTP 200"))
        number = Message.objects.get().number
        assert "以原编号重新发送" in shown(alice, f"{address}messages/{number}/again/")
    assert alice.post(f"{address}target/", {"address": "http://10.0.0.1/"}).status_code == 422
    assert PushTarget.objects.get().address == system.address


@pytest.mark.parametrize("who", ["bob", "betty"])
def test_it_shows_others_no_secret_and_no_form(world, who):
    grant = world.grant()
    address = f"{grant.get_absolute_url()}subscription/"
    shown(browser(world, "alice"), f"{address}keys/", days="30")
    text = browser(world, who).get(address).content.decode()
    assert "gsk_" not in text
    assert "签发" not in text
    assert browser(world, who).post(f"{address}keys/", {"days": "5"}).status_code == 403
    assert browser(world, "charlie").get(address).status_code == 404


@pytest.mark.article("45")
def test_it_tells_the_user_and_the_authority_of_a_suspension(world):
    case = suspended(world, world.grant())
    drain.store()
    told = set(Notice.objects.filter(case=case.pk).values_list("recipient__username", flat=True))
    assert {"alice", "betty", "boris"} <= told
    assert "bob" not in told
    assert "考勤系统" in browser(world, "alice").get("/notices/").content.decode()


def test_it_needs_a_fixed_number_of_statements(world, alice, django_assert_max_num_queries):
    grant = world.grant()
    address = f"{grant.get_absolute_url()}subscription/"
    for _number in range(4):
        shown(alice, f"{address}keys/", days="30")
    with django_assert_max_num_queries(14):
        alice.get(address)
    assert actor(world, "alice").holdings
