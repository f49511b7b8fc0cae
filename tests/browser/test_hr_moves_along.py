"""HR sees what ambassadors do for a vacancy, and moves an application along."""

from django.utils.translation import gettext as _
from playwright.sync_api import expect

APPLIED = """
    SELECT id, vacancy_id, name FROM sharehub_application
    WHERE stage = 'applied' AND erased_at IS NULL AND share_id IS NOT NULL ORDER BY id LIMIT 1
"""


def test_hr_sees_the_funnel_and_moves_an_application_along(visitor, installation):
    application, vacancy, name = installation.execute(APPLIED)[0]
    hr = visitor("hr@demo.test")
    page = hr.page
    hr.look("recruitment")
    expect(hr.heading(_("What ambassadors do for recruitment"))).to_be_visible()
    hr.open(f"/recruitment/{vacancy}/", "funnel")
    table = page.get_by_role("table", name=_("The funnel by source"))
    for column in (_("Visits"), _("Applied"), _("In conversation"), _("Hired")):
        expect(table.get_by_role("columnheader", name=column)).to_be_visible()
    talked = _talked(page)
    page.get_by_role("link", name=name).first.click()
    expect(hr.heading(name)).to_be_visible()
    hr.look("application")
    page.get_by_role("button", name=_("in conversation"), exact=False).first.click()
    expect(page.get_by_role("status").get_by_text(_("in conversation"))).to_be_visible()
    expect(page.get_by_role("main").get_by_text(_("in conversation")).first).to_be_visible()
    hr.look()
    hr.open(f"/recruitment/{vacancy}/")
    assert _talked(page) == talked + 1
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/recruitment/", f"/recruitment/{vacancy}/", f"/recruitment/applications/{application}/"):
        hr.open(address)


def test_hrs_month_from_a_mistake_to_the_report(visitor, installation, mark):
    application, _vacancy, name = installation.execute(APPLIED)[0]
    hr = visitor("hr@demo.test")
    page = hr.page
    hr.open("/recruitment/stages/")
    hr.field(_("name")).fill(f"Talk {mark}")
    hr.field(_("what it means")).select_option("interview")
    hr.press(_("Add this stage"), sees=_("Stages of your procedure"))
    hr.open(f"/recruitment/applications/{application}/")
    hr.button(_("not chosen").capitalize()).click()
    page.get_by_role("status").get_by_role("button", name=_("Undo")).click()
    undone = _("Undone: it is “%(stage)s” again.") % {"stage": _("applied")}
    expect(page.get_by_role("status").get_by_text(undone)).to_be_visible()
    rows = "SELECT stage, erase_on, name FROM sharehub_application WHERE id = %s"
    assert installation.execute(rows, application) == [("applied", None, name)]
    for address in ("/recruitment/rules/", "/recruitment/ats/", "/about/data/"):
        hr.open(address)
    hr.open("/recruitment/report/", "recruitment-report")
    hr.press(_("Make a PDF of this"), sees=_("Your report"))
    with page.expect_download() as download:
        hr.link(_("Download the PDF")).click(timeout=60_000)
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    page.set_viewport_size({"width": 390, "height": 844})
    for address in ("/recruitment/stages/", "/recruitment/ats/", "/recruitment/report/", "/about/data/"):
        hr.open(address)


def _talked(page) -> int:
    rows = page.get_by_role("table", name=_("The funnel by source")).get_by_role("row")
    return sum(int(rows.nth(row).get_by_role("cell").nth(3).inner_text()) for row in range(1, rows.count()))
