import pytest

from sharehub import networks
from tests.sharehub.networks.post import BOTH, ENCODED_URL, TEXT, TITLE, URL

MODULE = networks.get("linkedin")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"https://www.linkedin.com/feed/?shareActive=true&text={BOTH}"


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("😀", 2),
        ("é", 1),
        ("a\r\nb", 3),
    ],
)
def test_it_counts_in_its_own_way(text, length):
    assert MODULE.count(text) == length


@pytest.mark.parametrize(
    ("address", "is_post"),
    [
        ("https://www.linkedin.com/posts/ann-1", True),
        ("https://lnkd.in/abc", True),
        ("https://linkedin.com@evil.nl/posts/1", False),
    ],
)
def test_a_post_is_known_by_its_address(address, is_post):
    assert MODULE.owns(address) is is_post


def test_without_text_the_documented_page_opens():
    page = MODULE.share_url("", URL, "")
    assert page == f"https://www.linkedin.com/sharing/share-offsite/?url={ENCODED_URL}"
