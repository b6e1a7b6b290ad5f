"""At which addresses media listens, and which of them clients are told."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from ipaddress import ip_address
from socket import AF_INET, AF_INET6, SOCK_DGRAM, gaierror, socket

_OUTSIDE = {4: (AF_INET, "192.0.2.1"), 6: (AF_INET6, "2001:db8::1")}
"""Of the ranges for documentation (RFC 5737, RFC 3849): asked for the way only, nothing is sent there."""


class BadAddress(ValueError):
    """An address cannot be used; the text is a plain sentence."""


async def of_host(host: str) -> tuple[str, ...]:
    """The address of the host that pages are served at. Raises BadAddress for a name that has none."""
    try:
        return (str(ip_address(host)),)
    except ValueError:
        pass
    try:
        known = await asyncio.get_running_loop().getaddrinfo(host, None, type=SOCK_DGRAM)
    except gaierror as error:
        raise BadAddress(f"the name {host} has no address here: {error.strerror}") from error
    return (str(min(known, key=lambda one: one[0] != AF_INET)[4][0]),)


def told(bound: Sequence[str], public: Sequence[str]) -> tuple[str, ...]:
    """What clients are told: `public`, else what listens; for all addresses the one outwards.

    Raises BadAddress where nothing listens for a public address, or where no way leads outwards.
    """
    families = {ip_address(host).version for host in bound}
    for host in public:
        if (version := ip_address(host).version) not in families:
            raise BadAddress(f"clients would be told {host}, but media listens at no IPv{version} address")
    if public:
        return tuple(public)
    found = dict.fromkeys(_outwards(host) if ip_address(host).is_unspecified else host for host in bound)
    hosts = tuple(host for host in found if host is not None)
    if not hosts:
        raise BadAddress("this machine has no way outwards to tell its address by; name its public address")
    return hosts


def _outwards(host: str) -> str | None:
    """The address that this machine has on its way outwards, None where it has no such way."""
    family, outside = _OUTSIDE[ip_address(host).version]
    with socket(family, SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing.
            probe.connect((outside, 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])
