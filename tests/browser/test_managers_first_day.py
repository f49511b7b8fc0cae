"""A manager's first day: from nothing to goals, themes, people, roles and the first invitations, with what the app says comes next."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visitor
from tests.browser.managing import begin_programme

MANAGER = "manager@demo.test"


def test_a_first_day_ends_with_the_first_invitations(visitor, mark):
    manager = visitor(MANAGER)
    home = begin_programme(manager, f"Northern voices ({mark})")
    _look_whether_we_are_ready(manager)
    _write_down_what_it_is_for(manager, home, mark)
    _say_what_about(manager, home, mark)
    _fill_the_directory(manager, home, mark)
    _ask_for_a_role(manager, home)
    _invite_two_at_a_time(manager, home, mark)
    manager.open(home)
    page = manager.page
    steps = page.get_by_role("main").get_by_role("listitem").filter(has=page.get_by_role("heading", level=3))
    expect(steps).to_have_count(7)
    expect(steps.nth(1)).to_contain_text(_("Themes"))
    expect(page.get_by_role("heading", name=_("What changed"))).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    manager.look("first-day-phone")


def _look_whether_we_are_ready(manager: Visitor) -> None:
    manager.field(_("evidence")).first.fill("The board shares itself; it said so in Monday's meeting.")
    manager.page.get_by_role("switch").first.check(force=True)
    manager.press(_("Save the check"), sees=_("Readiness check"))
    met = _("of %(total)s conditions met") % {"total": 6}
    expect(manager.page.get_by_role("main").get_by_text(met).first).to_be_visible()


def _write_down_what_it_is_for(manager: Visitor, home: str, mark: str) -> None:
    """The workspace names the step; a click leads to the form."""
    page = manager.page
    manager.open(home)
    page.get_by_role("main").get_by_role("link", name=_("Every other step begins with what it is for.")).click()
    expect(manager.heading(_("New goal"))).to_be_visible()
    manager.field(_("goal")).fill(f"Neighbours know what we do ({mark})")
    manager.field(_("kind")).select_option("trust")
    page.get_by_label(_("the organisation")).check()
    manager.press(_("Save and add a KPI"), sees=_("New KPI"))
    manager.field(_("what we measure, in your words")).fill(f"People who read on ({mark})")
    manager.field(_("metric")).select_option("visitors")
    manager.field(_("baseline")).fill("40")
    manager.field(_("baseline measured on")).fill(str(date.today() - timedelta(days=1)))
    manager.field(_("target")).fill("600")
    manager.field(_("owner")).fill("Femke")
    manager.field(_("why this tells us something about the goal")).fill("Whoever reads on asks better questions.")
    manager.field(_("due on")).fill(str(date.today() + timedelta(days=300)))
    manager.press(_("Save the KPI"), sees=_("Goals"))
    expect(manager.link(f"People who read on ({mark})")).to_be_visible()


def _say_what_about(manager: Visitor, home: str, mark: str) -> None:
    manager.open(f"{home}themes/new/")
    manager.field(_("name")).fill(f"Warm streets ({mark})")
    manager.field(_("in one sentence")).fill("What happens under the pavement, told by who digs.")
    manager.field(_("Keywords in {language}").format(language=_("Dutch"))).fill("warmtenet, straat")
    manager.press(_("Save the theme"), sees=f"Warm streets ({mark})")


def _fill_the_directory(manager: Visitor, home: str, mark: str) -> None:
    """A file with one unusable line: nothing changes before the manager says so."""
    rows = (
        "e-mail;first name;last name;job title;team;place;languages;expertise\n"
        f"ida.{mark}@elsewhere.test;Ida;Bos;Welder;North {mark} > Assen {mark};Assen;nl;warmtenet\n"
        f"jan.{mark}@elsewhere.test;Jan;Prins;Planner;North {mark};Assen;nl;\n"
        "nobody;No;Body;;;;;\n"
    )
    directory = upload_people(manager, home, rows, f"day-{mark}.csv")
    expect(directory).to_contain_text(f"ida.{mark}@elsewhere.test")
    expect(directory).to_contain_text(_("Line %(line)s") % {"line": 4})
    manager.look("import")
    manager.button(_("Go on with the good rows")).click()
    expect(manager.page.get_by_text(_("The directory is up to date"))).to_be_visible(timeout=20_000)
    manager.look()
    manager.open(f"{home}people/teams/")
    expect(manager.link(f"Assen {mark}")).to_be_visible()


def upload_people(manager: Visitor, home: str, rows: str, name: str) -> Locator:
    """Upload a file of people, wait until it was read, and return what would change."""
    manager.open(f"{home}people/")
    manager.follow(_("From a file"), sees=_("People from a file"))
    manager.field(_("CSV or XLSX file")).set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": rows.encode()}
    )
    manager.button(_("Look what is in it")).click()
    expect(manager.page.get_by_text(_("What would change, the first hundred"))).to_be_visible(timeout=20_000)
    return manager.page.get_by_role("main")


def _ask_for_a_role(manager: Visitor, home: str) -> None:
    manager.open(f"{home}roles/")
    manager.follow(_("Give a role"), sees=_("Give a role"))
    manager.field(_("Who")).fill("Lotte Ypma")
    manager.field(_("Role")).select_option(index=1)
    manager.field(_("Theme")).select_option(index=1)
    manager.press(_("Give this role"), sees=_("Roles"))
    expect(manager.link("Lotte Ypma").first).to_be_visible()


def _invite_two_at_a_time(manager: Visitor, home: str, mark: str) -> None:
    """Those that the file brought stand in the form already; one more is typed."""
    page = manager.page
    manager.open(f"{home}people/imports/")
    manager.follow(f"day-{mark}.csv", sees=f"day-{mark}.csv")
    manager.follow(ngettext("Invite %(n)s newcomer", "Invite %(n)s newcomers", 2) % {"n": 2}, sees=_("Invite people"))
    expect(manager.field(_("Addresses"))).to_have_value(re.compile(f"Ida Bos <ida.{mark}@elsewhere.test>"))
    addresses = [f"{name}.{mark}@elsewhere.test" for name in ("ida", "jan", "kim")]
    manager.field(_("Addresses")).press("Control+End")
    page.keyboard.type(f"\nKim Post <{addresses[2]}>")
    page.get_by_role("checkbox", name=re.compile(mark)).check(force=True)
    manager.field(_("People in a wave")).fill("2")
    manager.field(_("A few words of your own")).fill("Would you like to tell about your street?")
    manager.button(_("Look before sending")).click()
    expect(page.get_by_role("heading", name=re.compile("^3 "))).to_be_visible()
    expect(manager.heading(_("When"))).to_be_visible()
    manager.look("invitation-waves")
    manager.press(ngettext("Invite %(n)s person", "Invite %(n)s people", 3) % {"n": 3}, sees=_("Invitations"))
    expect(page.get_by_role("listitem").filter(has_text=addresses[2])).to_contain_text(_("in a later wave"))
