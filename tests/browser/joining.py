"""Someone who is new: invited by the manager, and in with a password of their own."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.conftest import Visitor

NEW_PASSWORD = "a bicycle in the rain 31"


def invitation_for(visitor: Callable[..., Visitor], programme: str, address: str, name: str) -> str:
    """Invite someone as the manager does; return the link that stands in the mail."""
    manager = visitor("manager@demo.test")
    page = manager.page
    page.goto(f"{manager.installation.web}{programme}people/invitations/new/")
    manager.field(_("Addresses")).fill(f"{name} <{address}>")
    manager.button(_("Look before sending")).click()
    page.get_by_role("button", name=re.compile("1")).click()
    expect(manager.heading(_("Invitations"))).to_be_visible()
    return mailed_link(manager, address)


def mailed_link(someone: Visitor, address: str) -> str:
    """Read the mail on the page of development; the worker sends it within seconds."""
    page = someone.page

    def arrived() -> bool:
        page.goto(f"{someone.installation.web}/mail/")
        return page.get_by_text(address).count() > 0

    someone.wait_until(arrived, seconds=20)
    page.get_by_role("listitem").filter(has_text=address).first.get_by_role("link").first.click()
    return re.search(r"https?://[^\s\"<]+/invitation/[^\s\"<]+", page.content())[0]


def join(someone: Visitor, link: str) -> None:
    """Accept the invitation with a password; the first of the welcome's questions is on the screen."""
    someone.open(link)
    someone.field(_("Choose a password")).fill(NEW_PASSWORD)
    someone.button(_("Join")).click()
    someone.page.wait_for_url("**/app/welcome/**")
    someone.look()


def answer_welcome(someone: Visitor) -> None:
    """Answer the four questions: language, themes, networks, policy."""
    page = someone.page
    someone.button(_("Continue")).click()
    expect(someone.heading(_("What would you like to tell about?"))).to_be_visible()
    someone.look()
    page.get_by_role("checkbox").first.check(force=True)
    someone.press(_("Continue"), sees=_("Where do you share?"))
    for network in ("LinkedIn", "Mastodon"):
        page.get_by_role("switch", name=network).check(force=True)
    someone.field(_("Server")).fill("mastodon.nl")
    someone.press(_("Continue"), sees=_("What we agreed"))
    someone.field(_("I have read this and agree")).check()
    someone.press(_("Agree"), sees=_("You are in"))


def agree_if_asked(someone: Visitor) -> None:
    """A new version of the policy may wait; it is read before the next share."""
    if "/welcome/policy" in someone.page.url:
        someone.field(_("I have read this and agree")).check()
        someone.button(_("Agree")).click()
        someone.page.wait_for_url(lambda url: "/welcome/policy" not in url)
