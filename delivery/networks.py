"""Which addresses the portal itself may call on behalf of a department (art. 42, 46)."""

import ipaddress
import socket
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from refusals.tree import FieldError, Invalid

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NOT_ALLOWED = _(
    "The portal may not call this address. Ask the Bureau to have it registered (setting PULL_NETWORKS or"
    " PULL_HOSTS)."
)
UNKNOWN_HOST = _("This address cannot be found. Check its spelling.")
PRIVATE = _(
    "This address lies in a private network. The portal calls such a service only when the Bureau has"
    " registered it."
)


def addresses_of(host: str, port: int | None = None) -> tuple[Address, ...]:
    """All addresses behind a name, as IPv4 where one stands for that. Raises Invalid without any."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _invalid("host", "unknown_host", UNKNOWN_HOST) from None
    return tuple(dict.fromkeys(_plain(str(one[4][0])) for one in found))


def _plain(text: str) -> Address:
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        return address.ipv4_mapped or address.sixtofour or address
    return address


def is_public(address: Address) -> bool:
    """Whether anybody on the internet may be meant: no loopback, link-local, private or shared address."""
    return address.is_global and not address.is_multicast


def database_address(host: str, port: int, database: str) -> str:
    """What to connect to: what is registered by name, or an address in a registered network.

    PULL_HOSTS registers `host` with all its databases, or `host#database`, the host also a socket's folder.
    A name is looked up once, here, so that it cannot lead elsewhere afterwards. Raises Invalid.
    """
    if {host, f"{host}#{database}"} & set(settings.PULL_HOSTS):
        return host
    networks = [ipaddress.ip_network(network) for network in settings.PULL_NETWORKS]
    if host.startswith("/") or not _all_within(found := addresses_of(host, port), networks):
        raise _invalid("host", "not_allowed", NOT_ALLOWED)
    return str(found[0])


def _all_within(addresses: Iterable[Address], networks: Iterable[object]) -> bool:
    return all(any(address in network for network in networks) for address in addresses)  # type: ignore[operator]


def check_service_host(host: str, *, allow_private: bool) -> None:
    """A department's service: public, unless the Bureau has registered that it is not. Raises Invalid."""
    addresses = addresses_of(host)
    if not allow_private and not all(map(is_public, addresses)):
        raise _invalid("base_url", "private_address", PRIVATE)


def _invalid(field: str, code: str, sentence: object) -> Invalid:
    return Invalid([FieldError(field, code, sentence)])  # type: ignore[arg-type]
