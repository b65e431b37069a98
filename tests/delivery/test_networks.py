"""Which addresses the portal calls, and from which it is called: one look at the address that is meant."""

from ipaddress import ip_address

import pytest

from delivery import networks
from delivery.subscription.posting import post, refuse_private
from refusals.tree import Invalid

PRIVATE = [
    "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "192.0.2.1", "0.0.0.0", "224.0.0.1", "::1",
    "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:10.1.2.3", "2002:7f00:1::", "2002:a01:203::1",
    "64:ff9b::7f00:1", "64:ff9b::a01:203", "2001:0:4136:e378:8000:63bf:f5fe:fdfc",
]  # fmt: skip
"""The last one hides 10.1.2.3 in Teredo."""


@pytest.mark.article("3")
@pytest.mark.parametrize("address", PRIVATE)
def test_it_calls_nothing_private_in_whatever_clothes(address):
    assert not networks.is_public(ip_address(address))
    assert not networks.may_be_called(ip_address(address))
    host = f"[{address}]" if ":" in address else address
    assert post(f"http://{host}:9/", b"{}", {}).words == "private address"
    with pytest.raises(Invalid):
        refuse_private(f"http://{host}:9/")
    with pytest.raises(Invalid):
        networks.check_service_host(address, allow_private=False)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_it_calls_what_is_public(address):
    assert networks.may_be_called(ip_address(address))


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::a01:203"])
def test_it_calls_what_is_registered(address):
    assert networks.may_be_called(ip_address(address), ["10.1.0.0/16"])
    assert not networks.may_be_called(ip_address(address), ["10.2.0.0/16", "fd00::/8"])


@pytest.mark.article("44")
@pytest.mark.parametrize(
    ("caller", "expected"),
    [
        ("10.1.2.3", True),
        ("::ffff:10.1.2.3", True),
        ("10.9.2.3", False),
        ("2002:a01:203::1", False),
        ("64:ff9b::a01:203", False),
        (None, False),
    ],
)
def test_it_is_called_from_the_networks_named_alone(caller, expected):
    assert networks.admits(caller, ["10.1.0.0/16"]) is expected
