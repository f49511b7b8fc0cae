"""Where a browser runs no script, pages and forms do the same."""

import re
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from playwright.sync_api import expect

from tests.browser.joining import agree_if_asked


def test_a_piece_is_shared_without_javascript(visitor):
    sanne = visitor("ambassador@demo.test", phone=True, java_script_enabled=False)
    page = sanne.page
    page.goto(f"{sanne.installation.web}/app/")
    page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    page.get_by_role("main").get_by_role("link", name=pgettext("verb", "Share"), exact=True).click()
    agree_if_asked(sanne)
    expect(sanne.heading(_("Share this piece"))).to_be_visible()
    page.get_by_role("radio", name="Mastodon", exact=True).check()
    sanne.button(_("Change network")).click()
    share = sanne.button(_("Share on %(network)s") % {"network": "Mastodon"})
    expect(share).to_be_visible()
    page.get_by_label(_("What you say")).fill("I work at Noorderlicht; said by hand, sent by a form.")
    share.click()
    expect(sanne.heading(_("Post it on %(network)s") % {"network": "Mastodon"})).to_be_visible()
    network = page.get_by_role("link", name=_("Open %(network)s") % {"network": "Mastodon"})
    expect(network).to_have_attribute("href", re.compile("^https://"))
    sanne.button(_("I posted it")).click()
    expect(sanne.heading(_("It is out there"))).to_be_visible()
    expect(page.get_by_role("status").get_by_text(_("Thank you. It counts from now on."))).to_be_visible()
    page.get_by_role("status").get_by_role("button", name=_("Undo")).click()
    expect(sanne.heading(_("Post it on %(network)s") % {"network": "Mastodon"})).to_be_visible()
    _plan_for_later(sanne)


def _plan_for_later(sanne) -> None:
    """Another piece is planned for a moment that is proposed, moved to one of her own, and called off."""
    page = sanne.page
    page.goto(f"{sanne.installation.web}/app/")
    page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    page.goto(f"{page.url}share/?network=linkedin")
    page.get_by_label(_("What you say")).fill("I work at Noorderlicht, and this can wait until people look.")
    sanne.button(_("Plan for later")).click()
    expect(sanne.heading(_("When do you want to share it?"))).to_be_visible()
    sanne.look("plan-moment")
    page.locator("button[name=at]").first.click()
    expect(sanne.heading(_("My plan"))).to_be_visible()
    row = page.get_by_role("listitem").filter(has_text="this can wait").last
    sanne.look("plan")
    row.get_by_role("link", name=_("Move or change")).click()
    day = datetime.now() + timedelta(days=4)
    page.get_by_label(_("Another moment")).fill(f"{day:%Y-%m-%d}T14:05")
    sanne.button(pgettext("share", "Plan it")).click()
    expect(row.get_by_text("14:05")).to_be_visible()
    row.get_by_role("button", name=_("Cancel it")).click()
    expect(page.get_by_role("status").get_by_text(_("All right, this one is off."))).to_be_visible()
    expect(row).to_have_count(0)


def test_search_themes_and_menu_work_without_javascript(visitor):
    sanne = visitor("ambassador@demo.test", phone=True, java_script_enabled=False)
    page = sanne.page
    page.goto(f"{sanne.installation.web}/app/")
    page.get_by_label(_("Search the pieces")).fill("zzz")
    page.get_by_label(_("Search the pieces")).press("Enter")
    expect(sanne.heading(_("Nothing found"))).to_be_visible()
    page.get_by_label(_("Your account and other parts")).click()
    expect(sanne.link(_("You and your settings"))).to_be_visible()
