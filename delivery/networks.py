"""Network addresses: what a name stands for, what is public, whom we may call, who may call (art. 3, 44).

A name is looked up once, here, and the connection goes to the address that was checked, so that no second
answer of a name server leads into the house.
"""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from refusals.tree import FieldError, Invalid

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NAT64 = IPv6Network("64:ff9b::/96")
MOST = 50
NO_NETWORK = _("%s is no network. Write it as 10.1.2.0/24 or 2001:db8::/48; one address alone is fine too.")
TOO_MANY = _("List at most 50 networks.")
NOT_ALLOWED = _(
    "The portal may not call this address. Ask the Bureau to have it registered (setting PULL_NETWORKS or"
    " PULL_HOSTS)."
)
UNKNOWN_HOST = _("This address cannot be found. Check its spelling.")
PRIVATE = _(
    "This address lies in a private network. The portal calls such a service only when the Bureau has"
    " registered it."
)


def resolved(host: str, port: int | None = None) -> list[Address]:
    """Every address that the name stands for now. Raises OSError or UnicodeError when there is none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ip_address(str(one[4][0]).partition("%")[0]) for one in found))


def bare(address: Address) -> Address:
    """The address that is meant: an IPv4 address, whatever IPv6 clothes it wears."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, address))[1]


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may be meant: no loopback, link-local, private or shared address."""
    meant = bare(address)
    return meant.is_global and not meant.is_multicast


def lies_in(address: Address, networks: Iterable[str]) -> bool:
    """Whether the address lies in one of the networks, as it stands."""
    return any(
        address in network for network in map(ip_network, networks) if network.version == address.version
    )


def may_be_called(address: Address, registered: Iterable[str] = ()) -> bool:
    """Whether the portal may call there: a public address, or one in a network that was registered for it."""
    return is_public(address) or lies_in(bare(address), registered)


def database_address(host: str, port: int, database: str) -> str:
    """What to connect to: what is registered by name, or an address in a registered network.

    PULL_HOSTS registers `host` with all its databases, or `host#database`, the host also a socket's folder.
    Raises Invalid.
    """
    if {host, f"{host}#{database}"} & set(settings.PULL_HOSTS):
        return host
    if host.startswith("/"):
        raise _invalid("host", "not_allowed", NOT_ALLOWED)
    found = _known(host, port)
    if not all(lies_in(bare(address), settings.PULL_NETWORKS) for address in found):
        raise _invalid("host", "not_allowed", NOT_ALLOWED)
    return str(found[0])


def check_service_host(host: str, *, allow_private: bool) -> None:
    """A department's service: public, unless the Bureau has registered that it is not. Raises Invalid."""
    found = _known(host)
    if not allow_private and not all(map(is_public, found)):
        raise _invalid("base_url", "private_address", PRIVATE)


def _known(host: str, port: int | None = None) -> list[Address]:
    try:
        return resolved(host, port)
    except (OSError, UnicodeError):
        raise _invalid("host", "unknown_host", UNKNOWN_HOST) from None


def _invalid(field: str, code: str, sentence: object) -> Invalid:
    return Invalid([FieldError(field, code, sentence)])  # type: ignore[arg-type]


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


def admits(caller: str | None, networks: Iterable[str]) -> bool:
    """Whether a call from this address comes from one of the networks that a user has named.

    An IPv4 address that our own socket shows as IPv6 counts as itself; other clothes anybody can put on.
    """
    if not caller:
        return False
    address = ip_address(caller)
    return lies_in(getattr(address, "ipv4_mapped", None) or address, networks)
