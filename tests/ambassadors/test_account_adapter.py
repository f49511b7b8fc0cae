"""What stands for a visitor's address is the same all day, and is not the address."""

from ipaddress import ip_address

import time_machine
from django.test import RequestFactory

from ambassadors.accounts import AccountAdapter


def _address(remote: str, **headers: str) -> str:
    return AccountAdapter().get_client_ip(RequestFactory().get("/", REMOTE_ADDR=remote, **headers))


def test_what_is_kept_is_no_address_of_anyone(settings):
    with time_machine.travel("2026-11-20T10:00Z", tick=False):
        one, again, other = _address("203.0.113.7"), _address("203.0.113.7"), _address("203.0.113.8")
    assert one == again != other
    assert ip_address(one).is_private
    with time_machine.travel("2026-11-21T10:00Z", tick=False):
        assert _address("203.0.113.7") != one


def test_only_a_known_proxy_is_believed(settings):
    settings.TRUSTED_PROXIES = ["10.0.0.0/8"]
    with time_machine.travel("2026-11-20T10:00Z", tick=False):
        behind = _address("10.0.0.1", HTTP_X_FORWARDED_FOR="198.51.100.1, 203.0.113.7")
        assert behind == _address("203.0.113.7")
        assert _address("192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.7") == _address("192.0.2.1")
