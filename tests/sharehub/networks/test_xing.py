from sharehub import networks
from tests.sharehub.networks.post import ENCODED_URL, TEXT, TITLE, URL

MODULE = networks.get("xing")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"https://www.xing.com/spi/shares/new?url={ENCODED_URL}"
