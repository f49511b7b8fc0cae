from sharehub import networks
from tests.sharehub.networks.post import TEXT, TITLE, URL

MODULE = networks.get("copy")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == ""


def test_nobody_can_be_found_there():
    assert not MODULE.has_people
    assert MODULE.button_words == "Copy text and link"
