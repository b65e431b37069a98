"""Networks in CIDR notation: which callers a user allows, and where messages may be sent (art. 44)."""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from refusals.tree import FieldError

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

MOST = 50
NO_NETWORK = _("%s is no network. Write it as 10.1.2.0/24 or 2001:db8::/48; one address alone is fine too.")
TOO_MANY = _("List at most 50 networks.")


def read(text: str) -> tuple[list[str], list[FieldError]]:
    """The networks named in a text, one a line or with commas between, and what is wrong with the rest."""
    given = [word for word in text.replace(",", " ").replace("，", " ").split() if word]
    found, wrong = [], []
    for word in given[: MOST + 1]:
        try:
            found.append(str(ip_network(word)))
        except ValueError:
            wrong.append(FieldError("networks", "no_network", NO_NETWORK % word[:60]))
    if len(given) > MOST:
        wrong.append(FieldError("networks", "too_many", TOO_MANY))
    return list(dict.fromkeys(found)), wrong


def lies_in(address: str | None, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks; an IPv4 address in IPv6 clothes counts as itself."""
    if not address:
        return False
    bare = _plain(ip_address(address))
    return any(bare in network for network in map(ip_network, networks) if network.version == bare.version)


def may_be_called(address: Address) -> bool:
    """Whether a message may go there: a public address, or one in a network that the operator registered."""
    bare = _plain(address)
    if lies_in(str(bare), settings.PUSH_NETWORKS):
        return True
    return bare.is_global and not bare.is_multicast


def addresses_of(host: str, port: int) -> list[Address]:
    """Every address that the name stands for now; OSError when there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


def _plain(address: Address) -> Address:
    mapped = getattr(address, "ipv4_mapped", None)
    return mapped or address
