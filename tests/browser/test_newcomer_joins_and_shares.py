"""A newcomer accepts the invitation, finds a piece that fits and shares it in own words."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from playwright.sync_api import expect

from tests.browser.joining import answer_welcome, invitation_for, join


def test_an_invited_colleague_joins_and_shares_in_their_own_words(visitor, programme, mark):
    link = invitation_for(visitor, programme, f"mees.{mark}@elsewhere.test", "Mees de Wit")
    mees = visitor(phone=True)
    page = mees.page
    join(mees, link)
    answer_welcome(mees)
    mees.follow(_("Find a first story"))
    page.wait_for_url("**/app/")
    mees.look("feed")

    card = page.get_by_role("article").first
    expect(card).to_be_visible()
    card.get_by_role("heading").get_by_role("link").click()
    page.wait_for_url("**/app/pieces/*/")
    mees.look("piece")
    page.get_by_role("main").get_by_role("link", name=pgettext("verb", "Share"), exact=True).click()
    sheet = page.get_by_role("dialog", name=_("Share this piece"))
    expect(sheet).to_be_visible()
    mees.look()
    sheet.get_by_role("radio", name="Mastodon", exact=True).check()
    expect(sheet.get_by_role("button", name=_("Share on %(network)s") % {"network": "Mastodon"})).to_be_visible()
    sheet.get_by_role("radio", name="LinkedIn", exact=True).check()
    words = sheet.get_by_label(_("What you say"))
    sheet.get_by_role("button", name=_("In my own words")).click()
    expect(words).to_be_focused()
    words.fill("I work at Noorderlicht, and this I learned on a cold roof. What did you learn?")
    expect(sheet.get_by_text(re.compile(r"^\d[\d.,]* / \d[\d.,]*$"))).to_be_visible()
    mees.look("share-sheet")
    mees.let_out("https://www.linkedin.com/**")
    with page.context.expect_page() as network:
        sheet.get_by_role("button", name=_("Share on %(network)s") % {"network": "LinkedIn"}).click()
    expect(network.value).to_have_url(re.compile(r"^https://www\.linkedin\.com/"))
    page.wait_for_url("**/app/shares/*/")
    expect(mees.heading(_("Post it on %(network)s") % {"network": "LinkedIn"})).to_be_visible()
    mees.look("share-opened")
    page.get_by_label(re.compile(_("Address of your post"))).fill("https://www.linkedin.com/posts/mees_cold-roof-1")
    mees.press(_("I posted it"), sees=_("It is out there"))
    expect(page.get_by_role("status").get_by_text(_("Thank you. It counts from now on."))).to_be_visible()
    mees.open("/app/shares/")
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    _share_without_the_app(visitor, mees)


def _share_without_the_app(visitor, mees) -> None:
    """The code of another piece leads to its sheet on a phone that nobody logged in on; it counts for Mees once confirmed."""
    mees.open("/app/")
    mees.page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    mees.page.wait_for_url("**/app/pieces/*/")
    mees.open(f"{mees.page.url}phone/", "piece-on-phone")
    link = mees.link(_("Open the link here")).get_attribute("href")
    phone = visitor(phone=True)
    phone.open(link, "door")
    phone.page.get_by_role("radio", name="LinkedIn", exact=True).check()
    phone.page.get_by_label(_("What you say")).fill(
        "I work at Noorderlicht, and I wrote this on the bus. Who goes along?"
    )
    phone.let_out("https://www.linkedin.com/**")
    with phone.page.context.expect_page():
        phone.page.get_by_role("button", name=_("Share on %(network)s") % {"network": "LinkedIn"}).click()
    expect(phone.heading(_("Did you post it?"))).to_be_visible()
    phone.look("door-steps")
    phone.press(_("I posted it"), sees=_("It is out there"))
    mees.open("/app/shares/")
    expect(mees.page.get_by_role("main").get_by_role("listitem")).to_have_count(2)
