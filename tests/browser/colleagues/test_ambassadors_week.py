"""A week of an ambassador, on a phone: an account connected, a post made and one planned, in own words, taken back, and disconnected."""

import re

import pytest
from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser import network
from tests.browser.conftest import PASSWORD, Visitor
from tests.browser.joining import agree_if_asked

MASTODON = {"network": "Mastodon"}


@pytest.fixture(scope="module")
def mastodon():
    with network.running() as one:
        yield one


def test_a_week_on_a_phone(visitor, mastodon, mark):
    sanne = visitor("ambassador@demo.test", phone=True)
    _connect(sanne, mastodon)
    _write(sanne, f"I work at Noorderlicht, and this I saw on a cold roof ({mark}).")
    sanne.look("week-sheet")
    _come_back_after_the_session_ended(sanne)
    sanne.press(_("Post it for me"))
    expect(sanne.heading(_("It is out there"))).to_be_visible()
    sanne.look("week-posted")
    share = sanne.page.url
    (post,) = mastodon.posts.values()
    assert mark in post["content"]
    assert "/s/" in post["content"]
    _plan(sanne, f"I work at Noorderlicht, and this can wait for a quiet evening ({mark}).")

    sanne.open(share)
    delete = sanne.page.get_by_label(_("Delete the post on %(network)s as well") % MASTODON)
    expect(delete).to_be_checked()
    sanne.press(_("Withdraw"), sees=_("Your shares"))
    said = _("Withdrawn. Its link has ended, and its post is being deleted on %(network)s.") % MASTODON
    expect(sanne.page.get_by_role("status").get_by_text(said)).to_be_visible()
    sanne.wait_until(lambda: not mastodon.posts, seconds=15)

    sanne.open("/app/accounts/")
    sanne.page.get_by_role("button", name=re.compile(f"^{re.escape(_('Disconnect'))}")).click()
    said = _("%(account)s is disconnected, and %(network)s knows it.") % {**MASTODON, "account": _name(mastodon)}
    expect(sanne.page.get_by_role("status").get_by_text(said)).to_be_visible()
    sanne.look("week-over")
    assert mastodon.tokens == set()


def _name(mastodon: network.Network) -> str:
    return f"@sanne@{mastodon.address.removeprefix('http://')}"


def _connect(sanne: Visitor, mastodon: network.Network) -> None:
    """Her yes is given on the network's own page, once she read what for."""
    sanne.open("/app/accounts/", "week-accounts")
    sanne.follow(_("Connect %(network)s") % MASTODON, sees=_("Connect %(network)s") % MASTODON)
    sanne.field(_("Your server")).fill(mastodon.address)
    sanne.press(_("Go on and say yes there"))
    sanne.page.get_by_role("link", name="Authorize").click()
    expect(sanne.page.get_by_role("status").get_by_text(_name(mastodon))).to_be_visible()
    sanne.look("week-connected")
    assert len(mastodon.tokens) == 1


def _write(sanne: Visitor, words: str) -> None:
    """The first piece that fits her, for Mastodon, in words of her own."""
    sanne.open("/app/")
    sanne.page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    sanne.page.wait_for_url("**/app/pieces/*/")
    sanne.page.goto(f"{sanne.page.url}share/?network=mastodon")
    agree_if_asked(sanne)
    sanne.page.get_by_label(_("What you say")).fill(words)


def _come_back_after_the_session_ended(sanne: Visitor) -> None:
    """What she wrote is there again once she has logged in."""
    words = sanne.field(_("What you say")).input_value()
    sanne.page.context.clear_cookies(name="session")
    sanne.press(_("Post it for me"))
    sanne.page.fill("input[name=login]", "ambassador@demo.test")
    sanne.page.fill("input[name=password]", PASSWORD)
    sanne.page.press("input[name=password]", "Enter")
    expect(sanne.field(_("What you say"))).to_have_value(words)
    expect(sanne.button(_("Post it for me"))).to_be_visible()


def _plan(sanne: Visitor, words: str) -> None:
    """A moment that is proposed, at which it leaves by itself; then she thinks better of it."""
    _write(sanne, words)
    sanne.press(_("Plan for later"), sees=_("When do you want to share it?"))
    expect(sanne.button(_("Rather remind me"))).to_be_visible()
    sanne.page.locator("button[name=at]").first.click()
    expect(sanne.heading(_("My plan"))).to_be_visible()
    row = sanne.page.get_by_role("listitem").filter(has_text=words[:40]).last
    expect(row.get_by_text(_("posted for you"))).to_be_visible()
    sanne.look("week-plan")
    row.get_by_role("button", name=_("Cancel it")).click()
    expect(sanne.page.get_by_role("status").get_by_text(_("All right, this one is off."))).to_be_visible()
