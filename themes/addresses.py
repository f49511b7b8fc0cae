"""Who really asks: what proxies say about an address is believed of our own proxies only. No Django here: the edge uses it."""

import ipaddress
from collections.abc import Sequence

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Return the networks of a list such as 10.0.0.0/8; raises ValueError for what is none."""
    return tuple(ipaddress.ip_network(text.strip(), strict=False) for text in texts if text.strip())


def client_address(peer: str, forwarded: str, trusted: Sequence[Network]) -> str:
    """Return the visitor's address: what a trusted proxy says in X-Forwarded-For, else who is connected. Never store it.

    From the nearest hop outwards, a hop is believed only when the one that told of it is a proxy of ours.
    """
    address = peer
    hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
    while hops and _is_in(address, trusted):
        hop = hops.pop()
        if not _is_address(hop):
            break
        address = hop
    return address


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(address: str, trusted: Sequence[Network]) -> bool:
    return _is_address(address) and any(ipaddress.ip_address(address) in network for network in trusted)
