import pytest

from sharehub import networks
from tests.sharehub.networks.post import ENCODED_TEXT, ENCODED_URL, TEXT, TITLE, URL

MODULE = networks.get("threads")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert (
        MODULE.share_url(TEXT, URL, TITLE)
        == f"https://www.threads.com/intent/post?text={ENCODED_TEXT}&url={ENCODED_URL}"
    )


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("🇳🇱a", 2),
    ],
)
def test_it_counts_in_its_own_way(text, length):
    assert MODULE.count(text) == length
