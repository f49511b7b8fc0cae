import pytest

from sharehub import networks
from tests.sharehub.networks.post import ENCODED_TEXT, ENCODED_URL, TEXT, TITLE, URL

MODULE = networks.get("x")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"https://x.com/intent/post?text={ENCODED_TEXT}&url={ENCODED_URL}"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("abc", 3),
        ("é", 1),
        ("é", 1),
        ("漢字", 4),
        ("😀", 2),
        ("👨\u200d👩\u200d👧\u200d👦", 2),
        ("🇳🇱", 2),
        ("©", 1),
        ("“quoted” – dash", 15),
        ("see https://example.nl/a/very/long/address/indeed now", 31),
    ],
)
def test_it_counts_in_its_own_way(text, length):
    assert MODULE.count(text) == length


@pytest.mark.parametrize(
    ("address", "is_post"),
    [
        ("https://x.com/ann/status/1", True),
        ("https://twitter.com/ann/status/1", True),
    ],
)
def test_a_post_is_known_by_its_address(address, is_post):
    assert MODULE.owns(address) is is_post


def test_a_picture_is_shown_whole_at_sixteen_to_nine():
    assert [size.words for size in MODULE.pictures] == ["1200 × 675"]
