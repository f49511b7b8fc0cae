import json

import pytest

from sharehub import networks
from tests.sharehub.networks.post import BOTH, TEXT, TITLE, URL

MODULE = networks.get("bluesky")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"https://bsky.app/intent/compose?text={BOTH}"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("👨\u200d👩\u200d👧\u200d👦", 1),
        ("é", 1),
        ("https://example.nl/", 19),
    ],
)
def test_it_counts_in_its_own_way(text, length):
    assert MODULE.count(text) == length


def test_emoji_made_of_many_signs_fill_its_bytes_before_its_length():
    family = "👨\u200d👩\u200d👧\u200d👦"  # 25 bytes, one sign
    link = "https://go.example.nl/s/abcdefghij"  # 34 bytes, and two for the empty line
    assert MODULE.is_too_heavy(family * 118, link) is False
    assert MODULE.is_too_heavy(family * 119, link) is True
    assert MODULE.count(MODULE.whole_text(family * 119, link)) == 155


def test_a_post_is_looked_up_by_handle_or_did():
    base = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri="
    tail = "&depth=0&parentHeight=0"
    for who in ("ann.bsky.social", "did:plc:abc123"):
        found = MODULE.looks_up.address(f"https://bsky.app/profile/{who}/post/3kabc")
        assert found == f"{base}at%3A%2F%2F{who.replace(':', '%3A')}%2Fapp.bsky.feed.post%2F3kabc{tail}"
    assert MODULE.looks_up.address("https://bsky.app/profile/ann.bsky.social") == ""


def test_the_links_of_a_post_are_read_from_its_facets_and_its_card():
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": URL}
    record = {"text": "Short", "facets": [{"features": [feature, {"tag": "heat"}]}]}
    assert URL in MODULE.looks_up.read(answer(record))
    assert URL in MODULE.looks_up.read(answer({"text": "Short", "embed": {"external": {"uri": URL}}}))
    assert URL not in MODULE.looks_up.read(answer({"text": "Short"}))


def answer(record):
    return json.dumps({"thread": {"post": {"uri": "at://x", "record": record}}}).encode()
