"""A click appears within seconds as reach, and whoever shared is thanked."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image
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
    told = _("%(name)s can read it now.") % {"name": "Sanne Dijkstra"}
    expect(joost.page.get_by_role("status").get_by_text(told)).to_be_visible()
    joost.look()
    sanne = visitor(SANNE, phone=True)
    sanne.open("/app/thanks/")
    expect(sanne.page.get_by_text(words)).to_be_visible()


def _photo() -> dict[str, object]:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), (60, 120, 90)).save(out, "JPEG")
    return {"name": "roof.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def _downloaded(someone: Visitor, name: str) -> bytes:
    with someone.page.expect_download() as waiting:
        someone.link(name).click()
    return Path(waiting.value.path()).read_bytes()


def test_an_ambassadors_year(visitor: Callable[..., Visitor], installation, mark):
    """What was done stands there with its reasons, can be taken along as a picture and as files, and a contest is joined."""
    [(running, contest)] = installation.execute(
        """WITH standing AS (SELECT * FROM sharehub_contest WHERE counted_at IS NULL ORDER BY id LIMIT 1)
           INSERT INTO sharehub_contest
               (programme_id, title, starts_on, entries_until, votes_until, tie, promise, made_at, voters)
           SELECT programme_id, %s, current_date - 1, current_date + 5, current_date + 9, tie, promise, now(), 0 FROM standing
           RETURNING (SELECT id FROM standing), id""",
        f"Roof of the month {mark}",
    )
    sanne = visitor(SANNE, phone=True)
    sanne.open("/app/year/", "year")
    with Image.open(io.BytesIO(_downloaded(sanne, _("Draw my picture")))) as picture:
        assert (picture.format, picture.width > picture.height) == ("PNG", True)

    page = sanne.open("/app/thanks/")
    assert page.locator(".badge:not(.badge--waiting) .badge__reason").count() > 0
    assert page.get_by_role("listitem").filter(has_text=re.compile(r"[+−-]\d+$")).count() > 0
    page.get_by_text(_("How points work")).click()
    expect(page.get_by_text(_("See the boards"))).to_be_visible()

    page = sanne.open(f"/app/contests/{contest}/")
    page.locator("input[type=file]").set_input_files(_photo())
    sanne.field(_("What the photo shows")).fill("A roof")
    page.locator("input[name=has_rights]").check()
    sanne.press(_("Enter it"), sees=_("Your photo"))
    page.goto(f"{installation.web}/app/contests/{running}/")
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name=re.compile(f"{re.escape(_('Vote'))}|{re.escape(_('Change my vote'))}")).click()
    expect(sanne.button(_("Change my vote"))).to_be_visible()

    sanne.open("/app/rhythm/")
    sanne.open("/app/contacts/", "contacts")
    sanne.open("/app/me/data/")
    with zipfile.ZipFile(io.BytesIO(_downloaded(sanne, _("Download everything")))) as files:
        known = json.loads(files.read("data.json"))
        rows = files.read("shares.csv").decode("utf-8-sig").splitlines()
    assert any(entry["contest"].endswith(mark) for entry in known["contest_entries"])
    assert rows[0].startswith("piece,network,text")
    assert len(known["shares"]) > 10
