"""Keeps fetching to public addresses: a feed must not make us ask the machines of our own network.

Names are looked up by us, and what is connected to is what was checked, so that a name that leads somewhere else the
second time gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import TypeAlias

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

_Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddressError(OSError):
    """The host has no public address."""


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public net, also where it holds an IPv4 address in one of IPv6."""
    ip: _Address = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return ip.is_global and not ip.is_multicast


def check_literal(host: str) -> None:
    """Raise `PrivateAddressError` for a host that is itself an IP address, and no public one; no name is looked up."""
    try:
        public = is_public(host.strip("[]"))
    except ValueError:
        return  # a name: its addresses are checked when it is looked up
    if not public:
        raise PrivateAddressError(f"{host} is not a public address")


class PublicResolver(AbstractResolver):
    """Looks names up, and leaves out the addresses that are not public."""

    def __init__(self) -> None:
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """The public addresses of a name.

        Raises `PrivateAddressError` when it has others only, and `OSError` when it has none.
        """
        found = await self._resolver.resolve(host, port, family)
        public = [address for address in found if is_public(address["host"])]
        if not public:
            raise PrivateAddressError(f"{host} has no public address")
        return public

    async def close(self) -> None:
        """Nothing to free."""
        await self._resolver.close()
