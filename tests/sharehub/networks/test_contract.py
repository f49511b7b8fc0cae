"""What every network keeps to, whichever it is; what is its own stands in the test beside this one that bears its name."""

from pathlib import Path

import pytest

from sharehub import networks
from sharehub.networks import Limits
from sharehub.networks.module import is_host
from tests.sharehub.networks.post import TEXT, TITLE, URL
from themes import networks as known

EACH = pytest.mark.parametrize("module", networks.all(), ids=lambda module: module.key)
HERE = Path(__file__).parent


def test_every_network_is_one_file_and_one_test():
    files = {path.stem for path in Path(networks.__file__).parent.glob("*.py")} - {"__init__", "module", "counting"}
    tests = {path.stem.removeprefix("test_") for path in HERE.glob("test_*.py")} - {"contract", "mentions"}
    assert {module.key for module in networks.all()} == files == tests


def test_every_app_offers_the_same_networks_in_the_same_order():
    assert known.all() == networks.all()
    assert known.choices() == [(module.key, module.name) for module in networks.all()]
    places = [module.place for module in networks.all()]
    assert places == sorted(set(places))


@EACH
def test_a_network_is_found_and_called_by_its_name(module):
    assert networks.get(module.key) is module
    assert known.name_of(module.key) == str(module.name) != ""
    assert str(module.name) in module.button_words or module.button_words
    told = [module.button_words, module.hint_words, module.title_words, module.step_words]
    told += [module.opens_words, module.asked_words]
    assert all(told)
    assert "%(" not in "".join(told)


@EACH
def test_a_length_is_counted_and_room_left_for_the_link(module):
    assert 0 < module.visible_before_more <= module.limit
    assert module.count("") == 0
    assert module.count("abc") == 3
    assert 0 < module.room(URL) <= module.limit
    fitting = "a" * module.room(URL)
    assert module.count(module.whole_text(fitting, URL)) == module.limit


@EACH
def test_a_share_page_is_an_address_or_nothing(module):
    page = module.share_url(TEXT, URL, TITLE)
    assert page == "" or page.startswith(("https://", "mailto:"))
    assert "\n" not in page
    assert " " not in page
    assert page or module.through_share_sheet


@EACH
@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        "ftp://example.org/post/1",
        "javascript://linkedin.com/%0aalert(1)",
        "http://[bad",
        "https://10.0.0.1/@ann/1",
        "https://example.org:8443/@ann/1",
        "https://user@example.org/@ann/1",
    ],
)
def test_what_can_be_no_post_is_owned_by_no_network(module, address):
    assert not module.owns(address)


@EACH
def test_a_post_stands_on_the_networks_own_hosts_only(module):
    for host in module.hosts:
        assert is_host(host)
        assert module.owns(f"https://{host}/posts/1")
        assert module.owns(f"https://www.{host}/posts/1")
        assert not module.owns(f"https://{host}/")
        assert not module.owns(f"https://{host}.evil.example/posts/1")
        assert not module.owns(f"https://evil{host}/posts/1")
    assert module.has_posts is (bool(module.hosts) or module.on_any_host)


@EACH
def test_hashtags_and_mentions_are_told(module):
    assert 0 <= module.hashtags <= (module.most_hashtags or 30)
    assert (module.mention is None) is (module.mention_example == "")
    if module.mention:
        assert module.plain_names(f"Thanks {module.mention_example}, and ann@example.org.") == []
    else:
        assert module.plain_names("Thanks @ann, and ann@example.org.") == ["@ann"]


@EACH
def test_a_server_has_the_limits_it_tells(module):
    own = module.under(Limits(limit=1000, link_length=30))
    assert (own.limit, own.link_length, own.key) == (1000, 30, module.key)
    assert own.visible_before_more <= 1000
    assert bool(module.server_limits) <= bool(module.server_example)


@EACH
def test_what_a_network_does_not_tell_verifies_nothing(module):
    if module.looks_up is None:
        return
    assert module.looks_up.address("https://example.org/") == ""
    for answer in (b"", b"[]", b"{}", b"null", b'"post"', b"\xff\xfe", b'{"error": "Record not found"}'):
        with pytest.raises(ValueError):
            module.looks_up.read(answer)


@EACH
def test_an_account_that_can_be_connected_says_what_it_may_do(module):
    connects = module.connects
    if connects is None:
        return
    assert connects.asks in {"", "server", "password"}
    assert [str(words)[0].islower() for words in connects.permissions] == [True] * len(connects.permissions)
    assert len(connects.permissions) >= 3
    needed = {"password": ["log_in"]}.get(connects.asks, ["server", "register", "page", "exchange"])
    for name in (*needed, "publish", "find", "delete", "refresh", "revoke", "means_everybody"):
        assert callable(getattr(connects, name))
