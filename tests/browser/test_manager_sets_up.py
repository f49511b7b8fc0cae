"""A programme manager sets up a programme: goals, themes, people, roles, the outside world and a policy."""

import re
from datetime import date, timedelta

from django.utils.translation import gettext as _
from playwright.sync_api import expect

MANAGER = "manager@demo.test"


def test_a_manager_sees_the_seven_steps_and_what_to_do_next(visitor, programme):
    manager = visitor(MANAGER)
    page = manager.page
    expect(page).to_have_url(re.compile(r"/programme/([a-z0-9-]+/)?$"))
    manager.open(programme, "workspace")
    steps = page.get_by_role("navigation", name=_("Steps")).get_by_role("link")
    expect(steps).to_have_count(8)
    expect(manager.heading(_("Health"))).to_be_visible()
    for step in range(1, 8):
        steps.nth(step).click()
        expect(steps.nth(step)).to_have_attribute("aria-current", "page")
        manager.look(f"step-{step}")
        page.set_viewport_size({"width": 390, "height": 844})
        manager.look(f"step-{step}-phone")
        page.set_viewport_size({"width": 1280, "height": 900})


def test_a_condition_is_met_only_with_evidence(visitor, programme):
    manager = visitor(MANAGER)
    manager.open(f"{programme}readiness/")
    evidence = manager.field(_("evidence")).first
    before = evidence.input_value()
    evidence.fill("")
    manager.button(_("Save the check")).click()
    expect(manager.page.get_by_text(_("Write down what shows it; then it can be met."))).to_be_visible()
    manager.look()
    evidence.fill(before)
    manager.button(_("Save the check")).click()
    expect(manager.page.get_by_text(_("Write down what shows it; then it can be met."))).to_have_count(0)


def test_a_goal_gets_a_kpi_once_it_is_smart(visitor, programme, language, mark):
    manager = visitor(MANAGER)
    page = manager.page
    manager.open(f"{programme}goals/")
    manager.follow(_("New goal"), sees=_("New goal"))
    manager.field(_("goal")).fill(f"Colleagues are proud ({mark})")
    manager.field(_("kind")).select_option("pride")
    page.get_by_label(_("the employees")).check()
    manager.press(_("Save and add a KPI"), sees=_("New KPI"))
    manager.field(_("what we measure, in your words")).fill(f"People reached with our stories ({mark})")
    manager.field(_("metric")).select_option(index=1 if language == "en" else 2)
    manager.field(_("target")).fill("500")
    manager.field(_("owner")).fill("Femke")
    manager.field(_("why this tells us something about the goal")).fill("Whoever is read by many feels seen.")
    manager.button(_("Save the KPI")).click()
    alert = page.get_by_role("alert").filter(has_text=_("This KPI is not SMART yet. Nothing was saved."))
    expect(alert).to_be_visible()
    expect(alert.get_by_role("listitem").filter(has_text=re.compile(f"^M {_('Measurable')}"))).to_be_visible()
    expect(alert.get_by_role("listitem").filter(has_text=re.compile(f"^T {_('Time-bound')}"))).to_be_visible()
    expect(alert.get_by_role("listitem")).to_have_count(2)
    manager.look("kpi-not-smart")
    manager.field(_("baseline")).fill("40")
    manager.field(_("baseline measured on")).fill(str(date.today() - timedelta(days=1)))
    manager.field(_("due on")).fill(str(date.today() + timedelta(days=20)))
    manager.press(_("Save the KPI"), sees=_("Goals"))
    expect(page.get_by_role("link", name=f"People reached with our stories ({mark})")).to_be_visible()


def test_a_theme_is_added_with_its_audience_tone_and_words(visitor, programme, mark):
    manager = visitor(MANAGER)
    name = f"Quiet nights ({mark})"
    manager.open(f"{programme}themes/")
    manager.follow(_("New theme"), sees=_("New theme"))
    manager.field(_("name")).fill(name)
    manager.field(_("in one sentence")).fill("Heat that nobody hears.")
    manager.field(_("who they are")).fill("People who live next to a pump.")
    manager.field(_("key messages")).fill("A pump can be quiet.\nWe measure at night.")
    manager.field(_("tone of voice")).fill("Calm, never clever.")
    manager.field(_("Hashtags in {language}").format(language=_("Dutch"))).fill("stille nachten")
    manager.page.get_by_role("radio").nth(4).check(force=True)
    manager.press(_("Save the theme"), sees=name)
    expect(manager.page.get_by_text("#StilleNachten")).to_be_visible()
    expect(manager.page.get_by_text("We measure at night.")).to_be_visible()


def test_people_are_invited_by_pasting_and_by_file_and_a_file_twice_changes_nothing(visitor, programme, mark):
    manager = visitor(MANAGER)
    page = manager.page
    manager.open(f"{programme}people/")
    manager.follow(_("Invite people"), sees=_("Invite people"))
    manager.field(_("Addresses")).fill(f"Anna Smit <anna.{mark}@elsewhere.test>\nnobody at all")
    manager.button(_("Look before sending")).click()
    expect(page.get_by_text(f"anna.{mark}@elsewhere.test").first).to_be_visible()
    expect(page.get_by_text(_("Line %(line)s") % {"line": 2})).to_be_visible()
    manager.look("invitation-preview")
    page.get_by_role("button", name=re.compile("1")).click()
    expect(manager.heading(_("Invitations"))).to_be_visible()
    expect(page.get_by_text("Anna Smit").first).to_be_visible()

    rows = f"e-mail;first name;last name;team\npiet.{mark}@elsewhere.test;Piet;Post;\nwrong;Who;Knows;\n"
    for invited in (1, 0):
        manager.open(f"{programme}people/invitations/new/")
        manager.field(_("Or a CSV file")).set_input_files(
            {"name": "people.csv", "mimeType": "text/csv", "buffer": rows.encode()}
        )
        manager.button(_("Look before sending")).click()
        expect(page.get_by_text(_("Line %(line)s") % {"line": 3})).to_be_visible()
        manager.look()
        if invited:
            page.get_by_role("button", name=re.compile("1")).click()
            expect(manager.heading(_("Invitations"))).to_be_visible()
        else:
            expect(manager.heading(_("Nobody new to invite"))).to_be_visible()


def test_a_colleague_is_asked_for_a_theme_and_given_a_role(visitor, programme, language):
    manager = visitor(MANAGER)
    page = manager.page
    manager.open(f"{programme}people/")
    manager.field(_("Name, job or knowledge")).fill("Sanne Dijkstra")
    page.get_by_role("link", name="Sanne Dijkstra").click()
    expect(manager.heading("Sanne Dijkstra")).to_be_visible()
    manager.look("person")
    themes = page.get_by_role("listitem").filter(has=page.get_by_role("button", name=re.compile(f"^{_('Ask')} ")))
    if themes.count():
        asked = themes.count()
        themes.first.get_by_role("button").click()
        expect(themes).to_have_count(asked - 1)
    manager.open(f"{programme}roles/")
    manager.follow(_("Give a role"), sees=_("Give a role"))
    manager.field(_("Who")).fill("Sanne Dijkstra")
    manager.field(_("Role")).select_option(index=1 if language == "en" else 2)
    manager.field(_("Theme")).select_option(label="Vakmanschap")
    manager.press(_("Give this role"), sees=_("Roles"))
    expect(page.get_by_role("link", name="Sanne Dijkstra").first).to_be_visible()


def test_an_influencer_and_a_community_get_a_place_on_the_map_and_a_contact(visitor, programme, mark):
    manager = visitor(MANAGER)
    page = manager.page
    for kind in ("influencer", "community"):
        manager.open(f"{programme}outside/new/")
        manager.field(_("name")).fill(f"The {kind} of the street ({mark})")
        manager.field(_("kind")).select_option(kind)
        page.get_by_role("group", name=_("Influence")).get_by_label("5").check()
        manager.press(_("Save"), sees=f"The {kind} of the street ({mark})")
    manager.link(_("Link a colleague")).click()
    expect(manager.heading(_("Who keeps the contact?"))).to_be_visible()
    manager.look("contact")
    manager.field(_("Colleague who keeps the contact")).fill("Sanne Dijkstra")
    manager.button(_("Link this colleague")).click()
    expect(page.get_by_role("main").get_by_role("link", name="Sanne Dijkstra")).to_be_visible()
    manager.look()
