"""A question from outside and one at the help desk reach who knows, and the manager sees the answer."""

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.colleagues.conftest import SECOND_MANAGER

SANNE, JOOST = "ambassador@demo.test", "lead@demo.test"


def test_a_question_heard_outside_reaches_who_keeps_the_contact(visitor, programme, mark):
    # Words of what Sanne knows: she fits best, however much she was asked before.
    words = f"Wat leerden de bewonersgesprekken over warmtenetten en isolatie? ({mark})"
    manager = visitor(SECOND_MANAGER)
    page = manager.page
    manager.open(f"{programme}outside/conversations/new/")
    manager.field(_("what they said")).fill(words)
    manager.field(_("who")).fill("Harma Tuinstra")
    manager.field(_("where")).fill("On the telephone")
    manager.field(_("theme")).select_option(label="Warmtenetten")
    manager.field(_("Someone on the map")).select_option(label="Harma Tuinstra")
    manager.field(_("Ask a colleague who fits to answer it")).check(force=True)
    manager.button(_("Write it down")).click()
    row = page.get_by_role("listitem").filter(has_text=words)
    manager.open(f"{programme}outside/conversations/")
    asks = row.get_by_role("button", name=_("Ask who fits best"))
    if asks.count():  # the worker may have done it already
        asks.click()
    expect(row).to_contain_text(_("%(name)s is being asked") % {"name": "Sanne Dijkstra"})
    manager.look("conversations")
    sanne = visitor(SANNE, phone=True)
    sanne.open("/app/questions/")
    sanne.page.get_by_role("listitem").filter(has_text=mark).get_by_role("link", name=_("Look at it")).click()
    expect(sanne.heading(_("Why you"))).to_be_visible()
    sanne.look("question")
    sanne.button(_("I take it")).click()
    sanne.press(_("I answered it"), sees=_("Questions for you"))
    manager.open(f"{programme}outside/conversations/?state=answered")
    expect(row).to_contain_text(_("%(name)s answered it") % {"name": "Sanne Dijkstra"})


def test_a_question_at_the_help_desk_is_answered_by_whom_the_manager_chose(visitor, programme, mark):
    words = f"May I name the street before the letter came? ({mark})"
    sanne = visitor(SANNE, phone=True)
    sanne.open("/app/help/new/")
    sanne.field(_("your question")).fill(words)
    sanne.button(_("Ask")).click()
    expect(sanne.page.get_by_text(words)).to_be_visible()
    manager = visitor(SECOND_MANAGER)
    manager.open(f"{programme}support/questions/", "help-desk")
    manager.page.get_by_role("link", name=words).click()
    manager.look("help-question")
    manager.field(_("Who is to answer")).fill("Joost Brouwer")
    manager.button(_("Give it to this colleague")).click()
    expect(manager.page.get_by_role("listitem").filter(has_text=words)).to_contain_text("Joost Brouwer")
    joost = visitor(JOOST, phone=True)
    joost.open("/app/help/")
    joost.page.get_by_role("link", name=words).click()
    joost.field(_("Your answer")).fill("Never before the letter. After it: gladly, with the date.")
    joost.button(_("Send the answer")).click()
    expect(joost.page.get_by_text("with the date.")).to_be_visible()
    sanne.page.reload()
    sanne.press(_("Thanks, this helps"))
    expect(sanne.page.get_by_text(_("You said that it helped"))).to_be_visible()
