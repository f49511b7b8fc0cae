import pytest

from sharehub import networks
from themes.networks import Network

URL = "http://127.0.0.1:8001/s/abc"
TEXT = "Warm & wel?\nEén #Idee (50%)"
ENCODED_TEXT = "Warm%20%26%20wel%3F%0AE%C3%A9n%20%23Idee%20%2850%25%29"
ENCODED_URL = "http%3A%2F%2F127.0.0.1%3A8001%2Fs%2Fabc"
BOTH = f"{ENCODED_TEXT}%0A%0A{ENCODED_URL}"

PAGES = {
    "linkedin": f"https://www.linkedin.com/feed/?shareActive=true&text={BOTH}",
    "x": f"https://x.com/intent/post?text={ENCODED_TEXT}&url={ENCODED_URL}",
    "facebook": f"https://www.facebook.com/sharer/sharer.php?u={ENCODED_URL}",
    "instagram": "https://www.instagram.com/",
    "whatsapp": f"https://wa.me/?text={BOTH}",
    "bluesky": f"https://bsky.app/intent/compose?text={BOTH}",
    "mastodon": f"https://share.joinmastodon.org/#text={BOTH}",
    "threads": f"https://www.threads.com/intent/post?text={ENCODED_TEXT}&url={ENCODED_URL}",
    "telegram": f"https://t.me/share/url?url={ENCODED_URL}&text={ENCODED_TEXT}",
    "reddit": f"https://www.reddit.com/submit?url={ENCODED_URL}&title=A%20title%20%26%20more",
    "xing": f"https://www.xing.com/spi/shares/new?url={ENCODED_URL}",
    "teams": f"https://teams.microsoft.com/share?href={ENCODED_URL}&msgText={ENCODED_TEXT}",
    "email": f"mailto:?subject=A%20title%20%26%20more&body={BOTH.replace('%0A', '%0D%0A')}",
    "copy": "",
}


def test_every_network_has_a_module():
    assert [module.key for module in networks.all()] == list(Network)
    assert set(PAGES) == set(Network.values)


@pytest.mark.parametrize("module", networks.all(), ids=lambda module: module.key.value)
def test_a_module_keeps_the_contract(module):
    assert networks.get(module.key.value) is module
    assert module.name == module.key.label
    assert 0 < module.visible_before_more <= module.limit
    assert module.count("") == 0
    assert module.count("abc") == 3
    assert 0 < module.room(URL) <= module.limit
    fitting = "a" * module.room(URL)
    assert module.count(module.whole_text(fitting, URL)) == module.limit
    assert module.share_url(TEXT, URL, "A title & more") == PAGES[module.key.value]


@pytest.mark.parametrize(
    ("key", "text", "length"),
    [
        ("x", "abc", 3),
        ("x", "é", 1),
        ("x", "e\u0301", 1),
        ("x", "漢字", 4),
        ("x", "😀", 2),
        ("x", "👨‍👩‍👧‍👦", 2),
        ("x", "🇳🇱", 2),
        ("x", "©", 1),
        ("x", "“quoted” – dash", 15),
        ("x", "see https://example.nl/a/very/long/address/indeed now", 31),
        ("bluesky", "👨‍👩‍👧‍👦", 1),
        ("bluesky", "e\u0301", 1),
        ("bluesky", "https://example.nl/", 19),
        ("threads", "🇳🇱a", 2),
        ("linkedin", "😀", 2),
        ("linkedin", "é", 1),
        ("linkedin", "a\r\nb", 3),
        ("mastodon", "https://example.nl/a/very/long/address/indeed", 23),
        ("mastodon", "http://a.nl b", 25),
    ],
)
def test_a_network_counts_in_its_own_way(key, text, length):
    assert networks.get(key).count(text) == length


def test_linkedin_without_text_uses_the_documented_page():
    page = networks.get("linkedin").share_url("", URL, "")
    assert page == f"https://www.linkedin.com/sharing/share-offsite/?url={ENCODED_URL}"


@pytest.mark.parametrize(
    ("server", "page"),
    [
        ("mastodon.nl", "https://mastodon.nl/share?text=Hi"),
        ("https://Mastodon.NL/", "https://mastodon.nl/share?text=Hi"),
        ("evil.nl/path?x=", "https://share.joinmastodon.org/#text=Hi"),
        ("user@evil.nl", "https://share.joinmastodon.org/#text=Hi"),
        ("localhost", "https://share.joinmastodon.org/#text=Hi"),
    ],
)
def test_mastodon_goes_to_the_persons_own_server_when_it_is_one(server, page):
    assert networks.get("mastodon").share_url("Hi", "", "", server) == page


@pytest.mark.parametrize(
    ("key", "address", "is_post"),
    [
        ("linkedin", "https://www.linkedin.com/posts/ann-1", True),
        ("linkedin", "https://linkedin.com.evil.nl/posts/1", False),
        ("linkedin", "https://evillinkedin.com/posts/1", False),
        ("linkedin", "https://linkedin.com@evil.nl/posts/1", False),
        ("linkedin", "javascript://linkedin.com/%0aalert(1)", False),
        ("linkedin", "https://www.linkedin.com/", False),
        ("linkedin", "http://[bad", False),
        ("x", "https://x.com/ann/status/1", True),
        ("x", "https://twitter.com/ann/status/1", True),
        ("mastodon", "https://mastodon.nl/@ann/1145", True),
        ("mastodon", "https://10.0.0.1/@ann/1145", False),
        ("mastodon", "https://mastodon.nl/about", False),
        ("whatsapp", "https://wa.me/1", False),
    ],
)
def test_an_address_is_a_post_only_on_the_networks_own_host(key, address, is_post):
    assert networks.get(key).owns(address) is is_post
