from sharehub import networks
from tests.sharehub.networks.post import ENCODED_TEXT, ENCODED_URL, TEXT, TITLE, URL

MODULE = networks.get("telegram")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"https://t.me/share/url?url={ENCODED_URL}&text={ENCODED_TEXT}"
