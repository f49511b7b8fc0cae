"""Only our own proxies are believed about an address."""

import pytest

from themes.addresses import client_address, networks


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.2", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.2", "6.6.6.6, 198.51.100.1, 10.0.0.3", "198.51.100.1"),
        ("10.0.0.2", "", "10.0.0.2"),
        ("10.0.0.2", "nonsense", "10.0.0.2"),
        ("", "198.51.100.1", ""),
    ],
)
def test_only_our_own_proxies_are_believed(peer, forwarded, address):
    assert client_address(peer, forwarded, networks(["10.0.0.0/8"])) == address


def test_what_is_no_network_stops_the_start():
    with pytest.raises(ValueError, match="nonsense"):
        networks(["nonsense"])
