from sharehub import networks
from tests.sharehub.networks.post import BOTH, TEXT, TITLE, URL

MODULE = networks.get("whatsapp")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"https://wa.me/?text={BOTH}"


def test_a_message_has_no_address():
    assert not MODULE.owns("https://wa.me/1")
