"""A manager publishes a new version of the policy: before anybody here shares, who would be asked to read it on the way."""

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.colleagues.conftest import SECOND_MANAGER


def test_a_new_version_of_the_policy_is_published_and_read_before_the_next_share(visitor, programme, mark):
    manager = visitor(SECOND_MANAGER)
    manager.open(f"{programme}support/")
    manager.page.get_by_role("main").get_by_role("link", name=_("Agreements")).click()
    manager.follow(_("Write a new version"), sees=_("A new version of the policy"))
    manager.field(_("title")).fill(f"What we agreed ({mark})")
    manager.page.locator("[name=title_en]").fill(f"What we agreed, in English ({mark})")
    manager.press(_("Save and look at it"), sees=f"What we agreed ({mark})")
    manager.button(_("Publish for everybody")).click()
    expect(manager.heading(_("Who still has to read it"))).to_be_visible()
    manager.look("support")
    sanne = visitor("ambassador@demo.test", phone=True)
    sanne.open("/app/")
    sanne.page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    sanne.page.wait_for_url("**/app/pieces/*/")
    sanne.page.goto(f"{sanne.page.url}share/")
    expect(sanne.page.get_by_text(f"({mark})").first).to_be_visible()
    sanne.look("policy-changed")
    sanne.field(_("I have read this and agree")).check()
    sanne.button(_("Agree")).click()
    sanne.page.wait_for_url("**/share/**")
