"""A manager's first month: look how it goes, spread what is too much, report, and put right."""

import re

from django.utils.translation import gettext as _
from playwright.sync_api import expect

from tests.browser.test_managers_first_day import upload_people

MANAGER = "manager@demo.test"


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


def test_the_manager_sees_groups_with_their_provenance(visitor, programme):
    manager = visitor(MANAGER)
    page = manager.page
    manager.open(f"{programme}measurement/")
    for question in (_("Reach per theme"), _("Reach per network"), _("Who takes part"), _("How much we know")):
        expect(page.get_by_role("heading", name=question).first).to_be_visible()
    expect(page.get_by_text("●").first).to_be_visible()
    manager.look("measurement")
    page.set_viewport_size({"width": 390, "height": 844})
    manager.look("measurement-phone")
    manager.link(_("On one page, for a board")).click()
    expect(manager.heading(_("On one page"))).to_be_visible()
    manager.look("board-phone")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("[data-figure=human_clicks] a").click()
    expect(page.locator("[data-trace]")).to_contain_text("=")
    manager.look("figure-traced")
    page.get_by_role("navigation").get_by_role("link", name=_("On one page")).click()
    manager.button(_("Make a PDF of this")).click()
    expect(page.get_by_text(_("The report is ready"))).to_be_visible(timeout=20_000)
    with page.expect_download() as download:
        manager.link(_("Download the PDF")).click()
    assert download.value.suggested_filename.startswith("noorderlicht-20")


def test_whoever_carries_too_much_carries_less_and_it_can_be_put_back(visitor, programme):
    manager = visitor(MANAGER)
    page = manager.page
    manager.open(f"{programme}roles/", "roles")
    load = page.get_by_role("listitem").filter(has_text="Shanti Ramcharan").filter(has_text=re.compile(r"\b4\b"))
    expect(load).to_be_visible()
    place = page.locator(f"td[data-label='{_('Connector')}']").filter(has_text="Shanti Ramcharan").first
    place.get_by_role("link", name=_("Change")).click()
    words = {"role": _("Connector"), "who": "Shanti Ramcharan"}
    page.get_by_role("button", name=_("End %(role)s of %(who)s") % words).click()
    said = page.get_by_role("status").filter(has_text="Shanti Ramcharan")
    expect(said).to_be_visible()
    manager.look()
    said.get_by_role("button", name=_("Undo")).click()
    expect(page.get_by_role("status").get_by_text(_("The role holds again."))).to_be_visible()
    expect(load).to_be_visible()


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
