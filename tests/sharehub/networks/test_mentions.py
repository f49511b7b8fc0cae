"""Names in a text: what becomes a mention where, and what people are told about it."""

import pytest

from sharehub import advice, networks
from tests import factories


@pytest.mark.parametrize(
    ("key", "text", "plain"),
    [
        ("x", "Thanks @ann!", []),
        ("mastodon", "Thanks @ann!", ["@ann"]),
        ("mastodon", "Thanks @ann@mastodon.nl.", []),
        ("bluesky", "Thanks @ann", ["@ann"]),
        ("bluesky", "Thanks @ann.bsky.social.", []),
        ("linkedin", "Thanks @ann", ["@ann"]),
        ("linkedin", "Mail ann@example.org, see https://x.com/@ann", []),
    ],
)
def test_a_name_is_a_mention_where_the_network_reads_it_so(key, text, plain):
    assert networks.get(key).plain_names(text) == plain


@pytest.mark.parametrize(
    ("key", "text", "tip"),
    [
        ("linkedin", "Thanks @ann", "@ann stays plain text when you paste it: type the name again on LinkedIn"),
        ("mastodon", "Thanks @ann", "@ann is no mention on Mastodon: write @name@mastodon.nl"),
        ("instagram", "#a #b #c #d #e #f", "6 hashtags: Instagram takes 5"),
        ("linkedin", "#a #b #c #d", "4 hashtags: 3 is plenty"),
        ("whatsapp", "#a", "Hashtags do nothing on WhatsApp"),
        ("linkedin", "#warmtenetten", "Write hashtags #LikeThis: screen readers can then read them"),
        ("linkedin", "#WarmteNetten", "Hashtags"),
    ],
)
def test_somebody_who_writes_is_told(db, key, text, tip):
    tips = [found.text for found in advice.tips(text, factories.article(), networks.get(key), "en")]
    assert tip in tips
