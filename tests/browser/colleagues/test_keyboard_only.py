"""Everything an ambassador needs works by keyboard alone, with the focus always in sight."""

import re

from django.utils.translation import gettext as _
from playwright.sync_api import Locator, Page, expect

from tests.browser.joining import agree_if_asked

# In one step: what has the focus may be replaced at any moment by what came in.
_FOCUS = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return "";
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const isDrawn = box.width > 0 && (
    style.outlineStyle !== "none" || style.boxShadow !== "none" || element.matches("input, textarea, select"));
  return isDrawn ? "" : element.outerHTML.slice(0, 200);
}"""


def _tab_to(page: Page, target: Locator, most: int = 60) -> None:
    """Press Tab until the focus is there; every stop on the way can be seen."""
    for _step in range(most):
        page.keyboard.press("Tab")
        unseen = page.evaluate(_FOCUS)
        assert not unseen, f"The focus cannot be seen on {unseen}"
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError("The keyboard does not get there.")


def test_a_piece_is_shared_by_keyboard_alone(visitor):
    sanne = visitor("ambassador@demo.test")
    page = sanne.page
    page.goto(f"{sanne.installation.web}/app/")
    page.keyboard.press("Tab")
    expect(sanne.link(_("Skip to the content"))).to_be_focused()
    page.keyboard.press("Enter")
    share = page.get_by_role("article").first.get_by_role("link", name=re.compile("“"))
    _tab_to(page, share)
    page.keyboard.press("Enter")
    form = page.locator("form[data-share-form]")
    expect(form.or_(page.locator("[name=agree]"))).to_be_visible()
    agree_if_asked(sanne)
    _tab_to(page, form.get_by_role("radio", checked=True))
    _tab_to(page, form.get_by_label(_("What you say")))
    page.keyboard.press("Control+A")
    page.keyboard.type("I work at Noorderlicht: typed without a mouse, and meant.")
    button = form.get_by_role("button", name=re.compile(_("Share on %(network)s") % {"network": ""}))
    _tab_to(page, button)
    page.keyboard.press("Enter")
    page.wait_for_url("**/app/shares/*/")
    _tab_to(page, sanne.button(_("I posted it")))
    page.keyboard.press("Enter")
    expect(sanne.heading(_("It is out there"))).to_be_visible()


def test_a_sheet_closes_with_escape_and_gives_the_focus_back(visitor):
    joost = visitor("lead@demo.test", phone=True)
    page = joost.page
    joost.open("/app/colleagues/")
    opener = page.get_by_role("link", name=re.compile(_("Thank %(name)s") % {"name": ""})).first
    opener.focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name=_("Thank a colleague"))
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(opener).to_be_focused()
