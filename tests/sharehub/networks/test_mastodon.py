import json

import pytest

from sharehub import networks
from sharehub.networks import Limits
from tests.sharehub.networks.post import BOTH, TEXT, TITLE, URL

MODULE = networks.get("mastodon")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"https://share.joinmastodon.org/#text={BOTH}"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("https://example.nl/a/very/long/address/indeed", 23),
        ("http://a.nl b", 25),
        ("👨\u200d👩\u200d👧\u200d👦", 1),
    ],
)
def test_it_counts_in_its_own_way(text, length):
    assert MODULE.count(text) == length


@pytest.mark.parametrize(
    ("address", "is_post"),
    [
        ("https://mastodon.nl/@ann/1145", True),
        ("https://mastodon.nl/about", False),
    ],
)
def test_a_post_is_known_by_its_address(address, is_post):
    assert MODULE.owns(address) is is_post


@pytest.mark.parametrize(
    ("server", "page"),
    [
        ("mastodon.nl", "https://mastodon.nl/share?text=Hi"),
        ("https://Mastodon.NL/", "https://mastodon.nl/share?text=Hi"),
        ("evil.nl/path?x=", "https://share.joinmastodon.org/#text=Hi"),
        ("user@evil.nl", "https://share.joinmastodon.org/#text=Hi"),
        ("localhost", "https://share.joinmastodon.org/#text=Hi"),
    ],
)
def test_it_goes_to_the_persons_own_server_when_it_is_one(server, page):
    assert MODULE.share_url("Hi", "", "", server) == page


def test_a_post_is_looked_up_on_its_own_server():
    for path in ("@ann/1145", "@ann@elsewhere.nl/1145", "users/ann/statuses/1145"):
        assert MODULE.looks_up.address(f"https://mastodon.nl/{path}") == "https://mastodon.nl/api/v1/statuses/1145"
    assert MODULE.looks_up.address("https://mastodon.nl/@ann") == ""


def test_the_links_of_a_post_are_read_from_its_text_and_its_card():
    assert URL in MODULE.looks_up.read(json.dumps({"content": f'<p><a href="{URL}">…</a></p>', "card": None}).encode())
    assert URL in MODULE.looks_up.read(json.dumps({"content": "", "card": {"url": URL}}).encode())


def test_a_server_tells_its_own_limits():
    statuses = {"max_characters": 5000, "characters_reserved_per_url": 30}
    tells = MODULE.server_limits
    assert tells.address("mastodon.nl") == "https://mastodon.nl/api/v2/instance"
    assert tells.read(json.dumps({"configuration": {"statuses": statuses}}).encode()) == Limits(5000, 30)
    assert tells.read(b'{"configuration": {"statuses": {"max_characters": 500}}}') == Limits(500, 23)
    for answer in (b"", b"{}", b"[]", b'{"configuration": {"statuses": {"max_characters": 0}}}'):
        with pytest.raises(ValueError):
            tells.read(answer)
