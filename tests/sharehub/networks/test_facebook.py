from sharehub import networks
from tests.sharehub.networks.post import ENCODED_URL, TEXT, TITLE, URL

MODULE = networks.get("facebook")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"https://www.facebook.com/sharer/sharer.php?u={ENCODED_URL}"


def test_the_link_stands_beside_the_text_and_takes_no_room():
    assert MODULE.whole_text(TEXT, URL) == TEXT
    assert MODULE.room(URL) == 63206
