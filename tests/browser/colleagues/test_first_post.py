"""An ambassador writes a first post, and it waits for who approves it."""

from django.utils.translation import gettext as _
from playwright.sync_api import expect


def test_a_first_post_waits_for_approval(visitor, mark):
    sanne = visitor("ambassador@demo.test", phone=True)
    page = sanne.page
    title = f"What the meter said at night ({mark})"
    sanne.open("/app/posts/")
    page.get_by_role("link", name=_("Write something")).click()
    page.wait_for_url("**/app/posts/new/")
    sanne.look("post-new")
    sanne.field(_("Title")).fill(title)
    sanne.page.get_by_role("textbox", name=_("Your story")).click()
    page.keyboard.type("The meter said forty-one, and I did not believe it.")
    sanne.look()
    sanne.press(_("Hand in for approval"), sees=_("What you write"))
    waiting = page.get_by_role("listitem").filter(has_text=title)
    expect(waiting.get_by_text(_("waiting for approval"))).to_be_visible()
    waiting.get_by_role("link", name=title).click()
    expect(page.get_by_text(_("An editor is reading it"))).to_be_visible()
    sanne.look("post-waiting")
