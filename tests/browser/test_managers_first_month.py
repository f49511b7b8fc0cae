"""A manager's first month: look how it goes, spread what is too much, let questions reach who knows, report, and put right."""

import re

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.test_managers_first_day import upload_people

MANAGER, SANNE, JOOST = "manager@demo.test", "ambassador@demo.test", "lead@demo.test"


def test_health_and_timeline_are_reviewed_and_the_month_is_reported(visitor, programme):
    manager = visitor(MANAGER)
    page = manager.page
    manager.open(programme)
    signals = page.get_by_role("region", name=_("Health")).get_by_role("listitem")
    expect(signals.filter(has_text=_("Contacts"))).to_be_visible()
    signals.filter(has_text=_("Contacts")).get_by_role("link", name=_("Look")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dr. Willemijn Staal")
    manager.look("cold-contact")
    manager.open(programme)
    page.get_by_role("link", name=re.compile(f"^{_('Everything')}")).click()
    expect(manager.heading(_("What changed"))).to_be_visible()
    manager.look("timeline")
    manager.open(f"{programme}measurement/?period=month")
    expect(manager.link(_("30 days"))).to_have_attribute("aria-current", re.compile("."))
    with page.expect_download() as download:
        manager.link(_("Teams as CSV")).click()
    assert download.value.suggested_filename.startswith("noorderlicht-teams-")
    manager.look("month")


def test_whoever_carries_too_much_carries_less_and_it_can_be_put_back(visitor, programme):
    manager = visitor(MANAGER)
    page = manager.page
    manager.open(f"{programme}roles/", "roles")
    load = page.get_by_role("listitem").filter(has_text="Shanti Ramcharan").filter(has_text=re.compile(r"\b4\b"))
    expect(load).to_be_visible()
    page.get_by_role(
        "button", name=_("End %(role)s of %(who)s") % {"role": "Verbinder", "who": "Shanti Ramcharan"}
    ).click()
    said = page.get_by_role("status").filter(has_text="Shanti Ramcharan")
    expect(said).to_be_visible()
    manager.look()
    said.get_by_role("button", name=_("Undo")).click()
    expect(page.get_by_role("status").get_by_text(_("The role holds again."))).to_be_visible()
    expect(load).to_be_visible()


def test_a_question_heard_outside_reaches_who_keeps_the_contact(visitor, programme, mark):
    # Words of what Sanne knows: she fits best, however much she was asked before.
    words = f"Wat leerden de bewonersgesprekken over warmtenetten en isolatie? ({mark})"
    manager = visitor(MANAGER)
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
    expect(row).to_contain_text(_("A colleague who fits is being asked."))
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
    manager = visitor(MANAGER)
    manager.open(f"{programme}support/questions/", "help-desk")
    manager.page.get_by_role("link", name=words).click()
    manager.look("help-question")
    manager.field(_("Who is to answer")).select_option(label="Joost Brouwer")
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


def test_an_import_is_undone_as_if_it_never_was(visitor, programme, mark):
    manager = visitor(MANAGER)
    address = f"tom.{mark}@elsewhere.test"
    upload_people(manager, programme, f"e-mail;naam;team\n{address};Tom Vos {mark};Nieuw {mark}\n", f"month-{mark}.csv")
    manager.button(_("Bring the directory up to date")).click()
    expect(manager.page.get_by_text(_("The directory is up to date"))).to_be_visible(timeout=20_000)
    manager.button(_("Undo this import")).click()
    expect(manager.page.get_by_text(_("The import was undone"), exact=True)).to_be_visible()
    manager.look("import-undone")
    manager.open(f"{programme}people/?q=Tom+Vos+{mark}")
    expect(manager.link(f"Tom Vos {mark}")).to_have_count(0)
