from sharehub import networks
from tests.sharehub.networks.post import ENCODED_TEXT, ENCODED_URL, TEXT, TITLE, URL

MODULE = networks.get("teams")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert (
        MODULE.share_url(TEXT, URL, TITLE)
        == f"https://teams.microsoft.com/share?href={ENCODED_URL}&msgText={ENCODED_TEXT}"
    )
