"""Whose word is taken for where a request came from: that of the proxies that the settings name, and of nobody else."""

from ipaddress import IPv6Address, ip_address, ip_network

from graph.errors import BadInput
from graph.settings import Settings

_SITE = 64
"""Bits of an IPv6 address that tell whose it is: the rest its owner makes up at will."""


def proxies_of(settings: Settings) -> list[str]:
    """The addresses and networks of KITH_PROXIES. Errors: BadInput for what is neither, and for everybody."""
    told = [text.strip() for text in settings.proxies.split(",") if text.strip()]
    for number, text in enumerate(told, 1):
        try:
            everybody = ip_network(text).prefixlen == 0
        except ValueError:
            everybody = True
        if everybody:
            raise BadInput(f"KITH_PROXIES, entry {number}: give the address of one proxy or its network, as 10.0.0.7 or 10.0.0.0/24")
    return told


def site_of(host: str) -> str:
    """What stands for an address where it is counted: an IPv6 address counts with its /64; empty for a socket or no address.

    >>> site_of("2001:db8::1:2"), site_of("::ffff:192.0.2.1")
    ('2001:db8::/64', '192.0.2.1')
    """
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address) >> _SITE << _SITE, _SITE)))
