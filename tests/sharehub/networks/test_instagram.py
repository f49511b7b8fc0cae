from sharehub import networks
from tests.sharehub.networks.post import TEXT, TITLE, URL

MODULE = networks.get("instagram")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == "https://www.instagram.com/"


def test_it_takes_five_hashtags_and_only_through_the_share_sheet():
    assert MODULE.most_hashtags == 5
    assert MODULE.through_share_sheet
    assert not MODULE.takes_text
