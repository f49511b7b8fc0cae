from sharehub import networks
from tests.sharehub.networks.post import BOTH, ENCODED_TITLE, TEXT, TITLE, URL

MODULE = networks.get("email")


def test_the_share_page_is_filled_in_as_far_as_it_goes():
    assert MODULE.share_url(TEXT, URL, TITLE) == f"mailto:?subject={ENCODED_TITLE}&body={BOTH.replace('%0A', '%0D%0A')}"


def test_it_is_sent_and_not_posted():
    assert (MODULE.title_words, MODULE.opens_words) == ("Send it by e-mail", "Open your mail program")
    assert MODULE.step_words == "Open your mail program and send"
