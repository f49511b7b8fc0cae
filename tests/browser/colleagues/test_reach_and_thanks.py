"""A click appears within seconds as reach, and whoever shared is thanked."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.browser.joining import agree_if_asked

SANNE, JOOST = "ambassador@demo.test", "lead@demo.test"


def _shared_by(ambassador: Visitor) -> str:
    """Share the feed's first piece on LinkedIn; return the code of its link."""
    page = ambassador.page
    ambassador.open("/app/")
    page.get_by_role("article").first.get_by_role("heading").get_by_role("link").click()
    page.wait_for_url("**/app/pieces/*/")
    page.goto(f"{page.url}share/?network=linkedin")
    agree_if_asked(ambassador)
    ambassador.look()
    page.get_by_label(_("What you say")).fill("I work at Noorderlicht. I learned this the hard way, and would again.")
    page.get_by_role("button", name=_("Share on %(network)s") % {"network": "LinkedIn"}).click()
    page.wait_for_url("**/app/shares/*/")
    code = re.search(r"/s/(\w+)", page.get_by_label(_("Your text with the link")).input_value())[1]
    ambassador.press(_("I posted it"), sees=_("It is out there"))
    return code


def _hits(ambassador: Visitor) -> int:
    """The figure of the first share on the page of one's own reach."""
    ambassador.page.reload()
    row = ambassador.page.get_by_role("main").get_by_role("listitem").filter(has=ambassador.page.locator("p.number"))
    return int(re.search(r"\d+", row.first.locator("p.number").inner_text())[0])


def test_a_click_is_on_the_ambassadors_page_within_seconds(visitor, installation, mark):
    sanne = visitor(SANNE, phone=True)
    code = _shared_by(sanne)
    sanne.open("/app/reach/")
    assert _hits(sanne) == 0
    agent = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64; {mark}) Gecko/20100101 Firefox/145.0"
    stranger = visitor(user_agent=agent)
    stranger.open(f"{installation.links}/s/{code}")
    sanne.wait_until(lambda: _hits(sanne) == 1, seconds=15)
    sanne.look("my-reach")

    sanne.open("/app/thanks/", "thanks")
    reasons = sanne.page.get_by_role("listitem").filter(has_text=re.compile(r"\+1\d"))
    expect(reasons.first).to_be_visible()


def test_a_colleague_thanks_and_is_read(visitor: Callable[..., Visitor], mark):
    words = f"Your roof story made my neighbour call us ({mark})."
    joost = visitor(JOOST, phone=True)
    joost.open("/app/colleagues/")
    joost.page.get_by_label(_("Search by name, team or job")).fill("Sanne")
    joost.page.get_by_role("link", name=_("Thank %(name)s") % {"name": "Sanne Dijkstra"}).click()
    expect(joost.heading(_("Thank a colleague"))).to_be_visible()
    joost.page.get_by_label(_("What you thank them for")).fill(words)
    joost.look("kudos")
    joost.button(_("Send thanks")).click()
    expect(joost.page.get_by_role("status").get_by_text(_("%(name)s can read it now.") % {"name": "Sanne Dijkstra"}))
    joost.look()
    sanne = visitor(SANNE, phone=True)
    sanne.open("/app/thanks/")
    expect(sanne.page.get_by_text(words)).to_be_visible()
