"""An editor's week: a story is planned, its piece moved, made, seen as a post, published and found; and where nothing comes."""

import re
from datetime import timedelta

import httpx
import icalendar
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from playwright.sync_api import expect

EDITOR = "editor@demo.test"


def test_an_editor_plans_a_story_makes_its_piece_and_sees_it_go_out(visitor, installation, mark):
    today = timezone.localdate()
    story, title = f"Warm through the winter ({mark})", f"Half past four ({mark})"
    editor = visitor(EDITOR)
    page = editor.page

    # Monday: what is worth telling, and the first piece of it.
    page.goto(f"{installation.web}/cms/plan/")
    editor.look("plan-month")
    page.get_by_role("link", name=_("New story")).click()
    page.locator("[name=title]").fill(story)
    page.locator("[name=theme]").select_option(label="Warmtenetten")
    page.locator("[name=point]").fill("Somebody is awake.")
    page.locator("[name=expected]").fill("200")
    page.get_by_role("button", name=_("Save"), exact=True).click()
    expect(page.get_by_role("heading", name=story).last).to_be_visible()
    page.get_by_role("link", name=_("Add a piece")).click()
    page.locator("[name=title]").fill(title)
    _date(page.locator("[name=goes_out_on]"), today + timedelta(days=3))
    page.get_by_role("tab", name=_("Making")).click()
    page.get_by_role("button", name=_("Add %(label)s") % {"label": _("step")}).click()
    page.locator("[name='steps-0-title']").fill("Walk along for a night")
    _date(page.locator("[name='steps-0-due_on']"), today + timedelta(days=2))
    page.get_by_role("button", name=_("Save"), exact=True).click()
    tight = ngettext("%(room)s day to spare, where %(wanted)s were wanted.", "", 1) % {"room": 1, "wanted": 2}
    expect(page.get_by_role("region", name=title).get_by_text(tight)).to_be_visible()
    page.reload()  # without Wagtail's own message, whose colours are not ours to judge
    editor.look("plan-story")

    # Tuesday: it needs more room; moved by the form beside it, without a mouse.
    page.goto(f"{installation.web}/cms/plan/?view=list")
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name=title))
    handle = card.locator("summary")
    handle.focus()
    handle.press("Enter")
    card.get_by_label(_("Goes out on")).fill((today + timedelta(days=9)).isoformat())
    card.get_by_role("button", name=_("Move"), exact=True).click()
    moved = _("“%(piece)s” goes out on %(day)s.") % {
        "piece": title,
        "day": date_format(today + timedelta(days=9), "j F"),
    }
    expect(page.get_by_text(moved)).to_be_visible()
    page.reload()
    editor.look("plan-list")

    # With a mouse it is dragged to the next day, or from a Sunday to the one before.
    before = today + timedelta(days=9)
    day = before + timedelta(days=1 if before.weekday() < 6 else -1)
    page.goto(f"{installation.web}/cms/plan/?view=week&on={before}")
    card = page.get_by_role("article").filter(has=page.get_by_role("link", name=title))
    page.set_viewport_size({"width": 1280, "height": 2600})  # from and to are seen at once
    card.drag_to(page.locator(f"[data-day='{day}']"), target_position={"x": 20, "y": 20})
    dragged = {"piece": title, "day": date_format(day, "j F")}
    expect(page.get_by_text(_("“%(piece)s” goes out on %(day)s.") % dragged)).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 900})

    # Wednesday: made, and begun as a page that knows its theme and its day.
    card.get_by_role("link", name=title).click()
    section = page.get_by_role("region", name=title)
    section.get_by_role("button", name=_("“%(step)s” is done") % {"step": "Walk along for a night"}).click()
    expect(section.get_by_text(re.compile(rf"· {_('ready')} ·"))).to_be_visible()
    section.get_by_role("button", name=_("Begin the page")).click()
    page.wait_for_url("**/cms/pages/*/edit/")
    number = int(page.url.split("/")[-3])
    assert installation.execute("SELECT share_from IS NOT NULL FROM cms_shareable WHERE page_ptr_id = %s", number) == [
        (True,)
    ]

    # Thursday: an empty page stays inside; with a text that people can begin with it goes out.
    _publish(page)
    refused = _("There is nothing to read or to share yet: write a text, or a suggested text under Sharing.")
    expect(page.get_by_text(refused).first).to_be_visible()
    page.get_by_role("tab", name=_("Sharing")).click()
    expect(page.locator("[data-headcount-words]")).to_contain_text(re.compile(r"\d+"))
    page.get_by_role("button", name=re.compile(_("Add %(label)s") % {"label": _("text")})).click()
    page.locator("[name=variants-0-text]").fill("At half past four somebody already put the coffee on.")
    page.locator("[name=variants-0-network]").select_option("linkedin")
    expect(page.locator("[data-count-of$='variants-0-text']")).to_contain_text("/")
    moment = timezone.localtime() - timedelta(hours=1)
    editor.field(_("not to be shared before")).fill(f"{moment:%Y-%m-%dT%H:%M}")
    _publish(page)
    page.wait_for_url(lambda url: not url.endswith(f"/{number}/edit/"))
    assert installation.execute("SELECT live FROM wagtailcore_page WHERE id = %s", number) == [(True,)]

    # Friday: the plan knows that it is live, what has nothing coming, and stands in the editor's own calendar.
    page.goto(f"{installation.web}/cms/plan/stories/")
    page.get_by_role("link", name=story).click()
    expect(page.get_by_role("region", name=title).get_by_text(re.compile(rf"\b{_('live')}\b")).first).to_be_visible()
    page.get_by_role("link", name=_("Where nothing comes")).click()
    expect(page.get_by_role("heading", name=_("Languages"))).to_be_visible()
    editor.look("plan-gaps")
    page.goto(f"{installation.web}/cms/plan/")
    renew = page.get_by_role("button", name=re.compile(f"^({_('Make my address')}|{_('Give me a new address')})$"))
    renew.click()
    address = page.get_by_label(_("Address of the plan")).input_value()
    followed = icalendar.Calendar.from_ical(httpx.get(installation.web + "/" + address.split("/", 3)[3]).content)
    assert title in {str(event["summary"]) for event in followed.walk("VEVENT")}

    reader = visitor("ambassador@demo.test", phone=True)
    reader.open(f"/app/?q=half+past+four+%28{mark}%29")
    expect(reader.page.get_by_role("article").filter(has_text=title)).to_be_visible()


def _date(field, day):
    field.fill(day.isoformat())


def _publish(page):
    page.get_by_role("button", name=_("More actions")).click()
    page.get_by_role("button", name=_("Publish"), exact=True).click()
