"""Which addresses are the public internet's, and which are somebody's inside."""

from __future__ import annotations

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

Resolve = Callable[[str, int], Sequence[str]]

# Networks that carry an IPv4 address in their last 32 bits: where that one leads is what counts.
_CARRIERS = tuple(IPv6Network(n) for n in ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/48"))


def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a host by the system's resolver, IPv4 first. Raises OSError where there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    # IPv4 first: district sites often announce an IPv6 address behind which nobody answers.
    ordered = sorted(found, key=lambda entry: entry[0] != socket.AF_INET)
    return list(dict.fromkeys(str(entry[4][0]) for entry in ordered))


def is_public(address: str) -> bool:
    """False for loopback, private, link-local, shared (CGNAT), metadata, multicast and reserved addresses.

    Also for an IPv6 address that wraps such an IPv4 one (mapped, compatible, NAT64, 6to4, Teredo).
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return all(map(_is_global, _meant(found)))


def _meant(address: IPv4Address | IPv6Address) -> list[IPv4Address | IPv6Address]:
    """The IPv4 addresses that an IPv6 address stands for, or the address itself."""
    if isinstance(address, IPv4Address):
        return [address]
    if any(address in network for network in _CARRIERS):
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    wrapped = address.teredo or (address.sixtofour,)
    return [address, *(w for w in wrapped if w is not None)] if any(wrapped) else [address]


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)
